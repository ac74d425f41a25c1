import type { AdminPage, ShownTraffic } from '../../../main/web/admin/adminPage';
import { Opening } from '../parts/Opening';
import { Share } from '../parts/Share';
import { Spans } from '../parts/Spans';
import { Table } from '../parts/Table';
import { type AdminSaying, adminHref } from '../texts';

interface TrafficProps {
  readonly say: AdminSaying;
  readonly page: Extract<AdminPage, { kind: 'traffic' }>;
}

/** What passed, by user and by address. */
export function TrafficLists({ say, page: { span, users, addresses } }: TrafficProps) {
  const { t } = say;
  return (
    <>
      <Opening say={say} title={t('traffic.title')} detail={t('traffic.detail')} />
      <Spans say={say} path="traffic" span={span} />
      <div class="columns even">
        <List say={say} of="users" entries={users} />
        <List say={say} of="addresses" entries={addresses} />
      </div>
    </>
  );
}

interface ListProps {
  readonly say: AdminSaying;
  readonly of: 'users' | 'addresses';
  readonly entries: readonly ShownTraffic[];
}

const totalOf = ({ sent, received }: ShownTraffic): number => sent + received;

function List({ say: { frame, t, f }, of, entries }: ListProps) {
  const [largest] = entries;
  const most = largest ? totalOf(largest) : 0;
  return (
    <section class="group">
      <h2>{t(`traffic.${of}`)}</h2>
      {entries.length === 0 ? (
        <p class="card second">{t('traffic.none')}</p>
      ) : (
        <Table
          caption={t(`traffic.${of}`)}
          columns={[
            { name: t(of === 'users' ? 'traffic.user' : 'traffic.address') },
            { name: t('traffic.sent'), is: 'number' },
            { name: t('traffic.received'), is: 'number' },
          ]}
          rows={entries.map((entry) => ({
            key: entry.name,
            cells: [
              <span key="name" class="shared">
                {of === 'users' ? (
                  <a href={adminHref(frame, 'user', { email: entry.name })}>{entry.name}</a>
                ) : (
                  <span class="mono">{entry.name}</span>
                )}
                <Share of={totalOf(entry)} most={most} />
              </span>,
              f.bytes(entry.sent),
              f.bytes(entry.received),
            ],
          }))}
        />
      )}
    </section>
  );
}
