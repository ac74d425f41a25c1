import type { LogEntry, LogEvent } from '../../preload/logEntry';
import { abbreviate } from '../../preload/views';
import type { Texts } from './createTexts';
import type { Formats } from './formats';
import { printable } from './printable';

/** How a log is put into words: in which language, and what a person calls each device. */
export interface LogWording {
  readonly t: Texts;
  readonly f: Formats;
  /** The name of the device with that key; undefined while it has none. */
  nameOf(key: string): string | undefined;
}

/** Whom an event is about. */
export type Subject =
  | { readonly kind: 'device'; readonly key: string }
  | { readonly kind: 'address'; readonly from: string };

/** Undefined for what concerns the relay itself, or a connection of which only the number is known. */
export function subjectOf(event: LogEvent): Subject | undefined {
  switch (event.kind) {
    case 'authenticated':
    case 'signatureRefused':
    case 'notAdmitted':
    case 'left':
    case 'delivered':
    case 'silent':
      return { kind: 'device', key: event.key };
    case 'linked':
    case 'unlinked':
      return { kind: 'device', key: event.keys[0] };
    case 'crowded':
    case 'loginRefused':
    case 'opened':
    case 'testDeviceOpened':
    case 'socketFailed':
    case 'tlsFailed':
      return { kind: 'address', from: event.from };
    default:
      return undefined;
  }
}

/** What happened, in plain words: one printable line of bounded length, whoever chose the words in it. */
export const eventText = (event: LogEvent, { t, f, nameOf }: LogWording): string =>
  printable(t.log.event(event, f, (key) => printable(nameOf(key) ?? abbreviate(key), MAX_NAME)));

/** Who it was: the device's name, or the address it came from. Empty for what concerns the relay itself. */
export function subjectText(subject: Subject | undefined, { t, nameOf }: LogWording): string {
  if (subject === undefined) return '';
  if (subject.kind === 'address') return printable(subject.from, MAX_NAME);
  return printable(nameOf(subject.key) ?? t.common.unnamedDevice, MAX_NAME);
}

const MAX_NAME = 80;

/** An event as a sentence with whom it is about: `Mara’s phone (7kQm…x4Fd): Delivered 1.1 MB`. Without a line's end. */
export function eventSentence(event: LogEvent, speech: LogWording): string {
  const subject = subjectOf(event);
  const text = eventText(event, speech);
  // What is told by its number only has it in its words.
  const conn =
    subject && 'conn' in event && event.kind !== 'opened' && event.kind !== 'testDeviceOpened'
      ? ` [${event.conn}]`
      : '';
  if (subject === undefined) return text;
  if (subject.kind === 'address') return `${subjectText(subject, speech)}: ${text}${conn}`;
  const abbreviation = printable(abbreviate(subject.key));
  const who =
    speech.nameOf(subject.key) === undefined
      ? abbreviation
      : `${subjectText(subject, speech)} (${abbreviation})`;
  return `${who}: ${text}${conn}`;
}

/** A line of a log that is kept or passed on, without its end; the time is UTC. */
export const entryLine = ({ at, level, event }: LogEntry, speech: LogWording): string =>
  `${new Date(at).toISOString()} ${level.padEnd(7)} ${eventSentence(event, speech)}`;
