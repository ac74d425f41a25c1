import type { AdminPage } from '../../../main/web/admin/adminPage';
import { dayName } from '../parts/dates';
import { Opening } from '../parts/Opening';
import { Share } from '../parts/Share';
import { Spans } from '../parts/Spans';
import { Table } from '../parts/Table';
import type { AdminSaying, AdminText } from '../texts';

interface LoginsProps {
  readonly say: AdminSaying;
  readonly page: Extract<AdminPage, { kind: 'logins' }>;
}

/** Logins that were refused, by day, address and reason. */
export function Logins({ say, page: { span, refusals } }: LoginsProps) {
  const { t, f } = say;
  const most = refusals[0]?.count ?? 0;
  return (
    <>
      <Opening say={say} title={t('logins.title')} detail={t('logins.detail')} />
      <Spans say={say} path="logins" span={span} />
      {refusals.length === 0 ? (
        <p class="card second">{t('logins.none')}</p>
      ) : (
        <Table
          caption={t('logins.table')}
          columns={[
            { name: t('logins.address') },
            { name: t('logins.reason'), is: 'short' },
            { name: t('logins.day'), is: 'short' },
            { name: t('logins.count'), is: 'number' },
          ]}
          rows={refusals.map(({ day, address, reason, count }) => ({
            key: `${day} ${address} ${reason}`,
            cells: [
              <span key="address" class="shared">
                {address === '' ? (
                  <span>{t('logins.otherAddresses')}</span>
                ) : (
                  <span class="mono">{address}</span>
                )}
                <Share of={count} most={most} />
              </span>,
              reasonText(say, reason),
              dayName(say, day),
              f.number(count),
            ],
          }))}
        />
      )}
    </>
  );
}

const REASONS: Readonly<Record<string, AdminText>> = {
  wrong: 'reason.wrong',
  unknown: 'reason.unknown',
  unverified: 'reason.unverified',
  blocked: 'reason.blocked',
  'licence refused': 'reason.licence',
  throttled: 'reason.throttled',
};

/** One that a relay of another version has written down is told as it is. */
function reasonText({ t }: AdminSaying, reason: string): string {
  const text = REASONS[reason];
  return text ? t(text) : reason;
}
