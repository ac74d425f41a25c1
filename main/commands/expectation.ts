/** What a receiver was told beforehand of what is to come. */
export interface Expectation {
  readonly bytes?: number | undefined;
  /** Lower-case hex digits. */
  readonly sha256?: string | undefined;
}

/** What came. */
export interface Received {
  readonly bytes: number;
  /** Lower-case hex digits; of the expected bytes alone where more came. */
  readonly sha256: string;
}

/** What differs, as a sentence and what to do; undefined when nothing does. */
export function unmetMessage(expected: Expectation, came: Received): string | undefined {
  if (expected.bytes !== undefined && came.bytes > expected.bytes)
    return `More came than the ${inBytes(expected.bytes)} that were expected: what was written ends there and is not the whole. Ask the sender what it sends.`;
  if (expected.bytes !== undefined && came.bytes < expected.bytes)
    return `The sender left after ${inBytes(came.bytes)}, and ${inBytes(expected.bytes)} were expected: what was written is not complete. Receive it again.`;
  if (expected.sha256 !== undefined && came.sha256 !== expected.sha256)
    return `What came (${inBytes(came.bytes)}) has the SHA-256 ${came.sha256}, and ${expected.sha256} was expected: it is not the same, or not complete. Receive it again.`;
  return undefined;
}

const inBytes = (count: number): string => `${count} ${count === 1 ? 'byte' : 'bytes'}`;
