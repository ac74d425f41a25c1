import type { IncomingMessage } from 'node:http';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { relayAddress } from '../../../main/web/pages/relayAddress';

const asked = (host: string | undefined) => ({ headers: { host } }) as IncomingMessage;
const reached = { publicUrl: undefined, tls: false, pathPrefix: '' };

test('is what the operator says, or where the visitor came', () => {
  const publicUrl = new URL('https://relay.example.org/buckets/');
  expect(relayAddress({ ...reached, publicUrl }, asked('evil.example'))).toBe(
    'https://relay.example.org/buckets/v1/relay',
  );
  expect(relayAddress(reached, asked('192.168.1.24:9001'))).toBe('http://192.168.1.24:9001/v1/relay');
  expect(relayAddress({ ...reached, tls: true, pathPrefix: '/b' }, asked('[fd4c::24]:9001'))).toBe(
    'https://[fd4c::24]:9001/b/v1/relay',
  );
  expect(relayAddress(reached, asked(undefined))).toBe('http://localhost/v1/relay');
});

test('whatever a visitor says of the host, it is an address of a relay', () => {
  const hosts = fc.oneof(fc.string(), fc.webAuthority({ withUserInfo: true, withPort: true }), fc.ipV6());
  fc.assert(
    fc.property(hosts, (host) => {
      const url = new URL(relayAddress(reached, asked(host)));
      expect([url.protocol, url.pathname, url.username, url.search]).toEqual(['http:', '/v1/relay', '', '']);
    }),
  );
});
