import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { addressGroup, isLoopback } from '../../../../main/server/network/address';
import { parseTrustedProxies } from '../../../../main/server/network/trustedProxies';

function trusted(text: string) {
  const proxies = parseTrustedProxies(text);
  if (!proxies.ok) throw new Error(`not understood: ${proxies.error}`);
  return proxies.value;
}

const xff = (text: string, header: string, peer = '10.0.0.1') =>
  trusted(text).clientOf(peer, { 'x-forwarded-for': header });

const rfc7239 = (header: string) =>
  trusted('10.0.0.0/8,fd00::/8,forwarded').clientOf('10.0.0.1', { forwarded: header });

test('addresses and networks of both kinds, and this computer', () => {
  const proxies = trusted('192.0.2.7, 10.0.0.0/8,fd00::/8 ,loopback');
  for (const address of ['192.0.2.7', '10.1.2.3', 'fd12::1', '127.0.0.9', '::1', '::ffff:10.0.0.1'])
    expect(proxies.has(address), address).toBe(true);
  for (const address of ['192.0.2.8', '11.0.0.1', 'fe80::1%eth0', 'unknown', ''])
    expect(proxies.has(address), address).toBe(false);
});

test('what is no address is named', () => {
  for (const wrong of [
    'localhost',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.0/',
    '1.2.3',
    '/8',
    '[::1]',
    '1.2.3.4:5',
  ])
    expect(parseTrustedProxies(`10.0.0.1,${wrong}`)).toEqual({ ok: false, error: wrong });
  expect(parseTrustedProxies('')).toEqual({ ok: false, error: '' });
  expect(parseTrustedProxies('forwarded')).toEqual({ ok: false, error: 'forwarded' });
  expect(parseTrustedProxies('::ffff:10.0.0.0/8').ok).toBe(false);
});

test('the first from the right that is no proxy is the client', () => {
  expect(xff('10.0.0.0/8', '203.0.113.5')).toBe('203.0.113.5');
  expect(xff('10.0.0.0/8', '198.51.100.1, 203.0.113.5, 10.0.0.3')).toBe('203.0.113.5');
  expect(xff('10.0.0.0/8', '198.51.100.1, 203.0.113.5:4711,[::ffff:10.0.0.3]:80')).toBe('203.0.113.5');
  expect(xff('10.0.0.0/8', '[2001:DB8:0::1]:443')).toBe('2001:db8::1');
  expect(xff('10.0.0.0/8', '::ffff:203.0.113.5')).toBe('203.0.113.5');
});

test('what is no address ends it', () => {
  expect(xff('10.0.0.0/8', '203.0.113.5, unknown, 10.0.0.3')).toBe('10.0.0.3');
  expect(xff('10.0.0.0/8', '203.0.113.5, ')).toBe('10.0.0.1');
  expect(trusted('10.0.0.0/8').clientOf('10.0.0.1', {})).toBe('10.0.0.1');
});

test('Forwarded is read where it is what the proxies write, and the other header is not', () => {
  expect(rfc7239('for=198.51.100.1, For="[2001:db8::1]:443";proto=https;host="a,b;for=1.1.1.1"')).toBe(
    '2001:db8::1',
  );
  expect(rfc7239('for=203.0.113.5;by=10.0.0.1,for=10.0.0.2')).toBe('203.0.113.5');
  expect(rfc7239('for=203.0.113.5, for=_hidden')).toBe('10.0.0.1');
  expect(rfc7239('for=203.0.113.5;for=203.0.113.6')).toBe('10.0.0.1');
  const both = { forwarded: 'for=203.0.113.5', 'x-forwarded-for': '203.0.113.6' };
  expect(trusted('10.0.0.1').clientOf('10.0.0.1', both)).toBe('203.0.113.6');
  expect(trusted('10.0.0.1,forwarded').clientOf('10.0.0.1', both)).toBe('203.0.113.5');
});

test('who comes through a proxy is never taken for this computer', () => {
  for (const header of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '[::1]:1', '0:0:0:0:0:0:0:1', '']) {
    for (const peer of ['127.0.0.1', '::1']) {
      const client = xff('loopback', header, peer);
      expect(isLoopback(client), `${header} by ${peer}`).toBe(false);
      expect(addressGroup(client)).toMatch(/^forwarded /);
    }
  }
});

const separators = fc.constantFrom(',', ';', '"', '\\', ' ', '=', 'for=', '10.0.0.1', '[', ']', '127.0.0.1');
const anything = fc
  .array(fc.oneof(separators, fc.string()), { maxLength: 12 })
  .map((parts) => parts.join(''));

test('no client chooses what address is seen, whatever header it sends', () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6()).filter((one) => !trusted('10.0.0.0/8').has(one));
  fc.assert(
    fc.property(anything, anything, address, (sent, other, client) => {
      const appended = `${sent}, ${client}`;
      const seen = trusted('10.0.0.0/8').clientOf('10.0.0.1', {
        'x-forwarded-for': appended,
        forwarded: other,
      });
      expect(seen).toBe(xff('10.0.0.0/8', client));
      const quoted = client.includes(':') ? `"[${client}]"` : client;
      const seenToo = trusted('10.0.0.0/8,forwarded').clientOf('10.0.0.1', {
        'x-forwarded-for': other,
        forwarded: `${sent}, for=${quoted};proto=https`,
      });
      expect(seenToo).toBe(seen);
    }),
  );
});
