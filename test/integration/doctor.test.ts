import { createServer as createHttpServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { createDoctor, type DoctorDependencies } from '../../main/app/doctor/doctor';
import type { AppState } from '../../main/app/state';
import { createAdvertiser } from '../../main/server/discovery/advertiser';
import type { Check, CheckName, DoctorReport } from '../../preload/doctor';
import { expect, type TestApp, test } from '../helpers/appController';
import { makePair } from '../helpers/openssl';
import { freePort, listenOn } from '../helpers/ports';

// The doctor of the app on a real relay, with failures made for real.

const PASSWORD = 'hqtm-xwke-rbzf-vdnu';

/** The doctor of that app; `more` says what the computer around it is like. */
function doctorOf({ controller }: TestApp, more: Partial<DoctorDependencies> = {}) {
  return createDoctor({
    state: controller.state.get,
    password: controller.revealPassword,
    expectTestDevices: controller.expectTestDevices,
    advertisedOn: () => [],
    interfaces: networkInterfaces,
    firewall: async () => ({ kind: 'noFirewall' }),
    onChange: controller.doctorIs,
    ...more,
  });
}

/** As the state would be with the home network on loopback: no test may be reachable from elsewhere. */
const atHome =
  ({ controller }: TestApp, hosts = ['127.0.0.1'], more: Partial<AppState> = {}) =>
  (): AppState => {
    const state = controller.state.get();
    return { ...state, hosts, settings: { ...state.settings, reach: 'network' }, ...more };
  };

const named = (report: DoctorReport, name: CheckName): Check | undefined =>
  report.checks.find((check) => check.name === name);
const verdicts = ({ checks }: DoctorReport) =>
  Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict]));

test('finds nothing wrong with a relay that is well, and nobody hears of its devices', async ({ newApp }) => {
  const port = await freePort();
  const app = newApp({ settings: { port, onlyKnown: true, advertise: false }, password: PASSWORD });
  await app.controller.begin();
  const before = app.events.all.length;
  const report = await doctorOf(app, { state: atHome(app) }).run();
  expect(verdicts(report)).toEqual({
    listening: 'passed',
    network: 'passed',
    reachable: 'passed',
    login: 'passed',
    echo: 'passed',
    advertised: 'notTried',
    certificate: 'notTried',
    firewall: 'passed',
  });
  expect(named(report, 'login')?.finding).toEqual({ kind: 'letsIn', wrongTried: true });
  expect(named(report, 'echo')?.ms).toBeGreaterThan(0);

  // What came late has come by the time that somebody else is seen.
  await expect(app.device()).rejects.toThrow();
  await app.states.until(({ waiting }) => waiting.length === 1);
  expect(app.states.all.every(({ devices, known }) => devices.length === 0 && known.size === 0)).toBe(true);
  expect(app.notification.all.map(({ kind }) => kind)).toEqual(['waiting']);
  const kinds = app.events.all.slice(before).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind !== 'closed')).toEqual(['opened', 'notAdmitted']);
  expect(app.state.doctor).toEqual({ running: false, report });
  expect(JSON.stringify(report)).not.toContain(PASSWORD);
});

test('asked twice at once, it looks once', async ({ newApp }) => {
  const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
  await app.controller.begin();
  const doctor = doctorOf(app);
  const [one, other] = await Promise.all([doctor.run(), doctor.run()]);
  expect(one).toBe(other);
  expect(await doctor.run()).not.toBe(one);
  const shown = app.states.all.map(({ doctor: { running } }) => running);
  expect(shown.filter((running, i) => running && !shown[i - 1])).toHaveLength(2);
});

test('of a relay for this computer alone, it says what that leaves out', async ({ newApp }) => {
  const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
  await app.controller.begin();
  const report = await doctorOf(app).run();
  const onlyHere = report.checks.filter(
    ({ finding }) => finding.kind === 'skipped' && finding.why === 'onlyHere',
  );
  expect(onlyHere.map(({ name }) => name)).toEqual(['network', 'reachable', 'advertised', 'firewall']);
  expect(named(report, 'echo')?.verdict).toBe('passed');
});

test('a relay that is off comes first, and what can be looked at is', async ({ newApp }) => {
  const app = newApp({ settings: { port: await freePort(), relayOn: false }, password: PASSWORD });
  await app.controller.begin();
  const report = await doctorOf(app, { state: atHome(app) }).run();
  expect(report.checks[0]).toMatchObject({
    finding: { kind: 'relayOff' },
    remedies: [{ kind: 'startRelay' }],
  });
  expect(verdicts(report)).toMatchObject({ login: 'notTried', echo: 'notTried', firewall: 'passed' });
});

test('a port that another program holds is named', async ({ newApp, occupy }) => {
  const { port } = await occupy();
  const app = newApp({ settings: { port }, password: PASSWORD, portOwner: 'nginx' });
  await app.controller.begin();
  const report = await doctorOf(app).run();
  expect(report.checks[0]).toMatchObject({
    verdict: 'failed',
    finding: { kind: 'relayProblem', problem: { kind: 'portInUse', port, owner: 'nginx' } },
    remedies: [{ kind: 'overview' }],
  });
});

test('a password that is not the relay’s, and one that is locked away', async ({ newApp }) => {
  const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
  await app.controller.begin();
  const other = await doctorOf(app, { password: () => 'another' }).run();
  expect(named(other, 'login')).toMatchObject({ verdict: 'failed', finding: { kind: 'turnsAway' } });
  expect(named(other, 'echo')?.verdict).toBe('notTried');
  const locked = await doctorOf(app, { password: () => undefined }).run();
  expect(named(locked, 'login')?.finding).toEqual({ kind: 'passwordLocked' });
});

