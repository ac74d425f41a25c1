import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { eventText, type LogWording, subjectOf, subjectText } from '../../../main/texts';
import type { LogEntry } from '../../../preload/logEntry';
import { abbreviate } from '../../../preload/views';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { createLogModel, type LogFilter, type LogModel } from './logModel';

/** How long entries are tested in a frame, in milliseconds: less than half of it, so that there is time to draw. */
const WORK_MS = 6;

/** The languages and names of the moment; the same object until one of them changes. */
export function useLogWording(): LogWording {
  const { snapshot, t, f } = useAppContext();
  const named = snapshot.devices.flatMap(({ key, name }) =>
    name === undefined ? [] : [[key, name] as const],
  );
  const names = JSON.stringify(named);
  // `names` is `named` as a value.
  return useMemo(() => {
    const byKey = new Map(named);
    return { t, f, nameOf: (key) => byKey.get(key) };
  }, [t, f, names]);
}

/** All in which words are looked for, in lower case; ends of lines keep what is found from reaching over them. */
function searchedText({ event }: LogEntry, speech: LogWording): string {
  const subject = subjectOf(event);
  const parts = [eventText(event, speech), subjectText(subject, speech)];
  if (subject?.kind === 'device') parts.push(subject.key, abbreviate(subject.key));
  return parts.join('\n').toLowerCase();
}

export interface LogInUse {
  readonly model: LogModel;
  /** Whether entries are still to be tested. */
  readonly busy: boolean;
  /** Draws anew, at the next frame. */
  readonly changed: () => void;
}

/** The log as it comes, with `filter`: drawn anew at most once a frame, and not at all while the window is hidden. */
export function useLog(speech: LogWording, filter: LogFilter): LogInUse {
  const latest = useRef(speech);
  latest.current = speech;
  const model = useMemo(() => createLogModel((entry) => searchedText(entry, latest.current)), []);
  const [{ busy }, draw] = useState({ busy: true });
  const frame = useRef<number | undefined>(undefined);

  const changed = useCallback(() => {
    frame.current ??= requestAnimationFrame(() => {
      frame.current = undefined;
      const until = performance.now() + WORK_MS;
      const left = model.work(() => performance.now() > until);
      draw({ busy: left });
      if (left) changed();
    });
  }, [model]);

  useEffect(() => {
    const undo = relay.onLog((push) => {
      model.receive(push);
      changed();
    });
    return () => {
      undo();
      if (frame.current !== undefined) cancelAnimationFrame(frame.current);
    };
  }, [model, changed]);

  const { least, words } = filter;
  // A device that was renamed is found by its new name.
  useEffect(() => {
    model.setFilter({ least, words });
    changed();
  }, [model, changed, least, words, words === '' ? undefined : speech]);

  return { model, busy, changed };
}
