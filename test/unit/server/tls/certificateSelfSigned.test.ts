import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TlsPair } from '../../../../main/server/tls/certificate';
import { type SelfSignedOptions, selfSignedPair } from '../../../../main/server/tls/selfSigned';
import { fingerprintIn, make, openssl } from '../../../helpers/openssl';
import { expect, test } from '../../../helpers/relayFixture';

// What is in the certificate that the relay makes for itself, and when it makes a new one.

const DAY_MS = 86_400_000;
const NOW = new Date('2030-05-05T12:00:00Z');
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

async function pairIn(directory: string, more: Partial<SelfSignedOptions> = {}): Promise<TlsPair> {
  const pair = await selfSignedPair({ directory, hosts: [], now: NOW, ...more });
  if (!pair.ok) throw new Error(JSON.stringify(pair.error));
  return pair.value;
}

test.describe('the certificate', () => {
  test('is what openssl takes for one of a TLS server, P-256, of 825 days', async ({ folder }) => {
    const hosts = ['laptop', 'Laptop.local', '192.168.1.5'];
    const pair = await pairIn(folder, { hosts, passingHosts: ['2001:db8::5'] });
    const text = await make('x509', '-in', join(folder, 'tls-certificate.pem'), '-noout', '-text');
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature\n/);
    expect(text).toMatch(/Extended Key Usage: \s+TLS Web Server Authentication\n/);
    expect(text).toContain('Signature Algorithm: ecdsa-with-SHA256');
    expect(text).toContain('NIST CURVE: P-256');
    expect(text).toMatch(/Not Before: May {2}4 12:00:00 2030 GMT/);
    const [, names = ''] = /Subject Alternative Name: \s+(.*)/.exec(text) ?? [];
    expect(names.split(', ').sort()).toEqual(
      [
        ...['DNS:localhost', 'DNS:laptop', 'DNS:laptop.local', 'IP Address:127.0.0.1'],
        ...['IP Address:192.168.1.5', 'IP Address:0:0:0:0:0:0:0:1', 'IP Address:2001:DB8:0:0:0:0:0:5'],
      ].sort(),
    );
    expect(pair.names).toEqual([...LOOPBACK, 'laptop', 'laptop.local', '192.168.1.5', '2001:db8::5']);

    const { validFrom, validTo } = new X509Certificate(pair.certificate);
    const days = (new Date(validTo).getTime() - new Date(validFrom).getTime()) / DAY_MS;
    expect(days).toBeGreaterThan(824.9);
    expect(days).toBeLessThan(825);
    expect(pair.validUntil).toEqual(new Date(validTo));
  });

  test('is verified by openssl against itself, for its hosts and no others', async ({ folder }) => {
    const file = join(folder, 'tls-certificate.pem');
    // openssl verifies by the computer's clock.
    await pairIn(folder, {
      hosts: ['laptop', '192.168.1.5'],
      passingHosts: ['2001:db8::5'],
      now: new Date(),
    });
    const verify = (...args: string[]) =>
      openssl('verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', file, ...args, file);
    for (const name of ['localhost', 'laptop', 'LAPTOP'])
      expect(await verify('-verify_hostname', name)).toMatchObject({ code: 0 });
    for (const ip of ['127.0.0.1', '::1', '192.168.1.5', '2001:db8::5'])
      expect(await verify('-verify_ip', ip)).toMatchObject({ code: 0 });
    expect((await verify('-verify_hostname', 'other')).text).toContain('hostname mismatch');
    expect((await verify('-verify_ip', '192.168.1.6')).text).toContain('IP address mismatch');
  });

  test('has the fingerprint that openssl finds, and a key that openssl finds right', async ({ folder }) => {
    const pair = await pairIn(folder);
    expect(pair.fingerprint).toBe(await fingerprintIn(join(folder, 'tls-certificate.pem')));
    expect(await make('pkey', '-in', join(folder, 'tls-key.pem'), '-check', '-noout')).toContain('valid');
    expect(pair.key).toBe(await readFile(join(folder, 'tls-key.pem'), 'utf8'));
    expect(pair.certificate.trim()).toBe(
      (await readFile(join(folder, 'tls-certificate.pem'), 'utf8')).trim(),
    );
  });

  test('has another serial number each time', async ({ folder }) => {
    const serials = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const { certificate } = await pairIn(folder, { hosts: [`host-${i}`] });
      serials.add(new X509Certificate(certificate).serialNumber);
    }
    expect(serials.size).toBe(20);
  });

  test('leaves out what no certificate can hold', async ({ folder }) => {
    const options = { hosts: ['my pc', 'a,DNS:evil', ''], passingHosts: ['fe80::1%eth0'] };
    const first = await pairIn(folder, options);
    expect(first.names).toEqual(LOOPBACK);
    expect((await pairIn(folder, options)).fingerprint).toBe(first.fingerprint);
  });
});

