import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { connectDevice, type DeviceConnection } from '../../main/client/connection';
import { type Fingerprint, parseFingerprint } from '../../main/lib/fingerprint';
import { generateIdentity } from '../../main/protocol/identity';
import type { TlsSetting } from '../../preload/views';
import { expect, running, type TestApp, test } from '../helpers/appController';
import { ManualClock } from '../helpers/manualClock';
import { fingerprintIn, makePair } from '../helpers/openssl';
import { isFree } from '../helpers/ports';

const DAY_MS = 24 * 60 * 60_000;

// TLS as a person turns it on, off and over, with devices that know the certificate by its fingerprint.

const pinned = (app: TestApp): Fingerprint => {
  const fingerprint = parseFingerprint(app.state.certificate?.fingerprint ?? '');
  if (fingerprint === undefined) throw new Error('no certificate is shown');
  return fingerprint;
};

/** A device of our own client, over TLS; the problem's kind where it is not let in. */
async function overTls(app: TestApp, fingerprint = pinned(app)): Promise<DeviceConnection | string> {
  const connection = await connectDevice({
    url: `https://127.0.0.1:${app.port}/v1/relay`,
    ...{ username: 'me', password: app.controller.revealPassword() ?? '' },
    ...{ identity: generateIdentity(), verifyCertificate: true, fingerprint },
  });
  return connection.ok ? connection.value : connection.error.kind;
}

async function connects(app: TestApp, fingerprint?: Fingerprint): Promise<boolean> {
  const connection = await overTls(app, fingerprint);
  if (typeof connection === 'string') return false;
  await connection.close();
  return true;
}

/** The fingerprint that a listener of that port really shows. */
const shownBy = (port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = tlsConnect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256?.replaceAll(':', ''));
      socket.destroy();
    });
    socket.on('error', () => resolve(undefined));
  });

const files = ({ certificate, key }: { certificate: string; key: string }): TlsSetting => ({
  kind: 'files',
  certificatePath: certificate,
  keyPath: key,
});

test('off, self-signed, files, off: each on the same port, and the devices of before are told', async ({
  newApp,
  folder,
}) => {
  const { app, port } = await running(newApp, { directory: folder });
  const plain = await app.device();
  expect(app.state.certificate).toBe(undefined);
  expect(app.controller.certificatePem()).toBe(undefined);

  expect(await app.controller.change({ tls: { kind: 'selfSigned' } })).toEqual({ kind: 'changed' });
  expect((await plain.closed).code).toBe(1001);
  expect(app.state).toMatchObject({
    relay: { kind: 'running', port },
    settings: { tls: { kind: 'selfSigned' } },
  });
  const own = pinned(app);
  expect(await shownBy(port)).toBe(own);
  expect(await connects(app)).toBe(true);
  await expect(app.device()).rejects.toThrow();
  expect(app.controller.certificatePem()).toContain('BEGIN CERTIFICATE');
  expect(app.controller.certificatePem()).not.toContain('PRIVATE');
  expect(app.events.all).toContainEqual({ kind: 'started', port, tls: true });

  const pair = await makePair(folder, 'mine');
  expect(await app.controller.change({ tls: files(pair) })).toEqual({ kind: 'changed' });
  expect(pinned(app)).toBe(await fingerprintIn(pair.certificate));
  expect(await connects(app)).toBe(true);
  expect(await overTls(app, own)).toBe('fingerprintDiffers');

  expect(await app.controller.change({ tls: { kind: 'off' } })).toEqual({ kind: 'changed' });
  expect([app.state.certificate, app.port]).toEqual([undefined, port]);
  await (await app.device()).quiet();

  // Back to its own: the same one as before, so devices that know it go on.
  await app.controller.change({ tls: { kind: 'selfSigned' } });
  expect(pinned(app)).toBe(own);
  expect(app.savedSettings.map(({ tls }) => tls.kind)).toEqual(['selfSigned', 'files', 'off', 'selfSigned']);
});

