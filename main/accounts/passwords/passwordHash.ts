import { randomBytes } from 'node:crypto';

/** What a hash costs: KiB of memory, passes over it, and lanes in it. */
export interface HashCost {
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
}

/** As deployed databases have it, which libsodium wrote. */
export const OWN_COST: HashCost = { memory: 9_765, passes: 3, lanes: 1 };

/** libsodium's `moderate` is within these; its `sensitive`, of a gigabyte, is not. */
const MAX_MEMORY = 256 * 1024;
const MAX_WORK = 1024 * 1024;
const MAX_LANES = 16;

const FORM =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,7}),p=(\d{1,3})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/;

/** What it costs to verify a stored string; undefined for what is no hash, or would take a server's memory away. */
export function costOf(stored: string): HashCost | undefined {
  const found = FORM.exec(stored);
  if (!found) return undefined;
  const [memory = 0, passes = 0, lanes = 0] = found.slice(1).map(Number);
  const isPossible = passes >= 1 && lanes >= 1 && memory >= 8 * lanes;
  const isBounded = memory <= MAX_MEMORY && memory * passes <= MAX_WORK && lanes <= MAX_LANES;
  return isPossible && isBounded ? { memory, passes, lanes } : undefined;
}

/** Whether the stored string is of another cost than new ones. */
export function needsRehash(stored: string): boolean {
  const cost = costOf(stored);
  return cost?.memory !== OWN_COST.memory || cost.passes !== OWN_COST.passes || cost.lanes !== OWN_COST.lanes;
}

/** A hash that no password is known for, to be verified where there is none, so that it takes as long. */
export function decoyHash({ memory, passes, lanes }: HashCost = OWN_COST): string {
  const part = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$${part(16)}$${part(32)}`;
}
