import { isIPv4, isIPv6 } from 'node:net';

/** A DNS record, in the library's own form. `ttl` in seconds; `flush`: it replaces all others of its name and type. */
export type MdnsRecord = {
  readonly name: string;
  readonly ttl: number;
  readonly flush?: boolean;
} & (
  | { readonly type: 'PTR' | 'A' | 'AAAA'; readonly data: string }
  | { readonly type: 'SRV'; readonly data: { readonly target: string; readonly port: number } }
  | { readonly type: 'TXT'; readonly data: readonly Buffer[] }
);

export interface Question {
  readonly name: string;
  readonly type: MdnsRecord['type'] | 'ANY';
}

/** A message of multicast DNS, of which only the records that matter here are left. */
export interface Message {
  readonly kind: 'query' | 'response';
  readonly questions: readonly Question[];
  /** Of a response; the additional ones too. */
  readonly records: readonly MdnsRecord[];
  /** What somebody who probes for a name is about to publish. */
  readonly claims: readonly MdnsRecord[];
}

/** More than any honest message has; what comes after them is not looked at. */
const MAX_RECORDS = 256;

/** DNS names are compared without regard to the case of ASCII letters (RFC 4343). */
export const canonical = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Reads what the library made of a packet; whatever has another shape than it should is left out. */
export const readMessage = (kind: Message['kind'], packet: unknown): Message => ({
  kind,
  questions: readQuestions(packet),
  records: kind === 'query' ? [] : [...section(packet, 'answers'), ...section(packet, 'additionals')],
  claims: kind === 'query' ? section(packet, 'authorities') : [],
});

export const readQuestions = (packet: unknown): Question[] =>
  listIn(packet, 'questions').flatMap((question) => {
    const { name, type } = fieldsOf(question);
    if (typeof name !== 'string') return [];
    return type === 'ANY' || isKnown(type) ? [{ name: canonical(name), type }] : [];
  });

export const section = (packet: unknown, name: string): MdnsRecord[] =>
  listIn(packet, name).flatMap((record) => readRecord(record) ?? []);

function readRecord(record: unknown): MdnsRecord | undefined {
  const { name: given, type, ttl, flush, data } = fieldsOf(record);
  if (typeof given !== 'string' || typeof ttl !== 'number' || !isKnown(type)) return undefined;
  const head = { name: canonical(given), ttl, flush: flush === true };
  switch (type) {
    case 'PTR':
      return typeof data === 'string' ? { ...head, type, data } : undefined;
    case 'A':
      return typeof data === 'string' && isIPv4(data) ? { ...head, type, data } : undefined;
    case 'AAAA':
      return typeof data === 'string' && isIPv6(data) ? { ...head, type, data } : undefined;
    case 'SRV': {
      const { target, port } = fieldsOf(data);
      if (typeof target !== 'string' || typeof port !== 'number') return undefined;
      return { ...head, type, data: { target: canonical(target), port } };
    }
    case 'TXT':
      return Array.isArray(data) && data.every(Buffer.isBuffer) ? { ...head, type, data } : undefined;
  }
}

const TYPES = { A: 1, PTR: 12, TXT: 16, AAAA: 28, SRV: 33 } as const satisfies Record<
  MdnsRecord['type'],
  number
>;

const isKnown = (type: unknown): type is MdnsRecord['type'] =>
  typeof type === 'string' && Object.hasOwn(TYPES, type);

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function listIn(packet: unknown, name: string): unknown[] {
  const list = fieldsOf(packet)[name];
  return Array.isArray(list) ? list.slice(0, MAX_RECORDS) : [];
}

/**
 * Who of two that want the same name at the same time gets it: above zero when the first does, zero when both want the
 * same (RFC 6762 section 8.2). Only records for which there is one owner are compared: SRV and TXT.
 */
export function compareClaims(ours: readonly MdnsRecord[], theirs: readonly MdnsRecord[]): number {
  const [a, b] = [sorted(ours), sorted(theirs)];
  for (const [index, one] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = Buffer.compare(one, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const sorted = (records: readonly MdnsRecord[]): Buffer[] =>
  records.flatMap((record) => comparable(record) ?? []).sort(Buffer.compare);

/** The record's type and data as bytes, names uncompressed. (The class is the same for all.) */
function comparable(record: MdnsRecord): Buffer | undefined {
  const type = uint16(TYPES[record.type]);
  if (record.type === 'TXT')
    return Buffer.concat([type, ...record.data.flatMap((text) => [Buffer.of(text.length), text])]);
  if (record.type !== 'SRV') return undefined;
  const labels = record.data.target.split('.').map((label) => Buffer.from(label));
  const name = labels.flatMap((label) => [Buffer.of(label.length), label]);
  // Priority and weight come first; nobody here uses them.
  return Buffer.concat([type, uint16(0), uint16(0), uint16(record.data.port), ...name, Buffer.of(0)]);
}

const uint16 = (value: number): Buffer => Buffer.of(value >> 8, value & 0xff);