test('files that do not fit are refused with the reason, and nobody is disturbed', async ({
  newApp,
  folder,
}) => {
  const { app } = await running(newApp, { settings: { tls: { kind: 'selfSigned' } }, directory: folder });
  const [one, other] = [await makePair(folder, 'one'), await makePair(folder, 'other')];
  const device = await overTls(app);
  if (typeof device === 'string') throw new Error(device);
  const before = app.state;
  const saved = app.savedSettings.length;
  for (const [pair, trouble] of [
    [{ certificate: one.certificate, key: other.key }, 'keyDoesNotMatch'],
    [{ certificate: `${folder}/nothing.pem`, key: one.key }, 'cannotRead'],
    [{ certificate: one.key, key: one.certificate }, 'notPem'],
  ] as const) {
    expect(await app.controller.change({ tls: files(pair) })).toMatchObject({
      ...{ kind: 'refused', problem: { kind: 'certificate', trouble: { kind: trouble } } },
    });
  }
  expect(app.state).toEqual({ ...before, devices: app.state.devices, known: app.state.known });
  expect(app.savedSettings).toHaveLength(saved);
  expect(await shownBy(app.port)).toBe(pinned(app));
  expect(app.state.devices).toHaveLength(1);
  await device.close();
});

test('a change that cannot be on the same port brings back what ran, with the newest certificate', async ({
  newApp,
  folder,
  undo,
}) => {
  const [old, renewed] = [await makePair(folder, 'old'), await makePair(folder, 'renewed')];
  const served = { certificate: `${folder}/served.pem`, key: `${folder}/served.key` };
  const put = async (pair: typeof old) => {
    await copyFile(pair.certificate, served.certificate);
    await copyFile(pair.key, served.key);
  };
  await put(old);
  const clock = new ManualClock();
  const { app, port } = await running(newApp, { settings: { tls: files(served) }, clock });
  expect(await connects(app)).toBe(true);
  // Its owner renews it, and the relay takes it over without disturbing anybody.
  await put(renewed);
  const fingerprint = await fingerprintIn(renewed.certificate);
  clock.pass(DAY_MS);
  app.controller.refreshHosts();
  await app.states.until(({ certificate }) => certificate?.fingerprint === fingerprint);
  expect(await connects(app)).toBe(true);

  // Somebody else has this port on another address, so it cannot be had on all of them.
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(port, '127.0.0.2', resolve));
  undo(() => new Promise((resolve) => blocker.close(resolve)));
  expect(await app.controller.change({ reach: 'network' })).toMatchObject({
    ...{ kind: 'refused', problem: { kind: 'portInUse', port } },
  });
  expect(app.state).toMatchObject({ relay: { kind: 'running', port }, settings: { reach: 'computer' } });
  expect(pinned(app)).toBe(fingerprint);
  expect(await shownBy(port)).toBe(fingerprint);
  expect(await connects(app)).toBe(true);
});

