// biome-ignore-all lint/a11y/useSemanticElements: a table's own elements are laid out by the whole table, which has all rows
// biome-ignore-all lint/a11y/useFocusableInteractive: cells and heads of a table that is only read take no focus
import { eventText, type LogWording, subjectOf, subjectText } from '../../../main/texts';
import type { LogEntry, LogLevel } from '../../../preload/logEntry';
import { abbreviate } from '../../../preload/views';
import { Icon, type IconName } from '../../components/Icon';
import { highlightMatches, type Piece } from './highlight';

const ICONS: Record<LogLevel, IconName> = {
  detail: 'dots',
  info: 'info',
  warning: 'warning',
  error: 'alert',
};

interface Props {
  readonly entry: LogEntry;
  /** Its place in the table, the head being 1. */
  readonly place: number;
  readonly speech: LogWording;
  /** What is looked for, in lower case. */
  readonly words: string;
  /** Whether the day is told too. */
  readonly dated: boolean;
}

/** An entry as a row of the table. */
export function LogRow({ entry: { at, level, event }, place, speech, words, dated }: Props) {
  const { t, f } = speech;
  const subject = subjectOf(event);
  const text = eventText(event, speech);
  const who = subjectText(subject, speech);
  const unnamed = subject?.kind === 'device' && speech.nameOf(subject.key) === undefined;
  return (
    <div class={`entry ${level}`} role="row" aria-rowindex={place}>
      <span role="cell" class="time mono" title={`${f.date(at)}, ${f.timeWithSeconds(at)}`}>
        {dated ? f.dayAndTime(at) : f.timeWithSeconds(at)}
      </span>
      <span role="cell" class="level" title={t.log.levels[level]}>
        <Icon name={ICONS[level]} />
        <span class="word">{t.log.levels[level]}</span>
      </span>
      <span role="cell" class="event" title={text}>
        <Marked pieces={highlightMatches(text, words)} />
      </span>
      <span role="cell" class={unnamed ? 'who unnamed' : 'who'} title={who}>
        <Marked pieces={highlightMatches(who, words)} />
      </span>
      <span role="cell" class="key mono" title={subject?.kind === 'device' ? subject.key : undefined}>
        {subject?.kind === 'device' && <Marked pieces={keyPieces(subject.key, words)} />}
      </span>
    </div>
  );
}

/** Of a key only an abbreviation is seen: all of it is marked where what was looked for is in the rest. */
function keyPieces(key: string, words: string): readonly Piece[] {
  const pieces = highlightMatches(abbreviate(key), words);
  const hidden = words !== '' && !pieces.some(({ hit }) => hit) && key.toLowerCase().includes(words);
  return hidden ? pieces.map(({ text }) => ({ text, hit: true })) : pieces;
}

const Marked = ({ pieces }: { pieces: readonly Piece[] }) => (
  <>{pieces.map(({ text, hit }, i) => (hit ? <mark key={i}>{text}</mark> : text))}</>
);