test('an address that does not lead to the relay is told from those that do', async ({ newApp }) => {
  test.skip(process.platform === 'darwin', 'macOS has 127.0.0.1 alone on loopback');
  const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
  await app.controller.begin();
  const report = await doctorOf(app, { state: atHome(app, ['127.0.0.1', '127.0.0.2']) }).run();
  expect(named(report, 'reachable')).toMatchObject({
    verdict: 'warning',
    finding: {
      kind: 'silentAt',
      silent: [{ host: '127.0.0.2', why: { kind: 'refused' } }],
      answers: ['127.0.0.1'],
    },
  });
});

test('another program in the relay’s place is not taken for it', async ({ newApp, undo }) => {
  const app = newApp({ settings: { port: await freePort(), relayOn: false }, password: PASSWORD });
  await app.controller.begin();
  const other = createHttpServer((_request, response) => response.writeHead(404).end('who?'));
  undo(() => other.close());
  const port = await listenOn(other);
  const relay = { kind: 'running', port, address: '127.0.0.1' } as const;
  const report = await doctorOf(app, { state: () => ({ ...app.state, relay }) }).run();
  expect(report.checks[0]).toMatchObject({
    verdict: 'failed',
    finding: { kind: 'doesNotListen', port, why: { kind: 'notARelay', status: 404 } },
  });
});

test.describe('with TLS', () => {
  test('everything is asked over the relay’s own certificate', async ({ newApp, folder }) => {
    const app = newApp({
      settings: { port: await freePort(), tls: { kind: 'selfSigned' } },
      password: PASSWORD,
      directory: folder,
    });
    await app.controller.begin();
    const report = await doctorOf(app, { state: atHome(app) }).run();
    expect(verdicts(report)).toMatchObject({
      listening: 'passed',
      reachable: 'passed',
      login: 'passed',
      echo: 'passed',
      certificate: 'passed',
    });
    expect(app.events.all.map(({ kind }) => kind)).not.toContain('tlsFailed');
    const strange = await doctorOf(app, {
      state: () => ({
        ...app.state,
        certificate: { fingerprint: 'AB'.repeat(32), validUntil: 0, names: [] },
      }),
    }).run();
    expect(strange.checks[0]?.finding).toMatchObject({ why: { kind: 'fingerprintDiffers' } });
    expect(named(strange, 'certificate')?.finding.kind).toBe('certificateEnded');
  });

  test('one for other names is a warning, and so is one near its end', async ({ newApp, folder }) => {
    const names = ['-days', '800', '-addext', 'subjectAltName=DNS:relay.example'];
    const { certificate, key } = await makePair(folder, 'other', 'ec', names);
    const files = { kind: 'files', certificatePath: certificate, keyPath: key } as const;
    const app = newApp({ settings: { port: await freePort(), tls: files }, password: PASSWORD });
    await app.controller.begin();
    const report = await doctorOf(app, { state: atHome(app) }).run();
    expect(named(report, 'certificate')).toMatchObject({
      verdict: 'warning',
      finding: { kind: 'namesMissing', hosts: ['127.0.0.1'], own: false },
      remedies: [{ kind: 'chooseCertificate' }],
    });
    expect(named(report, 'echo')?.verdict).toBe('passed');

    const near = await makePair(folder, 'near');
    const tls = { kind: 'files', certificatePath: near.certificate, keyPath: near.key } as const;
    expect(await app.controller.change({ tls })).toEqual({ kind: 'changed' });
    const later = await doctorOf(app, { state: atHome(app) }).run();
    expect(named(later, 'certificate')).toMatchObject({
      verdict: 'warning',
      finding: { kind: 'certificateEnds', own: false },
    });
  });
});

test.describe('advertising', () => {
  test('is seen as it is, or not, or as another', async ({ newApp, undo }) => {
    const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
    await app.controller.begin();
    const advertiser = createAdvertiser({ interfaces: networkInterfaces });
    undo(advertiser.stop);
    const id = app.state.settings.relayId;
    if (id === undefined) throw new Error('no identity');
    const name = `Test ${app.port}`;
    const advertisedOn = () => {
      const state = advertiser.state.get();
      return state.kind === 'advertised' ? state.adapters : [];
    };
    const see = async (adapters = advertisedOn()) => {
      const state = atHome(app, ['127.0.0.1'], { advertised: { kind: 'advertised', name } });
      return named(await doctorOf(app, { state, advertisedOn: () => adapters }).run(), 'advertised')?.finding;
    };
    await advertiser.set({ name, id, address: '127.0.0.1', port: app.port });
    expect(await see()).toEqual({ kind: 'seen', name });
    await advertiser.set({ name, id, address: '127.0.0.1', port: 4_321 });
    expect(await see()).toEqual({ kind: 'seenOtherwise', name, differs: ['port'] });
    const adapters = advertisedOn();
    await advertiser.set(undefined);
    expect(await see(adapters)).toEqual({ kind: 'notSeen', name });
    expect(await see()).toMatchObject({ kind: 'cannotLook', code: 'noNetwork' });
  });
});

test('who is turned away is remembered, for as long as the app runs', async ({ newApp }) => {
  const app = newApp({ settings: { port: await freePort() }, password: PASSWORD });
  await app.controller.begin();
  await expect(app.device({ password: 'wrong' })).rejects.toThrow('403');
  await app.states.until(({ turnedAway }) => turnedAway.length === 1);
  expect(app.state.turnedAway).toMatchObject([{ from: '127.0.0.1', why: 'wrongPassword', count: 1 }]);
  await app.controller.stopRelay();
  expect(app.state.turnedAway).toHaveLength(1);
});
