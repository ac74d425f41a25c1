import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { completeAddress, relayUrl, stripCredentials, versionsPath } from '../../../main/protocol/relayUrl';

const completed = (typed: string) => completeAddress(typed)?.href;

const TYPED: readonly [string, string | undefined][] = [
  ['http://192.168.1.24:9001/v1/relay', 'http://192.168.1.24:9001/v1/relay'],
  ['http://192.168.1.24:9001', 'http://192.168.1.24:9001/v1/relay'],
  ['http://192.168.1.24:9001/', 'http://192.168.1.24:9001/v1/relay'],
  ['http://192.168.1.24:9001/v1', 'http://192.168.1.24:9001/v1/relay'],
  ['http://192.168.1.24:9001/v1/', 'http://192.168.1.24:9001/v1/relay'],
  ['http://192.168.1.24:9001/v1/relay/', 'http://192.168.1.24:9001/v1/relay'],
  ['http://192.168.1.24:9001/versions', 'http://192.168.1.24:9001/v1/relay'],
  ['192.168.1.24:9001', 'http://192.168.1.24:9001/v1/relay'],
  ['  study-mac.local:9001 ', 'http://study-mac.local:9001/v1/relay'],
  ['localhost:9001/v1/relay', 'http://localhost:9001/v1/relay'],
  ['[fd00::24]:9001', 'http://[fd00::24]:9001/v1/relay'],
  ['[::]:9001', 'http://[::]:9001/v1/relay'],
  ['ws://host:9001', 'http://host:9001/v1/relay'],
  ['WSS://Host/', 'https://host/v1/relay'],
  ['https://host/relay', 'https://host/relay/v1/relay'],
  ['https://host/relay/', 'https://host/relay/v1/relay'],
  ['https://host/a/b/v1/relay?x=1#y', 'https://host/a/b/v1/relay'],
  ['https://me:hunter2@host', 'https://host/v1/relay'],
  ['ftp://host/v1/relay', undefined],
  ['http:/host:9001', 'http://host:9001/v1/relay'],
  ['http:host:9001', 'http://host:9001/v1/relay'],
  ['http:\\\\me:hunter2@host:9001', 'http://host:9001/v1/relay'],
  ['.', undefined],
  ['..:', undefined],
  ['', undefined],
  ['relay', undefined],
  ['relay/v1/relay', undefined],
  ['http://', undefined],
  ['not an address', undefined],
];

for (const [typed, address] of TYPED) {
  test(`"${typed}" means ${address ?? 'nothing'}`, () => {
    expect(completed(typed)).toBe(address);
  });
}

test('what is whole stays as it is, whatever was typed', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string()), (typed) => {
      const once = completed(typed);
      if (once === undefined) return;
      expect(once).toMatch(/^https?:\/\/[^/]+(\/.*)?\/v1\/relay$/);
      expect(completed(once)).toBe(once);
    }),
  );
});

test('addresses that the relay tells are whole', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.ipV4(), fc.ipV6()),
      fc.integer({ min: 1, max: 65_535 }),
      fc.boolean(),
      (host, port, tls) => {
        const url = new URL(relayUrl(host, port, tls));
        expect(completed(url.href)).toBe(url.href);
      },
    ),
  );
});

test('what stands before the host is left out, wherever that is', () => {
  for (const typed of [
    'u:SeCrEt@host:1',
    'http://u:SeCrEt@host:1',
    'http://u:x@SeCrEt@host:1',
    'http://u:x/SeCrEt@host:1',
    'http:u:SeCrEt@host:1',
    'http:/u:SeCrEt@host:1',
    'http:\\\\u:SeCrEt@host:1',
  ]) {
    expect(stripCredentials(typed), typed).toMatch(/^(http:\/\/)?host:1$/);
    expect(completed(typed) ?? '', typed).not.toContain('SeCrEt');
  }
  expect(stripCredentials('http://host:1/v1/relay')).toBe('http://host:1/v1/relay');
});

test('the versions are told beside it, behind the same prefix', () => {
  expect(versionsPath(new URL('http://h:9001/v1/relay'))).toBe('/versions');
  expect(versionsPath(new URL('https://h/relay/v1/relay'))).toBe('/relay/versions');
});