test.describe('a new self-signed certificate', () => {
  test('has another fingerprint, and is served at once', async ({ newApp, folder }) => {
    const { app, port } = await running(newApp, {
      settings: { tls: { kind: 'selfSigned' } },
      directory: folder,
    });
    const before = pinned(app);
    expect(await app.controller.replaceCertificate()).toEqual({ kind: 'changed' });
    expect(pinned(app)).not.toBe(before);
    expect(await shownBy(port)).toBe(pinned(app));
    expect(await overTls(app, before)).toBe('fingerprintDiffers');
    expect(await connects(app)).toBe(true);
  });

  test('is there when the relay starts, also when it was stopped meanwhile', async ({ newApp, folder }) => {
    const { app } = await running(newApp, { settings: { tls: { kind: 'selfSigned' } }, directory: folder });
    const before = pinned(app);
    await app.controller.stopRelay();
    expect(await app.controller.replaceCertificate()).toEqual({ kind: 'changed' });
    const made = pinned(app);
    expect(made).not.toBe(before);
    await app.controller.startRelay();
    expect([pinned(app), await shownBy(app.port)]).toEqual([made, made]);
  });

  test('is a way out when the old one cannot be used', async ({ newApp, folder }) => {
    await mkdir(join(folder, 'tls-key.pem'));
    const { app } = await running(newApp, { settings: { tls: { kind: 'selfSigned' } }, directory: folder });
    expect(app.state.relay).toMatchObject({ kind: 'problem', problem: { kind: 'certificate' } });
    expect(await app.controller.replaceCertificate()).toEqual({ kind: 'changed' });
    expect(app.state.relay.kind).toBe('running');
    expect(await connects(app)).toBe(true);
  });

  test('that cannot be written leaves the old one, now and at the next start', async ({ newApp, folder }) => {
    test.skip(
      process.platform !== 'linux' || process.getuid?.() !== 0,
      'only root can make a disk that is full',
    );
    const disk = join(folder, 'disk');
    await mkdir(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    try {
      const settings = { tls: { kind: 'selfSigned' } } as const;
      const { app, port } = await running(newApp, { settings, directory: disk });
      const before = pinned(app);
      const files = await readdir(disk);
      await expect(writeFile(join(disk, 'full'), Buffer.alloc(1 << 20))).rejects.toThrow('ENOSPC');
      expect(await app.controller.replaceCertificate()).toMatchObject({
        kind: 'refused',
        problem: { kind: 'certificate', trouble: { kind: 'cannotWrite', code: 'ENOSPC' } },
      });
      expect((await readdir(disk)).sort()).toEqual(['full', ...files].sort());
      expect([pinned(app), await shownBy(port)]).toEqual([before, before]);
      await app.controller.stopRelay();
      await app.controller.startRelay();
      expect([pinned(app), await shownBy(port)]).toEqual([before, before]);
    } finally {
      execFileSync('umount', ['--lazy', disk]);
    }
  });

  test('disturbs nobody where it is not served', async ({ newApp, folder }) => {
    const { app } = await running(newApp, { directory: folder });
    const device = await app.device();
    await app.controller.replaceCertificate();
    await device.quiet();
    expect(app.state.certificate).toBe(undefined);
  });
});

test('files that are broken at the start are a problem; files that fit end it', async ({
  newApp,
  folder,
}) => {
  const pair = await makePair(folder, 'mine');
  const tls = files({ ...pair, key: `${folder}/gone.key` });
  const { app } = await running(newApp, { settings: { tls } });
  expect(app.state.relay).toMatchObject({
    ...{ kind: 'problem', problem: { kind: 'certificate', trouble: { kind: 'cannotRead' } } },
  });
  // A change that does not concern it solves nothing and is kept.
  expect(await app.controller.change({ notify: false })).toEqual({ kind: 'changed' });
  expect(app.state.relay.kind).toBe('problem');
  expect(await app.controller.change({ tls: files(pair) })).toEqual({ kind: 'changed' });
  expect(app.state.relay.kind).toBe('running');
  expect(await connects(app)).toBe(true);
});

test('while the relay is stopped, files are looked at, kept, and served when it starts', async ({
  newApp,
  folder,
}) => {
  const { app, port } = await running(newApp, { settings: { relayOn: false } });
  const pair = await makePair(folder, 'mine');
  expect(await app.controller.change({ tls: files({ ...pair, key: pair.certificate }) })).toMatchObject({
    ...{ kind: 'refused', problem: { kind: 'certificate' } },
  });
  expect(app.state).toMatchObject({ settings: { tls: { kind: 'off' } }, certificate: undefined });
  expect(await app.controller.change({ tls: files(pair) })).toEqual({ kind: 'changed' });
  expect(app.state.relay).toEqual({ kind: 'stopped' });
  expect(await isFree(port)).toBe(true);
  expect(pinned(app)).toBe(await fingerprintIn(pair.certificate));
  await app.controller.startRelay();
  expect(await connects(app)).toBe(true);
});
