import { createDecipheriv, scryptSync } from 'node:crypto';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { z } from 'zod';
import { parseRelayBackup, type RelayBackup } from '../../../../main/app/backup/relayBackup';
import { checkBackupFile, openBackup, sealBackup } from '../../../../main/app/backup/sealedBackup';
import { deviceNameSchema } from '../../../../main/app/devices/knownDevice';
import { nameSchema } from '../../../../main/app/settings/settings';
import { identityOf } from '../../../../main/protocol/identity';
import { makeRelayId, relayIdOf } from '../../../../main/protocol/relayId';
import { bytesOf, deviceKeys } from '../../../helpers/arbitraries';

/** As little work as a file may ask for: what is looked at here does not depend on it. */
const CHEAP = { n: 2 ** 14, r: 1, p: 1 };
const PASSPHRASE = 'correct horse battery';

const times = fc.integer({ min: 0, max: 8.64e15 });

/** Texts that come out of that schema as they went in. */
const fitting = (schema: z.ZodType<string>, maxLength: number) =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength }).filter((text) => {
    const parsed = schema.safeParse(text);
    return parsed.success && parsed.data === text;
  });

const devices = fc
  .array(
    fc.record(
      {
        key: deviceKeys,
        name: fitting(deviceNameSchema, 20),
        firstSeen: times,
        lastSeen: times,
        lastFrom: fc.ipV4(),
        blocked: fc.boolean(),
        letIn: fc.boolean(),
        turnedAway: fc.record({ at: times, from: fc.ipV6() }),
      },
      { requiredKeys: ['key', 'firstSeen', 'lastSeen', 'lastFrom', 'blocked', 'letIn'] },
    ),
    { maxLength: 5 },
  )
  .map((list) => new Map(list.map((device) => [device.key, device])));

const identities = fc.oneof(
  bytesOf(32).map((seed) => {
    const identity = identityOf(seed);
    if (!identity.ok) throw new Error(identity.error);
    return { id: relayIdOf(identity.value.publicKey), identity: identity.value };
  }),
  fc.constant({ id: makeRelayId(), identity: undefined }),
);

const backups: fc.Arbitrary<RelayBackup> = fc.record(
  {
    madeAt: times,
    account: fc.record({
      username: fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
        .filter((text) => !/:/.test(text)),
      password: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    }),
    identity: identities,
    devices,
    onlyKnown: fc.boolean(),
    name: fitting(nameSchema, 10),
    port: fc.integer({ min: 1, max: 65_535 }),
  },
  { requiredKeys: ['madeAt', 'account', 'devices', 'onlyKnown'] },
);

const sealed = async (backup: RelayBackup, passphrase = PASSPHRASE): Promise<string> => {
  const text = await sealBackup(backup, passphrase, CHEAP);
  if (!text.ok) throw new Error(text.error);
  return text.value;
};

const SMALL: RelayBackup = {
  madeAt: 1,
  account: { username: 'household', password: 'a password of theirs' },
  devices: new Map(),
  onlyKnown: false,
};

const DAMAGED = { ok: false, error: 'wrong passphrase or damaged' };

test('whatever a relay is, it comes out as it went in, and with no other passphrase', async () => {
  await fc.assert(
    fc.asyncProperty(backups, fc.string({ minLength: 1 }), async (backup, passphrase) => {
      const text = await sealed(backup, passphrase);
      expect(await openBackup(text, passphrase)).toEqual({ ok: true, value: backup });
      expect(await openBackup(text, `${passphrase}.`)).toEqual(DAMAGED);
    }),
    { numRuns: 40 },
  );
});

test('no two files are alike, and what is in them is not to be seen', async () => {
  const [one, other] = [await sealed(SMALL), await sealed(SMALL)];
  expect(one).not.toBe(other);
  for (const secret of ['household', 'a password of theirs', 'password'])
    for (const form of [secret, Buffer.from(secret).toString('base64').slice(0, -4)])
      expect(one).not.toContain(form);
});

test('a file with any byte changed is refused', async () => {
  const text = await sealed(SMALL);
  const places = [...text].map((_, i) => i).filter((i) => !/\s/.test(text[i] ?? ''));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), fc.integer({ min: 1, max: 255 }), async (place, change) => {
      const bytes = Buffer.from(text);
      bytes[place] = (bytes[place] ?? 0) ^ change;
      expect((await openBackup(bytes.toString('utf8'), PASSPHRASE)).ok).toBe(false);
    }),
    { numRuns: 400 },
  );
});

test('what mail does to a text does no harm', async () => {
  const text = await sealed(SMALL);
  for (const line of text.split('\n')) expect(line.length).toBeLessThan(90);
  expect(text).toMatch(/^[\x20-\x7e\n]+$/);
  const mailed = `\r\n${text.replaceAll('\n', '\r\n')}\r\n`;
  expect(await openBackup(mailed, PASSPHRASE)).toEqual({ ok: true, value: SMALL });
});

