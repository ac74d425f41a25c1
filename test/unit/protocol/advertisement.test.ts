import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { fingerprintOf } from '../../../main/lib/fingerprint';
import { encodeTxt, parseTxt, type TxtRecord } from '../../../main/protocol/advertisement';
import { makeRelayId, parseRelayId } from '../../../main/protocol/relayId';

const ID = '00112233445566778899aabbccddeeff';
const FP = 'AB'.repeat(32);
const bytes = (...texts: string[]) => texts.map((text) => Buffer.from(text));
const parse = (...texts: string[]) => parseTxt(bytes(...texts));

const facts: fc.Arbitrary<TxtRecord> = fc
  .tuple(fc.constant(0).map(makeRelayId), fc.option(fc.uint8Array({ maxLength: 8 })))
  .map(([id, der]) => (der ? { id, fingerprint: fingerprintOf(der) } : { id }));

test('what is encoded is read again as it was', () => {
  fc.assert(
    fc.property(facts, (said) => {
      expect(parseTxt(encodeTxt(said))).toEqual({ ok: true, value: said });
    }),
  );
});

test('the record is as it is documented, and holds nothing else', () => {
  const id = parseRelayId(ID) ?? makeRelayId();
  const fingerprint = fingerprintOf(Buffer.from('certificate'));
  expect(encodeTxt({ id }).map(String)).toEqual(['v=1', 'path=/v1/relay', 'tls=0', `id=${ID}`]);
  expect(encodeTxt({ id, fingerprint }).map(String)).toEqual([
    'v=1',
    'path=/v1/relay',
    'tls=1',
    `id=${ID}`,
    `fp=${fingerprint}`,
  ]);
});

test('order, unknown keys, repetitions and the case of keys and digits do not matter', () => {
  const said = parse(
    'x',
    'TLS=1',
    `Id=${ID.toUpperCase()}`,
    `fp=${FP.toLowerCase()}`,
    'path=/v1/relay',
    'V=1',
    'v=2',
  );
  expect(said).toEqual({ ok: true, value: { id: ID, fingerprint: FP } });
});

test('a fingerprint without TLS means nothing', () => {
  expect(parse('v=1', 'path=/v1/relay', 'tls=0', `id=${ID}`, `fp=${FP}`)).toEqual({
    ok: true,
    value: { id: ID },
  });
});

const WRONG: readonly [string, string[]][] = [
  ['other version', []],
  ['other version', ['v', 'path=/v1/relay', 'tls=0', `id=${ID}`]],
  ['other version', ['v=2', 'v=1', 'path=/v1/relay', 'tls=0', `id=${ID}`]],
  ['other path', ['v=1', 'tls=0', `id=${ID}`]],
  ['other path', ['v=1', 'path=/v1/relay@elsewhere', 'tls=0', `id=${ID}`]],
  ['no id', ['v=1', 'path=/v1/relay', 'tls=0', `id=${ID}0`]],
  ['no id', ['v=1', 'path=/v1/relay', 'tls=0', `id=${ID.replace('0', 'g')}`]],
  ['no tls', ['v=1', 'path=/v1/relay', `id=${ID}`]],
  ['no tls', ['v=1', 'path=/v1/relay', 'tls=yes', `id=${ID}`]],
  ['no fingerprint', ['v=1', 'path=/v1/relay', 'tls=1', `id=${ID}`]],
  ['no fingerprint', ['v=1', 'path=/v1/relay', 'tls=1', `id=${ID}`, 'fp=00']],
];
for (const [reason, texts] of WRONG) {
  test(`${JSON.stringify(texts)} is refused: ${reason}`, () => {
    expect(parse(...texts)).toEqual({ ok: false, error: reason });
  });
}

test('a record of any length and content is read without a fault', () => {
  const strings = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 255 }),
      fc.string().map((text) => Buffer.from(text)),
    ),
  );
  fc.assert(fc.property(strings, (texts) => void parseTxt(texts)));
  const long = Array.from({ length: 10 }, () => Buffer.alloc(255, 'x'));
  expect(parseTxt([...bytes('v=1', 'path=/v1/relay', 'tls=0', `id=${ID}`), ...long])).toEqual({
    ok: false,
    error: 'too long',
  });
});

test('an identity is 128 bits of chance in 32 lower-case hex digits', () => {
  const made = new Set(Array.from({ length: 100 }, makeRelayId));
  expect(made.size).toBe(100);
  for (const id of made) {
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(parseRelayId(` ${id.toUpperCase()}\n`)).toBe(id);
  }
  for (const text of ['', ID.slice(1), `${ID}0`, `0x${ID.slice(2)}`])
    expect(parseRelayId(text)).toBeUndefined();
});
