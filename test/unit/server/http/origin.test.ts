import type { IncomingMessage } from 'node:http';
import { expect, test } from '@playwright/test';
import { isCrossOrigin } from '../../../../main/server/http/origin';

const asked = (origin: string | undefined, host: string | undefined): boolean =>
  isCrossOrigin({ headers: { origin, host } } as unknown as IncomingMessage);

test('a device sends no Origin, whatever it takes the host to be', () => {
  for (const host of ['192.0.2.1:9001', 'relay.example', 'anything', undefined])
    expect(asked(undefined, host)).toBe(false);
});

const OWN: readonly [string, string][] = [
  ['http://192.168.1.20:9001', '192.168.1.20:9001'],
  ['https://192.168.1.20:9001', '192.168.1.20:9001'],
  ['http://127.0.0.1:9001', '127.0.0.1:9001'],
  ['http://[::1]:9001', '[::1]:9001'],
  ['http://[fd00::1]:9001', '[FD00::1]:9001'],
  ['http://192.168.1.20', '192.168.1.20'],
  ['https://192.168.1.20', '192.168.1.20'],
  ['http://localhost:9001', 'localhost:9001'],
  ['http://livingroom.local:9001', 'livingroom.local:9001'],
  ['http://livingroom.local:9001', 'LivingRoom.local:9001'],
];
for (const [origin, host] of OWN)
  test(`the relay’s own page: ${origin} at ${host}`, () => expect(asked(origin, host)).toBe(false));

const FOREIGN: readonly [string, string | undefined][] = [
  // Another page altogether.
  ['https://evil.example', '192.168.1.20:9001'],
  ['http://192.168.1.21:9001', '192.168.1.20:9001'],
  ['http://[::2]:9001', '[::1]:9001'],
  // The same computer, and another server on it.
  ['http://192.168.1.20:8080', '192.168.1.20:9001'],
  ['http://192.168.1.20', '192.168.1.20:9001'],
  ['http://localhost:3000', 'localhost:9001'],
  // DNS rebinding: a foreign page’s name that leads here.
  ['http://evil.example:9001', 'evil.example:9001'],
  ['https://relay.example', 'relay.example'],
  // Names that only look like an address or a local name.
  ['http://192.168.1.20.evil.example:9001', '192.168.1.20.evil.example:9001'],
  ['http://localhost.evil.example:9001', 'localhost.evil.example:9001'],
  ['http://evillocalhost:9001', 'evillocalhost:9001'],
  ['http://evil.local.example:9001', 'evil.local.example:9001'],
  ['http://evillocal:9001', 'evillocal:9001'],
  // Pages without an address of their own: a file, a sandbox, a data: page.
  ['null', '192.168.1.20:9001'],
  ['null', 'null'],
  ['', '192.168.1.20:9001'],
  ['file://', '192.168.1.20:9001'],
  ['file://192.168.1.20', '192.168.1.20'],
  ['chrome-extension://abcdefgh', '192.168.1.20:9001'],
  ['ws://192.168.1.20:9001', '192.168.1.20:9001'],
  // No origin at all, and more than one.
  ['192.168.1.20:9001', '192.168.1.20:9001'],
  ['http://192.168.1.20:9001, https://evil.example', '192.168.1.20:9001'],
  ['http://192.168.1.20:9001', undefined],
  ['http://evil.example@192.168.1.20:9001', 'evil.example@192.168.1.20:9001'],
];
for (const [origin, host] of FOREIGN)
  test(`a foreign page: ${JSON.stringify(origin)} at ${host}`, () => expect(asked(origin, host)).toBe(true));
