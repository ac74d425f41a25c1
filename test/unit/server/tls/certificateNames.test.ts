import { expect, test } from '@playwright/test';
import { configDirectory } from '../../../../main/commands/configDirectory';
import { fingerprintLines, parseFingerprint } from '../../../../main/lib/fingerprint';
import { canonicalHost, ownHosts } from '../../../../main/server/tls/certificateNames';

// What a certificate is for and where it is kept, and the forms of its fingerprint.

test.describe('canonicalHost', () => {
  const SAME: readonly [string, string][] = [
    ['localhost', 'localhost'],
    ['LAPTOP.Local', 'laptop.local'],
    ['laptop.local.', 'laptop.local'],
    ['my_pc', 'my_pc'],
    ['Jörgs-Mac.local', 'xn--jrgs-mac-n4a.local'],
    ['192.168.1.5', '192.168.1.5'],
    ['FE80:0:0:0:0:0:ABCD:1', 'fe80::abcd:1'],
    ['::1', '::1'],
    ['::', '::'],
  ];
  for (const [host, canonical] of SAME) {
    test(`makes ${host} ${canonical}, and leaves it so`, () => {
      expect(canonicalHost(host)).toBe(canonical);
      expect(canonicalHost(canonical)).toBe(canonical);
    });
  }

  const IMPOSSIBLE = [
    '',
    '.',
    'a b',
    'a,DNS:b',
    'a"b',
    '-a',
    'a..b',
    'fe80::1%eth0',
    '1.2.3',
    'x'.repeat(64),
  ];
  for (const host of [...IMPOSSIBLE, `${'abc.'.repeat(64)}d`]) {
    test(`has none for ${JSON.stringify(host.slice(0, 80))}`, () => {
      expect(canonicalHost(host)).toBeUndefined();
    });
  }
});

test.describe('ownHosts', () => {
  test('are the name, its .local and the IPv4 addresses; IPv6 passes', () => {
    expect(ownHosts('laptop', ['192.168.1.5', '2001:db8::5', '10.0.0.5'])).toEqual({
      hosts: ['laptop', 'laptop.local', '192.168.1.5', '10.0.0.5'],
      passingHosts: ['2001:db8::5'],
    });
  });

  test('has each once, whatever form the name is in', () => {
    expect(ownHosts('laptop.local', []).hosts).toEqual(['laptop.local', 'laptop']);
    expect(ownHosts('laptop.home.example', []).hosts).toEqual([
      'laptop.home.example',
      'laptop',
      'laptop.local',
    ]);
  });

  test('leaves out a name that cannot be one', () => {
    expect(ownHosts('my pc', ['10.0.0.5']).hosts).toEqual(['10.0.0.5']);
    expect(ownHosts('', []).hosts).toEqual([]);
  });
});

test.describe('a fingerprint', () => {
  const HEX = '0123456789ABCDEF'.repeat(4);
  const FORMS = [
    HEX,
    HEX.toLowerCase(),
    HEX.replace(/..(?=.)/g, '$&:'),
    HEX.replace(/.{4}(?=.)/g, '$& '),
    ` ${HEX}\n`,
  ];
  for (const text of FORMS) {
    test(`is read from ${JSON.stringify(text)}`, () => expect(parseFingerprint(text)).toBe(HEX));
  }

  for (const text of [
    '',
    HEX.slice(1),
    `${HEX}0`,
    HEX.replace('F', 'G'),
    HEX.replace('0', '-'),
    `0x${HEX}`,
  ]) {
    test(`is not read from ${JSON.stringify(text)}`, () => expect(parseFingerprint(text)).toBeUndefined());
  }

  test('is shown as two lines of eight groups of four', () => {
    const fingerprint = parseFingerprint(HEX);
    if (fingerprint === undefined) throw new Error('not read');
    const line = '0123 4567 89AB CDEF 0123 4567 89AB CDEF';
    expect(fingerprintLines(fingerprint)).toEqual([line, line]);
  });
});

test.describe('the folder for settings', () => {
  test.skip(process.platform === 'win32', 'paths are joined by the rules of the computer that runs this');

  const CASES: readonly [NodeJS.Platform, NodeJS.ProcessEnv, string][] = [
    ['linux', {}, '/home/me/.config/buckets-relay'],
    ['linux', { XDG_CONFIG_HOME: '/conf' }, '/conf/buckets-relay'],
    ['linux', { XDG_CONFIG_HOME: '' }, '/home/me/.config/buckets-relay'],
    ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/me/.config/buckets-relay'],
    ['freebsd', {}, '/home/me/.config/buckets-relay'],
    [
      'darwin',
      { XDG_CONFIG_HOME: '/conf', APPDATA: '/x' },
      '/home/me/Library/Application Support/buckets-relay',
    ],
    ['win32', { APPDATA: '/roaming' }, '/roaming/buckets-relay'],
    ['win32', {}, '/home/me/AppData/Roaming/buckets-relay'],
  ];
  for (const [platform, env, path] of CASES) {
    test(`is ${path} on ${platform} with ${JSON.stringify(env)}`, () => {
      expect(configDirectory(platform, env, '/home/me')).toBe(path);
    });
  }
});
