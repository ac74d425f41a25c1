import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { serverIdentity } from '../../../main/cluster/nats/serverIdentity';
import { makePair } from '../../helpers/openssl';

let folder = '';

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckets-relay-identity-'));
});
test.afterAll(() => rm(folder, { recursive: true }));

/** A certificate for these, as node:tls hands it over. */
async function certificateFor(names: string) {
  const { certificate } = await makePair(folder, 'server', 'ec', ['-addext', `subjectAltName=${names}`]);
  return new X509Certificate(await readFile(certificate));
}

test('a server with a name has to show that very name', async () => {
  const certificate = await certificateFor('DNS:one.example.org,DNS:localhost,IP:10.0.0.9');
  const isOf = serverIdentity(['one.example.org', 'two.example.org']);
  expect(isOf('one.example.org', certificate)).toBeUndefined();
  expect(isOf('localhost', certificate)).toBeUndefined();
  expect(isOf('two.example.org', certificate)).toMatchObject({
    message: 'its certificate is not for two.example.org',
  });
});

test('one that was named by a number has to show one of the numbers, whatever is for localhost', async () => {
  const numbered = await certificateFor('IP:10.0.0.9,IP:fd00::2');
  expect(serverIdentity(['10.0.0.8', '10.0.0.9'])('localhost', numbered)).toBeUndefined();
  expect(serverIdentity(['[fd00::2]'])('localhost', numbered)).toBeUndefined();
  expect(serverIdentity(['10.0.0.8'])('localhost', numbered)).toBeInstanceOf(Error);
  const local = await certificateFor('DNS:localhost');
  expect(serverIdentity(['10.0.0.8'])('localhost', local)).toBeInstanceOf(Error);
  expect(serverIdentity(['10.0.0.8', 'localhost'])('localhost', local)).toBeUndefined();
});
