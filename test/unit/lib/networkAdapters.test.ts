import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from '@playwright/test';
import { advertisingAdapters, browsingAdapters, lanAddresses } from '../../../main/lib/networkAdapters';

const ipv4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  internal,
  family: 'IPv4',
  netmask: '255.255.255.0',
  mac: '02:00:00:00:00:01',
  cidr: `${address}/24`,
});

const ipv6 = (address: string): NetworkInterfaceInfo => ({
  address,
  internal: false,
  family: 'IPv6',
  netmask: 'ffff:ffff:ffff:ffff::',
  mac: '02:00:00:00:00:01',
  cidr: `${address}/64`,
  scopeid: 0,
});

test('the address that a home router gives comes first, IPv6 last', () => {
  const hosts = lanAddresses({
    wlan0: [ipv6('fd4c:9a2e::24'), ipv4('192.168.1.24')],
    eth0: [ipv4('10.0.0.5')],
    eth1: [ipv4('172.20.0.9'), ipv4('203.0.113.7')],
  });
  expect(hosts).toEqual(['192.168.1.24', '10.0.0.5', '172.20.0.9', '203.0.113.7', 'fd4c:9a2e::24']);
});

test('loopback, link-local and self-assigned addresses lead nowhere and are left out', () => {
  const hosts = lanAddresses({
    lo: [ipv4('127.0.0.1', true)],
    eth0: [ipv6('fe80::1'), ipv6('FEBF::1'), ipv4('169.254.3.4')],
    gone: undefined,
  });
  expect(hosts).toEqual([]);
});

test('adapters of containers, virtual machines and VPNs are left out', () => {
  const hosts = lanAddresses({
    docker0: [ipv4('172.17.0.1')],
    'br-3f2a': [ipv4('172.18.0.1')],
    veth12: [ipv4('192.168.99.1')],
    'vEthernet (WSL)': [ipv4('172.29.0.1')],
    vboxnet0: [ipv4('192.168.56.1')],
    utun3: [ipv4('10.8.0.2')],
    wg0: [ipv4('10.9.0.2')],
    tailscale0: [ipv4('100.100.1.2')],
    en0: [ipv4('192.168.1.24')],
  });
  expect(hosts).toEqual(['192.168.1.24']);
});

const HOME = {
  lo: [ipv4('127.0.0.1', true)],
  eth0: [ipv6('fe80::1'), ipv6('fd4c::5'), ipv4('10.0.0.5'), ipv4('192.168.1.5')],
  wlan0: [ipv4('192.168.2.5')],
  docker0: [ipv4('172.17.0.1')],
  wg0: [ipv4('10.8.0.2')],
  eth1: [ipv4('169.254.9.9')],
  eth2: [ipv6('fd4d::5')],
};

test('a relay that listens everywhere is advertised on the adapters of the home network', () => {
  expect(advertisingAdapters(HOME, '0.0.0.0')).toEqual([
    { name: 'eth0', interfaceAddress: '192.168.1.5', addresses: ['192.168.1.5', '10.0.0.5'] },
    { name: 'wlan0', interfaceAddress: '192.168.2.5', addresses: ['192.168.2.5'] },
  ]);
  expect(advertisingAdapters(HOME, '::')).toEqual([
    { name: 'eth0', interfaceAddress: '192.168.1.5', addresses: ['192.168.1.5', '10.0.0.5', 'fd4c::5'] },
    { name: 'wlan0', interfaceAddress: '192.168.2.5', addresses: ['192.168.2.5'] },
  ]);
});

test('a relay that listens on one address is advertised there alone, whichever it is', () => {
  expect(advertisingAdapters(HOME, '127.0.0.1')).toEqual([
    { name: 'lo', interfaceAddress: '127.0.0.1', addresses: ['127.0.0.1'] },
  ]);
  expect(advertisingAdapters(HOME, '10.8.0.2')).toEqual([
    { name: 'wg0', interfaceAddress: '10.8.0.2', addresses: ['10.8.0.2'] },
  ]);
  expect(advertisingAdapters(HOME, 'fd4c::5')).toEqual([
    { name: 'eth0', interfaceAddress: '10.0.0.5', addresses: ['fd4c::5'] },
  ]);
  expect(advertisingAdapters(HOME, '192.168.1.99')).toEqual([]);
});

test('relays are looked for in the home network and on this computer', () => {
  expect(browsingAdapters(HOME).map(({ name }) => name)).toEqual(['eth0', 'wlan0', 'lo']);
});
