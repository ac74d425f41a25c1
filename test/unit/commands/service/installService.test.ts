import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { installService } from '../../../../main/commands/service/installService';
import { expectRights } from '../../../../main/commands/service/runService';
import { type ServicePlace, SYSTEM_PLACE, userPlace } from '../../../../main/commands/service/servicePlace';
import { type ServiceProgram, unreachableFile } from '../../../../main/commands/service/serviceProgram';
import { noSystemd } from '../../../../main/commands/service/systemctl';
import { unitFile } from '../../../../main/commands/service/unitFile';
import { ok } from '../../../../main/lib/result';

// The service of the system, in folders of the test's own.

test.skip(process.platform !== 'linux', 'systemd is for Linux');

let folder = '';

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'buckets-relay-service-'));
});

test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NODE: ServiceProgram = { node: '/usr/bin/env', cli: '/usr/bin/env' };

const placeIn = (base: string): ServicePlace => ({
  ...SYSTEM_PLACE,
  unit: join(base, 'etc/systemd/buckets-relay.service'),
  config: join(base, 'etc/relay/relay.toml'),
});

test('unit and config file can be read by a service with a user of its own, whatever the umask', async () => {
  const place = placeIn(folder);
  const before = process.umask(0o077);
  try {
    await installService(place, NODE, async () => ok(''));
  } finally {
    process.umask(before);
  }
  const modes = [place.unit, place.config, dirname(place.config)].map((path) => statSync(path).mode & 0o777);
  expect(modes).toEqual([0o644, 0o644, 0o755]);
  expect(readFileSync(place.config, 'utf8')).toContain('account = "/var/lib/buckets-relay/account.json"\n');
});

test('a program that the service’s own user cannot read is named, and nothing is written', async () => {
  const place = placeIn(folder);
  const cli = join(folder, 'cli.cjs');
  writeFileSync(cli, '');
  await expect(installService(place, { ...NODE, cli }, async () => ok(''))).rejects.toThrow(
    `A service with a user of its own cannot read ${cli}.`,
  );
  expect(() => statSync(place.unit)).toThrow('ENOENT');
});

test('a file can be reached where all may enter every folder above, and read it', () => {
  // Not below a folder that a service has an empty one in place of.
  const base = mkdtempSync(join(realpathSync('/var'), 'buckets-relay-'));
  try {
    const cli = join(base, 'lib/cli.cjs');
    mkdirSync(dirname(cli));
    writeFileSync(cli, '');
    for (const path of [base, dirname(cli), cli]) chmodSync(path, 0o755);
    expect(unreachableFile({ ...NODE, cli })).toBeUndefined();
    for (const path of [base, dirname(cli), cli]) {
      chmodSync(path, 0o750);
      expect(unreachableFile({ ...NODE, cli }), path).toBe(cli);
      chmodSync(path, 0o755);
    }
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
});

test('a program in a home is to be seen, and one elsewhere has no home to see', () => {
  expect(unitFile(SYSTEM_PLACE, NODE)).toContain('\nProtectHome=yes\n');
  expect(unitFile(SYSTEM_PLACE, { ...NODE, cli: '/home/ada/cli.cjs' })).toContain(
    '\nProtectHome=read-only\n',
  );
});

test('what systemd would take for its own in a path is written so that it does not', () => {
  const program = { node: '/opt/50% off/$HOME/node', cli: '/opt/a"b\\c.cjs' };
  expect(unitFile(SYSTEM_PLACE, program)).toContain(
    String.raw`ExecStart="/opt/50%% off/$$HOME/node" "/opt/a\"b\\c.cjs" server --config /etc/buckets-relay/relay.toml`,
  );
  // systemd puts no variables into those that it sets.
  const own = unitFile(userPlace({}, '/home/a$b 5%'), NODE);
  expect(own).toContain('server --config "/home/a$$b 5%%/.config/buckets-relay/relay.toml"\n');
  expect(own).toContain('\nEnvironment="RELAY_DATA=/home/a$b 5%%/.config/buckets-relay"\n');
});

test('the system’s service is for root, and one’s own for everybody', () => {
  expect(() => expectRights(SYSTEM_PLACE, 'install', 1000)).toThrow(
    /sudo buckets-relay service install.*--user/,
  );
  expectRights(SYSTEM_PLACE, 'install', 0);
  expectRights(userPlace({}, '/home/ada'), 'install', 1000);
});

test('every system without systemd is told what it has in its place', () => {
  expect(noSystemd('darwin').message).toContain('launchd');
  expect(noSystemd('win32').message).toContain('Task Scheduler');
  expect(noSystemd('freebsd').message).toContain('Docker');
});
