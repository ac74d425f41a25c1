import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { complaints, makePackages } from '../helpers/packages';

const makers = ['/usr/bin/dpkg-deb', '/usr/bin/rpmbuild'];
test.skip(
  !makers.every((path) => existsSync(path)) || process.arch !== 'x64',
  'deb and rpm are not both made here',
);

const run = promisify(execFile);

test('the rpm brings what the deb brings', async () => {
  const { deb, rpm } = await makePackages();
  const query = async (...args: string[]) =>
    (await run('rpm', ['--query', ...args, '--package', rpm])).stdout;
  expect(await query('--queryformat', '%{NAME} %{ARCH} %{OS}')).toBe('buckets-relay x86_64 linux');
  // Folders aside: the deb lists the system's too.
  const filesIn = (list: string) =>
    list.split('\n').flatMap((line) => /^-.* \.?(\/(?:opt|usr)\/.+)$/.exec(line)?.[1] ?? []);
  const inRpm = filesIn(await query('--queryformat', '[%{FILEMODES:perms} %{FILENAMES}\n]'));
  const { stdout } = await run('dpkg-deb', ['--contents', deb], { maxBuffer: 16 << 20 });
  const inDeb = filesIn(stdout).filter((path) => !/^\/usr\/share\/(doc|lintian)\//.test(path));
  expect(inRpm.length).toBeGreaterThan(20);
  expect(inRpm.sort()).toEqual(inDeb.sort());
  const scripts = await query('--scripts');
  expect(scripts).toContain("chmod 4755 '/opt/Buckets Relay/chrome-sandbox'");
  expect(scripts).toContain("rm -f '/usr/bin/buckets-relay'");
});

test('the rpm’s files arrive whole', async () => {
  const { rpm, asar } = await makePackages();
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-rpm-'));
  // Into a system of its own, with a list of packages of its own.
  const apart = ['--root', folder, '--dbpath', '/list', '--nodeps', '--noscripts', '--noplugins'];
  expect(await complaints('rpm', ...apart, '--install', rpm)).not.toMatch(/error/i);
  expect(await complaints('rpm', ...apart, '--verify', 'buckets-relay')).not.toContain('missing');
  const installed = await readFile(join(folder, 'opt/Buckets Relay/resources/app.asar'));
  expect(installed.equals(await readFile(asar))).toBe(true);
  await rm(folder, { recursive: true });
});