test('both forms of a letter with an accent are one passphrase', async () => {
  const text = await sealed(SMALL, 'f\u00fcnf T\u00fcren');
  expect((await openBackup(text, 'fu\u0308nf Tu\u0308ren')).ok).toBe(true);
});

test('a newer file, one that is none, and one that asks for too much are told apart, and none is tried', async () => {
  const file = z.looseObject({ scrypt: z.looseObject({}) }).parse(JSON.parse(await sealed(SMALL)));
  const open = (change: object) => openBackup(JSON.stringify({ ...file, ...change }), PASSPHRASE);
  expect(await open({ version: 2, scrypt: 'something else' })).toEqual({
    ok: false,
    error: 'from a newer version',
  });
  const none = { ok: false, error: 'not readable' };
  expect(await open({ format: 'another' })).toEqual(none);
  for (const text of ['', '[]', 'null', '{', '{"version":1}', ' '.repeat(9 * 1024 * 1024)])
    expect(await openBackup(text, PASSPHRASE)).toEqual(none);
  // Any of these would take gigabytes, hours or an exception of the library's.
  for (const cost of [
    { n: 2 ** 30 },
    { n: 2 ** 21, r: 8 },
    { r: 2 ** 20 },
    { p: 2 ** 20 },
    { n: 2 ** 17, r: 1 },
    { n: 3 * 2 ** 14 },
  ])
    expect(await open({ scrypt: { ...file.scrypt, ...cost } })).toEqual(DAMAGED);
});

test('what could not be read again is not written', async () => {
  const long = { ...SMALL, account: { username: 'x'.repeat(101), password: 'y' } };
  expect(await sealBackup(long, PASSPHRASE, CHEAP)).toEqual({ ok: false, error: 'not readable' });
});

test('what is inside is looked at, too: its version, and that key and identity belong together', () => {
  const stored = {
    version: 1,
    madeAt: 1,
    account: SMALL.account,
    devices: { version: 1, devices: [] },
    onlyKnown: false,
  };
  const key = Buffer.alloc(32, 7).toString('base64');
  expect(parseRelayBackup(stored)).toEqual({ ok: true, value: SMALL });
  expect(parseRelayBackup({ ...stored, version: 2 })).toEqual({ ok: false, error: 'from a newer version' });
  const newer = { ...stored, devices: { version: 2, devices: [] } };
  expect(parseRelayBackup(newer)).toEqual({ ok: false, error: 'from a newer version' });
  for (const wrong of [
    { identity: { id: makeRelayId(), key } },
    { identity: { id: 'x' } },
    { certificate: { certificate: 'x', key: 'y' } },
    { account: { username: 'a:b', password: 'c' } },
    { devices: [] },
    { port: 0 },
  ])
    expect(parseRelayBackup({ ...stored, ...wrong })).toEqual({ ok: false, error: 'not readable' });
});

test('the file can be read by what docs/backup.md says alone', async () => {
  const written = await sealBackup(SMALL, PASSPHRASE);
  if (!written.ok) throw new Error(written.error);
  const file = z
    .object({
      format: z.string(),
      version: z.number(),
      scrypt: z.object({ n: z.literal(131_072), r: z.literal(8), p: z.literal(1), salt: z.string() }),
      cipher: z.string(),
      nonce: z.string(),
      content: z.array(z.string()),
    })
    .parse(JSON.parse(written.value));
  const { n, r, p, salt } = file.scrypt;
  const cost = { N: n, r, p, maxmem: 2 ** 28 };
  const key = scryptSync(PASSPHRASE, Buffer.from(salt, 'base64'), 32, cost);
  const sealedBytes = Buffer.from(file.content.join(''), 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.nonce, 'base64'));
  decipher.setAAD(
    Buffer.from(`${file.format} ${file.version} scrypt ${n} ${r} ${p} ${salt} ${file.cipher} ${file.nonce}`),
  );
  decipher.setAuthTag(sealedBytes.subarray(-16));
  const text = decipher.update(sealedBytes.subarray(0, -16)).toString() + decipher.final().toString();
  expect(JSON.parse(text)).toMatchObject({ version: 1, account: SMALL.account });
});

test('what is none of our files is told before a passphrase is asked for', () => {
  for (const text of ['', '{}', 'no JSON', '{"format":"another","version":1}'])
    expect(checkBackupFile(text), text).toEqual({ ok: false, error: 'not readable' });
  const later = JSON.stringify({ format: 'buckets-relay-backup', version: 2 });
  expect(checkBackupFile(later)).toEqual({ ok: false, error: 'from a newer version' });
  expect(checkBackupFile(later.replace('2', '1')).ok).toBe(true);
});
