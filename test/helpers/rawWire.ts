// The protocol written down a second time, straight from its description and with nothing of main/: a mistake that
// server and client have in common would go unseen if they were only tested against each other.

/** `<length>:<bytes>,` */
export const netstring = (content: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`${bytes.length}:`), bytes, Buffer.from(',')]);
};

/** One message: a kind character, then the fields, each a netstring, all within one netstring. */
export const message = (kind: string, ...fields: readonly (Uint8Array | string)[]): Buffer =>
  netstring(Buffer.concat([Buffer.from(kind), ...fields.map(netstring)]));

/** The largest payload of a SendData: 1,000,000 less the kind, `32:` key `,` and `999955:` `,`. */
export const LARGEST_DATA = 1_000_000 - 1 - 36 - 8;

export type Heard =
  | { readonly kind: 'who'; readonly challenge: Buffer }
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'connected' | 'disconnected' | 'entered' | 'exited'; readonly key: string }
  | { readonly kind: 'data'; readonly key: string; readonly data: Buffer }
  | { readonly kind: 'error'; readonly code: string; readonly message: string };

/** Cuts whole netstrings off the front; `rest` is what is not complete yet. */
export function cutNetstrings(stream: Buffer): { readonly whole: Buffer[]; readonly rest: Buffer } {
  const whole: Buffer[] = [];
  let rest = stream;
  for (;;) {
    const colon = rest.subarray(0, 10).indexOf(':');
    if (colon < 0) return { whole, rest };
    const digits = rest.toString('latin1', 0, colon);
    if (!/^(0|[1-9]\d*)$/.test(digits)) throw new Error(`not a length: ${JSON.stringify(digits)}`);
    const end = colon + 1 + Number(digits);
    if (rest.length <= end) return { whole, rest };
    if (rest.toString('latin1', end, end + 1) !== ',') throw new Error('no comma after a netstring');
    whole.push(rest.subarray(colon + 1, end));
    rest = rest.subarray(end + 1);
  }
}

/** Reads one of the relay's messages; throws on anything that a deployed device would not understand. */
export function readEvent(content: Buffer): Heard {
  const kind = content.toString('latin1', 0, 1);
  const { whole: fields, rest } = cutNetstrings(content.subarray(1));
  if (rest.length > 0) throw new Error(`${rest.length} bytes too many in a ${kind}`);
  const field = (index: number, size?: number): Buffer => {
    const bytes = fields[index];
    if (bytes === undefined) throw new Error(`field ${index} of a ${kind} is missing`);
    if (size !== undefined && bytes.length !== size) throw new Error(`${bytes.length} bytes in a ${kind}`);
    return bytes;
  };
  const expectFields = (count: number) => {
    if (fields.length !== count) throw new Error(`${fields.length} fields in a ${kind}`);
  };
  const keyed = { c: 'connected', x: 'disconnected', '>': 'entered', '^': 'exited' } as const;
  switch (kind) {
    case '?':
      expectFields(1);
      return { kind: 'who', challenge: field(0, 32) };
    case '+':
      expectFields(0);
      return { kind: 'authenticated' };
    case 'c':
    case 'x':
    case '>':
    case '^':
      expectFields(1);
      return { kind: keyed[kind], key: field(0, 32).toString('base64') };
    case 'd':
      expectFields(2);
      return { kind: 'data', key: field(0, 32).toString('base64'), data: field(1) };
    case 'E':
      expectFields(2);
      return { kind: 'error', code: field(0).toString(), message: field(1).toString() };
    default:
      throw new Error(`no event is called ${JSON.stringify(kind)}`);
  }
}
