import { spawn } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect, LOGIN, test } from '../helpers/commandLine';
import { freePort } from '../helpers/ports';
import { Cli } from '../helpers/processes';

// The image's check of itself, which is told of the relay by the same variables.

const CHECK = join(import.meta.dirname, '../../docker/healthcheck.cjs');

type Variables = Readonly<Record<string, string>>;

const check = async (env: Variables): Promise<number | null> =>
  (await new Cli(spawn(process.execPath, [CHECK], { env })).exited).code;

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

const cases: Record<string, Variables> = {
  'at 127.0.0.1 unless told otherwise': {},
  'at an empty address, which counts as not set': { RELAY_ADDRESS: '' },
  'at every address': { RELAY_ADDRESS: '0.0.0.0' },
  'at one address': { RELAY_ADDRESS: '127.0.0.2' },
  'at every address, of IPv6 too': { RELAY_ADDRESS: '::' },
  'at one of IPv6': { RELAY_ADDRESS: '::1' },
  'with TLS': { RELAY_TLS: 'self-signed' },
  'without TLS': { RELAY_TLS: 'off' },
  'under a path': { RELAY_PATH_PREFIX: '/buckets' },
};

for (const [name, variables] of Object.entries(cases)) {
  test(`a relay ${name} is found well, and not once it has ended`, async ({ cli }) => {
    const address = variables.RELAY_ADDRESS ?? '';
    test.skip(address.includes(':') && !hasIpv6, 'there is no IPv6 here');
    test.skip(address === '127.0.0.2' && process.platform === 'darwin', 'macOS has one loopback address');
    const env = { ...variables, RELAY_PORT: String(await freePort()) };
    const relay = cli(['server'], { env: { ...LOGIN, ...env } });
    await relay.until('stdout', /listening on \S+\n/);
    expect(await check(env)).toBe(0);
    relay.child.kill();
    await relay.exited;
    expect(await check(env)).toBe(1);
  });
}
