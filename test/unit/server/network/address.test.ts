import { expect, test } from '@playwright/test';
import { addressGroup, isLoopback, plainAddress } from '../../../../main/server/network/address';

test('an IPv4 address that came in over IPv6 is written as the one it is', () => {
  expect(plainAddress('::ffff:192.0.2.7')).toBe('192.0.2.7');
  expect(plainAddress('192.0.2.7')).toBe('192.0.2.7');
  expect(plainAddress('2001:db8::1')).toBe('2001:db8::1');
  // Not the form of an IPv4 address, though it begins like one.
  expect(plainAddress('::ffff:abcd')).toBe('::ffff:abcd');
});

test('a socket that has lost its address has one name for all', () => {
  expect(plainAddress(undefined)).toBe('unknown');
  expect(isLoopback('unknown')).toBe(false);
  expect(addressGroup('unknown')).toBe('unknown');
});

test('this computer is 127.0.0.0/8 and ::1, and nothing that looks like it', () => {
  for (const address of ['127.0.0.1', '127.255.255.254', '::1', plainAddress('::ffff:127.0.0.1')])
    expect(isLoopback(address), address).toBe(true);
  for (const address of ['128.0.0.1', '12.7.0.1', '1.127.0.0', '::', '::2', '::1:1', '2001:db8::1', ''])
    expect(isLoopback(address), address).toBe(false);
});

test.describe('a neighbourhood', () => {
  test('of IPv4 is the one address', () => {
    expect(addressGroup('192.0.2.7')).not.toBe(addressGroup('192.0.2.8'));
    expect(addressGroup('192.0.2.7')).toBe(addressGroup(plainAddress('::ffff:192.0.2.7')));
  });

  // Each row is one network, in the forms in which a system writes its addresses.
  const NETWORKS: readonly (readonly string[])[] = [
    ['2001:db8:1:2::', '2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2:ffff:ffff:ffff:ffff'],
    ['2001:db8:1:3::1', '2001:db8:1:3:a:b:c:d'],
    ['2001:db8::1', '2001:db8::1:2:3:4', '2001:db8:0:0:1::', '2001:db8::'],
    ['2001:db8:0:1::1', '2001:db8:0:1:1:1:1:1'],
    ['fe80::1', 'fe80::1%eth0', 'fe80::aaaa:bbbb:cccc:dddd%2'],
    ['1::', '1::1'],
    ['::2', '::1:0:0:0', '::'],
    ['0:0:0:1::', '::1:0:0:0:0', '::1:2:3:4:5'],
  ];
  for (const [index, network] of NETWORKS.entries()) {
    test(`of IPv6 is the /64: ${network[0]}`, () => {
      expect(new Set(network.map(addressGroup)).size).toBe(1);
      for (const [other, foreign] of NETWORKS.entries())
        if (other !== index) expect(addressGroup(foreign[0] ?? '')).not.toBe(addressGroup(network[0] ?? ''));
    });
  }
});
