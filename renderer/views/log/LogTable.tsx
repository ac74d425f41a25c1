// biome-ignore-all lint/a11y/useSemanticElements: a table's own elements are laid out by the whole table, which has all rows
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and heads of a table that is only read take no focus
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { LogWording } from '../../../main/texts';
import { LogRow } from './LogRow';
import type { LogModel } from './logModel';
import { endOf, leftTheEnd, reachedTheEnd, visibleRows } from './visibleRows';

/** As in log.css; a narrow row has two lines. */
const ROW_HEIGHT = 29;
const NARROW_ROW_HEIGHT = 46;
/** Under this width, in pixels, there is no room for five columns. */
const NARROW = 520;

/** What a character of a time takes at most, in the monospaced fonts of the systems. */
const DIGIT_WIDTH = 7.5;

interface Props {
  readonly model: LogModel;
  readonly speech: LogWording;
  /** What is looked for, in lower case. */
  readonly words: string;
  readonly pause: () => void;
  readonly resume: () => void;
}

/** The rows that can be seen, of any number. It follows the end until somebody scrolls up or pauses. */
export function LogTable({ model, speech, words, pause, resume }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [scrolledTo, setScrolledTo] = useState(0);
  const { width, height } = useSizeOf(scroller);
  const narrow = width > 0 && width < NARROW;
  const rowHeight = narrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT;
  const { shown, paused } = model;
  const count = shown.length;
  const end = endOf({ height, rowHeight, count });
  const top = paused ? Math.min(scrolledTo, end) : end;
  const { from, to } = visibleRows({ top, height, rowHeight, count });

  useLayoutEffect(() => {
    if (paused || !scroller.current) return;
    scroller.current.scrollTop = end;
    lastTop.current = scroller.current.scrollTop;
  }, [paused, end]);

  const scrolled = ({
    currentTarget: { scrollTop, scrollHeight, clientHeight },
  }: {
    currentTarget: HTMLElement;
  }) => {
    const moved = { from: lastTop.current, to: scrollTop, end: scrollHeight - clientHeight };
    lastTop.current = scrollTop;
    setScrolledTo(scrollTop);
    if (!paused && leftTheEnd(moved)) pause();
    if (paused && reachedTheEnd(moved)) resume();
  };

  // A log of one day needs no days; once it has older entries, each tells its own.
  const oldest = shown.at(0)?.at;
  const dated = oldest !== undefined && new Date(oldest).toDateString() !== new Date().toDateString();
  // All times of a language are of one length, and in some that is with AM and PM.
  const { f } = speech;
  const timeLength = (dated ? f.dayAndTime(oldest) : f.timeWithSeconds(oldest ?? 0)).length;
  const { columns, tableLabel } = speech.t.log;
  return (
    <div
      class={narrow ? 'entries narrow' : 'entries'}
      style={{ '--time': `${timeLength * DIGIT_WIDTH}px` }}
      role="table"
      aria-label={tableLabel}
      aria-rowcount={count + 1}
      aria-colcount={5}
    >
      <div role="rowgroup" class={narrow ? 'unseen' : 'heads'}>
        <div class="entry head" role="row" aria-rowindex={1}>
          <span role="columnheader">{columns.time}</span>
          <span role="columnheader">{columns.level}</span>
          <span role="columnheader">{columns.event}</span>
          <span role="columnheader">{columns.device}</span>
          <span role="columnheader" class="key">
            {columns.key}
          </span>
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <div class="scroller" role="rowgroup" tabIndex={0} ref={scroller} onScroll={scrolled}>
        <div class="space" style={{ height: `${count * rowHeight}px` }}>
          <div style={{ transform: `translateY(${from * rowHeight}px)` }}>
            {shown.slice(from, to).map((entry, i) => (
              <LogRow
                key={entry.seq}
                entry={entry}
                place={from + i + 2}
                speech={speech}
                words={words}
                dated={dated}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

function useSizeOf(element: { readonly current: HTMLElement | null }): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
