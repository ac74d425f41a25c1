import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { deviceNameSchema, NAME_LENGTH } from '../../app/devices/knownDevice';
import { parseJson } from '../../lib/parseJson';
import { printableJson } from '../../texts/printable';

// What `devices` and a running relay say to each other: a request and an answer, each a line of JSON, on a socket that
// only the relay's own user can open.

/** A device is told by its key, the beginning of that, or its name. */
const device = z.string().min(1).max(200);

export const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('list') }),
  z.object({ kind: z.literal('name'), device, name: deviceNameSchema }),
  z.object({ kind: z.enum(['block', 'unblock', 'forget', 'let-in']), device }),
  z.object({ kind: z.literal('only-known'), on: z.boolean() }),
]);

export type ControlRequest = z.infer<typeof requestSchema>;

const time = z.number();

/** Times are milliseconds since 1970, bytes those of payload since it connected. */
const listedDevice = z.object({
  key: z.string(),
  name: z.string().optional(),
  state: z.enum(['connected', 'away', 'blocked', 'waiting']),
  /** The address that it is or was last connected from. */
  from: z.string(),
  firstSeen: time,
  lastSeen: time,
  sent: z.number().optional(),
  received: z.number().optional(),
  /** The keys of those that it is linked with. */
  linkedWith: z.array(z.string()).optional(),
});

export type ListedDevice = z.infer<typeof listedDevice>;

export const answerSchema = z.union([
  z.object({
    ok: z.literal(true),
    devices: z.array(listedDevice),
    onlyKnown: z.boolean(),
    /** How many more wait and found no room on the list. */
    moreWaiting: z.number(),
  }),
  z.object({ ok: z.literal(false), problem: z.string() }),
]);

export type ControlAnswer = z.infer<typeof answerSchema>;

/** What is wrong with the name in a request. */
const NAME_TOO_LONG = `A name has at most ${NAME_LENGTH} characters, all of them printable.`;

/** Where the relay with this folder is spoken to: Windows has pipes with names in place of files. */
export const controlPath = (directory: string): string =>
  process.platform === 'win32'
    ? `\\\\.\\pipe\\buckets-relay-${createHash('sha256').update(directory).digest('hex').slice(0, 32)}`
    : join(directory, 'control.sock');

/** Answers a request as it came: `answer` is given what it means. */
export function answerLine(line: string, answer: (request: ControlRequest) => ControlAnswer): string {
  return printableJson(answerTo(line, answer), 0);
}

function answerTo(line: string, answer: (request: ControlRequest) => ControlAnswer): ControlAnswer {
  const request = requestSchema.safeParse(parseJson(line));
  if (request.success) return answer(request.data);
  const isName = request.error.issues.some(({ path }) => path[0] === 'name');
  return { ok: false, problem: isName ? NAME_TOO_LONG : 'The relay did not understand this.' };
}
