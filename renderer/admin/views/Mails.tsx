import type { AdminPage, ShownMail } from '../../../main/web/admin/adminPage';
import { Opening } from '../parts/Opening';
import { Pager } from '../parts/Pager';
import { Table } from '../parts/Table';
import { type AdminSaying, type AdminText, adminHref } from '../texts';

interface MailsProps {
  readonly say: AdminSaying;
  readonly page: Extract<AdminPage, { kind: 'mails' }>;
}

/** Which mails were sent, and which were not. */
export function Mails({ say, page: { mails, next, isFirst } }: MailsProps) {
  const { frame, t, f } = say;
  return (
    <>
      <Opening say={say} title={t('mails.title')} detail={t('mails.detail')} />
      {mails.length === 0 ? (
        <p class="card second">{t('mails.none')}</p>
      ) : (
        <Table
          caption={t('mails.table')}
          columns={[
            { name: t('mails.to') },
            { name: t('mails.kind'), is: 'short' },
            { name: t('mails.state') },
            { name: t('mails.at'), is: 'short' },
          ]}
          rows={mails.map((mail) => ({
            key: String(mail.id),
            cells: [
              <a key="way" href={adminHref(frame, 'user', { email: mail.to })}>
                {mail.to}
              </a>,
              kindText(say, mail.kind),
              <MailState key="state" say={say} mail={mail} />,
              f.dayAndTime(mail.at),
            ],
          }))}
        />
      )}
      <Pager
        say={say}
        path="mails"
        next={next === undefined ? undefined : { before: String(next) }}
        isFirst={isFirst}
      />
    </>
  );
}

function MailState({ say: { t }, mail }: { readonly say: AdminSaying; readonly mail: ShownMail }) {
  const { state, attempts, problem } = mail;
  return (
    <div>
      <span class={CLASSES[state]}>{t(`mails.${state}`, { count: attempts })}</span>
      {problem !== undefined && <p class="small">{problem}</p>}
    </div>
  );
}

const CLASSES = { sent: 'state', waiting: 'state open', failed: 'state bad', givenUp: 'state bad' } as const;

const KINDS: Readonly<Record<string, AdminText>> = {
  verification: 'mail.verification',
  reset: 'mail.reset',
  newAddress: 'mail.newAddress',
  registeredAlready: 'mail.registeredAlready',
  addressChanged: 'mail.addressChanged',
};

/** One that a relay of another version has written down is told as it is. */
function kindText({ t }: AdminSaying, kind: string): string {
  const text = KINDS[kind];
  return text ? t(text) : kind;
}
