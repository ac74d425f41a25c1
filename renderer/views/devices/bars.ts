import { BAR_MS } from '../../../preload/views';

/** How the bars are drawn, in pixels. */
export const STEP = 4;
export const BAR_WIDTH = 2;
export const HEIGHT = 24;
/** What is more than nothing is to be seen, however little beside the rest. */
const LEAST = 2;

/** The height of each bar in whole pixels; the highest takes all of it, so every device has its own scale. */
export function barHeights(bars: readonly number[]): readonly number[] {
  const most = Math.max(...bars, 1);
  return bars.map((bytes) => (bytes > 0 ? Math.max(LEAST, Math.round((bytes / most) * HEIGHT)) : 0));
}

/** One path for all bars. Where nothing came there is none. */
export function barsPath(bars: readonly number[]): string {
  return barHeights(bars)
    .map((height, index) =>
      height > 0 ? `M${index * STEP} ${HEIGHT}v${-height}h${BAR_WIDTH}v${height}z` : '',
    )
    .join('');
}

/** What the bars say: how much it was in all, and how long ago (in milliseconds) the last of it; undefined for nothing. */
export function summarizeBars(bars: readonly number[]): { total: number; lastAgo: number } | undefined {
  const last = bars.findLastIndex((bytes) => bytes > 0);
  if (last === -1) return undefined;
  return {
    total: bars.reduce((sum, bytes) => sum + bytes, 0),
    lastAgo: (bars.length - 1 - last) * BAR_MS,
  };
}
