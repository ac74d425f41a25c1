/**
 * Whole frames that somebody has yet to be sent. Where a thousand have to get the same, they share one list, and the
 * bytes that are written of it.
 */
export interface PendingFrames {
  readonly before: PendingFrames | undefined;
  readonly frames: Buffer;
  /** The same with what somebody has to get in addition. */
  after: PendingFrames | undefined;
  /** All of it in one piece, once somebody has been sent it. */
  bytes: Buffer | undefined;
}

/** Gives a function that adds `frames` to what somebody has to get already, for as many as there are. */
export function adderOf(frames: Buffer): (before: PendingFrames | undefined) => PendingFrames {
  let first: PendingFrames | undefined;
  const add = (before: PendingFrames | undefined): PendingFrames => ({
    ...{ before, frames },
    after: undefined,
    bytes: undefined,
  });
  return (before) => {
    if (!before) {
      first ??= add(undefined);
      return first;
    }
    // Another buffer there was another addition.
    if (before.after?.frames !== frames) before.after = add(before);
    return before.after;
  };
}

/** All of it, from the first frame on. */
export function framesOf(pending: PendingFrames): Buffer {
  if (pending.bytes) return pending.bytes;
  const all: Buffer[] = [];
  for (let one: PendingFrames | undefined = pending; one; one = one.before) all.push(one.frames);
  pending.bytes = all.length === 1 ? pending.frames : Buffer.concat(all.reverse());
  return pending.bytes;
}