test.describe('it stays', () => {
  const SAME: readonly [string, Partial<SelfSignedOptions>][] = [
    ['when nothing has changed', {}],
    ['when a host is written in another way', { hosts: ['LAPTOP.', '10.0.0.5', 'fd00:0:0::1'] }],
    ['when fewer hosts are wanted', { hosts: ['10.0.0.5'] }],
    ['when passing addresses have changed', { passingHosts: ['2001:db8::6'] }],
    ['a year later', { now: later(365) }],
    ['31 days before its end', { now: later(824 - 31) }],
  ];
  for (const [name, more] of SAME) {
    test(name, async ({ folder }) => {
      const options = { hosts: ['laptop', '10.0.0.5', 'fd00::1'], passingHosts: ['2001:db8::5'] };
      const first = await pairIn(folder, options);
      expect(await pairIn(folder, { ...options, ...more })).toEqual(first);
    });
  }
});

test.describe('it is issued anew, with the same key,', () => {
  const OTHER: readonly [string, Partial<SelfSignedOptions>][] = [
    ['when an address is missing', { hosts: ['10.0.0.6'] }],
    ['when an IPv6 address is missing that was chosen by hand', { hosts: ['fd00::2'] }],
    ['when a name is missing', { hosts: ['laptop', 'desktop'] }],
    ['30 days before its end', { now: later(824 - 29.9) }],
    ['after its end', { now: later(5_000) }],
    ['when its time has not come: the clock was wrong', { now: later(-2) }],
  ];
  for (const [name, more] of OTHER) {
    test(name, async ({ folder }) => {
      const first = await pairIn(folder, { hosts: ['laptop'] });
      const options = { hosts: ['laptop'], ...more };
      const second = await pairIn(folder, options);
      expect(second.key).toBe(first.key);
      expect(second.fingerprint).not.toBe(first.fingerprint);
      expect(second.names).toEqual(expect.arrayContaining([...options.hosts]));
      const now = options.now ?? NOW;
      expect(Math.round((second.validUntil.getTime() - now.getTime()) / DAY_MS)).toBe(824);
      expect(await pairIn(folder, options)).toEqual(second);
    });
  }

  const DAMAGES: readonly [string, (text: string) => string][] = [
    ['empty', () => ''],
    ['cut', (text) => text.slice(0, 200)],
    ['something else', () => 'hello\n'],
  ];
  for (const [name, damage] of DAMAGES) {
    test(`when its file is ${name}`, async ({ folder }) => {
      const first = await pairIn(folder);
      await writeFile(join(folder, 'tls-certificate.pem'), damage(first.certificate));
      const second = await pairIn(folder);
      expect(second.key).toBe(first.key);
      expect(second.names).toEqual(first.names);
    });
  }

  test('when it is of another key', async ({ folder }) => {
    const [here, there] = [join(folder, 'here'), join(folder, 'there')];
    const [first, other] = [await pairIn(here), await pairIn(there)];
    await writeFile(join(here, 'tls-certificate.pem'), other.certificate);
    const second = await pairIn(here);
    expect(second.key).toBe(first.key);
    expect(new X509Certificate(second.certificate).publicKey).toEqual(
      new X509Certificate(first.certificate).publicKey,
    );
  });

  test('keeping the addresses of earlier networks, so that going back changes nothing', async ({
    folder,
  }) => {
    await pairIn(folder, { hosts: ['laptop', '192.168.1.5'], passingHosts: ['2001:db8::5'] });
    const away = await pairIn(folder, { hosts: ['laptop', '10.0.0.5'] });
    expect(away.names).toEqual([...LOOPBACK, 'laptop', '10.0.0.5', '192.168.1.5']);
    expect(await pairIn(folder, { hosts: ['laptop', '192.168.1.5'] })).toEqual(away);
  });

  test('without ever growing beyond a bound, and with all that is wanted', async ({ folder }) => {
    for (let i = 0; i < 30; i++) await pairIn(folder, { hosts: [`10.0.0.${i}`] });
    const many = Array.from({ length: 40 }, (_, i) => `10.0.1.${i}`);
    const { names } = await pairIn(folder, { hosts: many });
    expect(names).toEqual(expect.arrayContaining([...LOOPBACK, ...many, '10.0.0.29']));
    expect(names).toHaveLength(LOOPBACK.length + many.length + 16);
  });

  test('without old addresses, when it was to end anyway', async ({ folder }) => {
    await pairIn(folder, { hosts: ['192.168.1.5'] });
    const { names } = await pairIn(folder, { hosts: ['10.0.0.5'], now: later(810) });
    expect(names).toEqual([...LOOPBACK, '10.0.0.5']);
  });
});
