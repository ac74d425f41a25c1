import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { readData, readEnvelope, writeData, writeEnvelope } from '../../../main/cluster/envelope';
import {
  readAboutAccount,
  readAboutDevice,
  readAlive,
  readControl,
  writeJson,
} from '../../../main/cluster/messages';
import type { NodeId } from '../../../main/cluster/nodeId';
import { deviceKeys } from '../../helpers/arbitraries';

// What nodes say to each other comes out as it went in, and whatever else comes is nothing, and never a trouble.

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const number = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const envelopes = fc.record({
  kind: fc.constantFrom('hello' as const, 'ping' as const, 'control' as const, 'data' as const),
  from: hex(16).map((id) => id as NodeId),
  session: number,
  echo: number,
  number,
});
const linkData = fc.record({ link: number, dataBytes: number, messages: number, messageBytes: number });
const bodies = fc.uint8Array({ maxLength: 300 });

const device = fc.record({ key: deviceKeys, stamp: fc.maxSafeNat() });
const account = hex(32);
const controls = fc.oneof(
  fc.record({ kind: fc.constant('ask'), account, from: device, to: deviceKeys }),
  fc.record({ kind: fc.constant('offer'), link: number, from: device, to: device }),
  fc.record({ kind: fc.constantFrom('accept', 'refuse', 'unlink'), link: number }),
  fc.record({ kind: fc.constant('credit'), link: number, bytes: fc.integer({ min: 1, max: 2 ** 40 }) }),
  fc.record({ kind: fc.constant('arrived'), bytes: fc.integer({ min: 1, max: 2 ** 40 }) }),
  fc.record({ kind: fc.constant('who'), accounts: fc.array(account, { maxLength: 20 }) }),
  fc.record({
    kind: fc.constant('here'),
    account,
    devices: fc.array(device, { maxLength: 20 }),
    more: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('entered', 'exited'), account, device }),
  fc.record({ kind: fc.constant('leftAccount'), account }),
  fc.record({ kind: fc.constantFrom('bye', 'flush', 'flushed') }),
);

test('envelopes, with whatever is in them', () => {
  fc.assert(
    fc.property(envelopes, bodies, (envelope, body) => {
      const read = readEnvelope(writeEnvelope(envelope, body));
      expect(read?.envelope).toEqual(envelope);
      expect(read?.body.equals(body)).toBe(true);
    }),
  );
});

test('data, in however many pieces', () => {
  fc.assert(
    fc.property(envelopes, linkData, fc.array(bodies, { maxLength: 5 }), (envelope, data, pieces) => {
      const read = readEnvelope(writeData(envelope, data, pieces));
      expect(read?.envelope).toEqual(envelope);
      const inside = read && readData(read.body);
      expect(inside?.data).toEqual(data);
      expect(inside?.frames.equals(Buffer.concat(pieces))).toBe(true);
    }),
  );
});

test('what is said in words', () => {
  fc.assert(
    fc.property(controls, (control) => {
      expect(readControl(Buffer.from(JSON.stringify(control)))).toEqual(control);
    }),
  );
  fc.assert(
    fc.property(device, hex(16), account, (of, node, hash) => {
      const alive = { kind: 'alive', node, last: of.stamp, time: of.stamp };
      expect(readAlive(Buffer.from(JSON.stringify(alive)))).toEqual(alive);
      for (const about of [
        { kind: 'announce', node, device: of },
        { kind: 'ask', node, account: hash, from: of, to: of.key },
      ])
        expect(readAboutDevice(Buffer.from(JSON.stringify(about)))).toEqual(about);
      const who = { kind: 'who', node, account: hash };
      expect(readAboutAccount(Buffer.from(JSON.stringify(who)))).toEqual(who);
    }),
  );
  const control = readControl(Buffer.from('{"kind":"bye"}'));
  expect(control && readControl(writeJson(control))).toEqual({ kind: 'bye' });
});

test('any bytes are read as something, or as nothing', () => {
  const readers = [readAlive, readAboutDevice, readAboutAccount, readControl];
  const damaged = controls.chain((control) => {
    const bytes = Buffer.from(JSON.stringify(control));
    return fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) }).map(({ at, to }) => {
      bytes[at] = to;
      return Uint8Array.from(bytes);
    });
  });
  const json = fc.json().map((text) => Uint8Array.from(Buffer.from(text)));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), json, damaged), (bytes) => {
      for (const read of readers) read(bytes);
      const read = readEnvelope(bytes);
      if (read) readData(read.body);
    }),
    { numRuns: 2_000 },
  );
});

test('numbers that would do harm are nothing', () => {
  const said = (control: object) => readControl(Buffer.from(JSON.stringify(control)));
  for (const bytes of [0, -1, 1.5, '1', null]) {
    expect(said({ kind: 'credit', link: 1, bytes })).toBeUndefined();
    expect(said({ kind: 'arrived', bytes })).toBeUndefined();
  }
  for (const link of [-1, 2 ** 32, 0.5]) expect(said({ kind: 'unlink', link })).toBeUndefined();
});
