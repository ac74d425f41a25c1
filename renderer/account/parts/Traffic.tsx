import type { DayOfTraffic, Frame } from '../../../main/web/pages/page';
import type { Words } from '../texts';

/** How the bars are drawn, in units of the picture. */
const STEP = 10;
const BAR = 6;
const HEIGHT = 64;
/** What is more than nothing is to be seen, however little beside the rest. */
const LEAST = 2;

/** The operator sees it, too, on pages with another frame. */
interface Saying extends Words {
  readonly frame: Pick<Frame, 'language'>;
}

interface TrafficProps {
  readonly say: Saying;
  readonly traffic: readonly DayOfTraffic[] | undefined;
}

const total = ({ sent, received }: DayOfTraffic): number => sent + received;

/** What passed in the last days: a bar for each, the sum in a sentence, and all of it as a table. */
export function Traffic({ say, traffic }: TrafficProps) {
  const { t, f } = say;
  const some = traffic?.filter((day) => total(day) > 0) ?? [];
  const sum = (of: 'sent' | 'received') => f.bytes(some.reduce((all, day) => all + day[of], 0));
  return (
    <section class="group">
      <h2>{t('account.traffic.title')}</h2>
      <div class="card">
        {traffic === undefined && <p class="second">{t('account.traffic.unknown')}</p>}
        {traffic !== undefined && some.length === 0 && <p class="second">{t('account.traffic.none')}</p>}
        {traffic !== undefined && some.length > 0 && (
          <>
            <p>{t('account.traffic.sum', { sent: sum('sent'), received: sum('received') })}</p>
            <Chart say={say} days={traffic} />
            <Table say={say} days={some} />
          </>
        )}
      </div>
    </section>
  );
}

function Chart({
  say: { frame, t, f },
  days,
}: {
  readonly say: Saying;
  readonly days: readonly DayOfTraffic[];
}) {
  const most = days.reduce((best, day) => (total(day) > total(best) ? day : best));
  const width = (days.length - 1) * STEP + BAR;
  const bars = days.map((day, index) => {
    const height = Math.max(LEAST, Math.round((total(day) / total(most)) * HEIGHT));
    return total(day) > 0 ? `M${index * STEP} ${HEIGHT}v${-height}h${BAR}v${height}z` : '';
  });
  const dayText = (day: DayOfTraffic | undefined) => dayName(frame.language, day);
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${width} ${HEIGHT + 1}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('account.traffic.chart', { bytes: f.bytes(total(most)), day: dayText(most) })}
      >
        <path class="ground" d={`M0 ${HEIGHT + 0.5}h${width}`} />
        <path class="bars" d={bars.join('')} />
      </svg>
      <figcaption aria-hidden="true">
        <span>{dayText(days[0])}</span>
        <span>{t('account.traffic.today')}</span>
      </figcaption>
    </figure>
  );
}

function Table({
  say: { frame, t, f },
  days,
}: {
  readonly say: Saying;
  readonly days: readonly DayOfTraffic[];
}) {
  return (
    <details>
      <summary>{t('account.traffic.table')}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('account.traffic.day')}</th>
            <th scope="col">{t('account.traffic.sent')}</th>
            <th scope="col">{t('account.traffic.received')}</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.day}>
              <th scope="row">{dayName(frame.language, day)}</th>
              <td>{f.bytes(day.sent)}</td>
              <td>{f.bytes(day.received)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Days are those of UTC, as they are counted. */
function dayName(language: string, day: DayOfTraffic | undefined): string {
  if (!day) return '';
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  return format.format(new Date(day.day));
}
