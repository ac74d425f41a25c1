import type { Formats, Texts } from '../../../main/texts';
import { BARS, type ConnectedDevice } from '../../../preload/views';
import { Icon } from '../../components/Icon';
import { BAR_WIDTH, barsPath, HEIGHT, STEP, summarizeBars } from './bars';

const WIDTH = (BARS - 1) * STEP + BAR_WIDTH;

/** What a device passed on: the last hour as bars, and all since the app started as bytes. */
export function Traffic({ device, t, f }: { device: ConnectedDevice; t: Texts; f: Formats }) {
  const [sent, received] = [f.bytes(device.sent), f.bytes(device.received)];
  return (
    <div class="traffic">
      <svg
        class="bars"
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={lastHour(device.bars, t, f)}
      >
        <line class="ground" x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        <path d={barsPath(device.bars)} />
      </svg>
      <div class="bytes second">
        <span class="unseen">{t.devices.bytes(sent, received)}</span>
        <span aria-hidden="true">
          {sent}
          <Icon name="up" />
        </span>
        <span aria-hidden="true">
          {received}
          <Icon name="down" />
        </span>
      </div>
    </div>
  );
}

function lastHour(bars: readonly number[], t: Texts, f: Formats): string {
  const summary = summarizeBars(bars);
  if (!summary) return t.devices.bars.none;
  const bytes = f.bytes(summary.total);
  return summary.lastAgo === 0
    ? t.devices.bars.now(bytes)
    : t.devices.bars.ago(bytes, f.ago(summary.lastAgo));
}
