import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cli, expect, expectOneSentence, LOGIN, test } from '../helpers/commandLine';
import { type DeviceOptions, RawDevice } from '../helpers/rawDevice';
import { RawSocket } from '../helpers/rawSocket';
import { ACCOUNT } from '../helpers/relayFixture';

// `server --metrics`: what Prometheus is told, and what the examples make of it.

const example = (name: string) => join(import.meta.dirname, '../../examples/prometheus', name);

const promtool = (args: readonly string[], input = '') =>
  spawnSync('promtool', [...args], { encoding: 'utf8', input });
const hasPromtool = promtool(['--version']).status === 0;

const device = async (port: number, more: Partial<DeviceOptions> = {}) =>
  (await RawDevice.open({ port, ...ACCOUNT, ...more })).login();

async function linked(port: number): Promise<[RawDevice, RawDevice]> {
  const [a, b] = [await device(port), await device(port)];
  a.connect(b);
  b.connect(a);
  for (const one of [a, b]) while ((await one.next()).kind !== 'connected');
  return [a, b];
}

async function data(receiver: RawDevice, count: number): Promise<void> {
  for (let heard = 0; heard < count; ) if ((await receiver.next()).kind === 'data') heard++;
}

const urlOf = async (server: Cli) => {
  const [, url = ''] = await server.until('stderr', /metrics on (http:\S+)\n/);
  return url;
};

const scrape = async (url: string) => (await fetch(url)).text();

/** The value of a series, named with its labels as they are written. */
function numberOf(text: string, series: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  if (line === undefined) throw new Error(`no ${series} in ${text}`);
  return Number(line.slice(series.length));
}

const ours = (text: string, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, numberOf(text, `buckets_relay_${name}`)]));

for (const path of [[], ['--no-fast-path']]) {
  test(`counts devices and what they exchange ${path.join(' ')}`, async ({ serve }) => {
    const server = await serve(['--metrics', '0', '--connections', '100', ...path]);
    const url = await urlOf(server);
    expect(ours(await scrape(url), 'connections', 'devices', 'connections_limit')).toEqual({
      connections: 0,
      devices: 0,
      connections_limit: 100,
    });

    const [a, b] = await linked(server.port);
    const stranger = await RawDevice.open({ port: server.port, ...ACCOUNT });
    for (const size of [0, 1, 999, 70_000]) a.data(b, Buffer.alloc(size));
    b.data(a, 'ü');
    await data(b, 4);
    await data(a, 1);
    const traffic = { messages_total: 5, payload_bytes_total: 71_002 };
    expect(
      ours(await scrape(url), 'connections', 'devices', 'queued_bytes', ...Object.keys(traffic)),
    ).toEqual({ connections: 3, devices: 2, queued_bytes: expect.any(Number), ...traffic });

    // Totals stay when those leave whose they are, and go on with others.
    for (const [one, number] of [
      [a, 1],
      [b, 2],
      [stranger, 3],
    ] as const) {
      await one.close();
      await server.until('stderr', new RegExp(`Connection ${number} ended`));
    }
    const after = await scrape(url);
    expect(
      ours(
        after,
        ...['connections', 'devices', 'queued_bytes', 'connections_opened_total'],
        ...['devices_authenticated_total', 'connections_closed_total{code="1000"}'],
        ...Object.keys(traffic),
      ),
    ).toEqual({
      ...{ connections: 0, devices: 0, queued_bytes: 0, connections_opened_total: 3 },
      ...{ devices_authenticated_total: 2, 'connections_closed_total{code="1000"}': 3 },
      ...traffic,
    });
    const [c, d] = await linked(server.port);
    c.data(d, 'more');
    await data(d, 1);
    expect(ours(await scrape(url), ...Object.keys(traffic))).toEqual({
      messages_total: 6,
      payload_bytes_total: 71_006,
    });
  });
}

test('the bound of connections is told as it is after a reload', async ({ serve, folder }) => {
  test.skip(process.platform === 'win32', 'there is no SIGHUP');
  const path = join(folder, 'relay.toml');
  await writeFile(path, 'connections = 100\n');
  const server = await serve(['--metrics', '0', '--config', path]);
  const url = await urlOf(server);
  await writeFile(path, 'connections = 50\n');
  server.child.kill('SIGHUP');
  await server.until('stderr', /in force now: connections\n/);
  expect(ours(await scrape(url), 'connections_limit')).toEqual({ connections_limit: 50 });
});

test('a device that is replaced is counted once', async ({ serve }) => {
  const server = await serve(['--metrics', '0']);
  const url = await urlOf(server);
  const [a, b] = await linked(server.port);
  a.data(b, 'twelve bytes');
  await data(b, 1);
  await device(server.port, { keys: a.keys });
  expect((await a.closed).code).toBe(4001);
  expect(ours(await scrape(url), 'devices', 'messages_total', 'payload_bytes_total')).toEqual({
    devices: 2,
    messages_total: 1,
    payload_bytes_total: 12,
  });
});

test('counts who was turned away, and has no label of a stranger’s choice', async ({ serve }) => {
  const server = await serve(['--metrics', '0']);
  const url = await urlOf(server);
  const before = await scrape(url);
  for (const password of ['guess one', 'guess two'])
    await expect(RawDevice.open({ port: server.port, username: 'x', password })).rejects.toThrow('403');
  const liar = await RawDevice.open({ port: server.port, ...ACCOUNT });
  await liar.challenge();
  liar.send(liar.iam(Buffer.from('another challenge')));
  expect((await liar.next()).kind).toBe('error');
  const odd = await device(server.port);
  odd.send(Buffer.from('no netstring'));
  await odd.closed;
  const strange = await device(server.port);
  // A close frame with the code 4242.
  strange.raw.write(Buffer.from([0x88, 0x82, 0, 0, 0, 0, 4242 >> 8, 4242 & 255]));
  await strange.closed;
  await server.until('stderr', /Connection 3 ended/);
  const text = await scrape(url);
  const counted = {
    'logins_refused_total{reason="wrong"}': 2,
    'logins_refused_total{reason="foreign_page"}': 0,
    signatures_refused_total: 1,
    connections_malformed_total: 1,
    'connections_closed_total{code="4002"}': 1,
    'connections_closed_total{code="other"}': 1,
  };
  expect(ours(text, ...Object.keys(counted))).toEqual(counted);

  const seriesOf = (all: string) => all.match(/^buckets_relay_[^ ]+/gm)?.sort();
  expect(seriesOf(text)).toEqual(seriesOf(before));
  // With one account there are no users to tell of.
  expect(seriesOf(text)?.join()).not.toMatch(/user|hash|database|account/);
  const secrets = [ACCOUNT.password, ACCOUNT.username, 'guess', odd.key, strange.key, '4242', '127.0.0.1'];
  for (const secret of secrets) expect(text).not.toContain(secret);
});

test('the limit of connections is the one that was read last', async ({ serve, folder }) => {
  test.skip(process.platform === 'win32', 'there is no such signal');
  const config = join(folder, 'relay.toml');
  await writeFile(config, 'connections = 100\n');
  const server = await serve(['--metrics', '0', '--config', config]);
  const url = await urlOf(server);
  expect(ours(await scrape(url), 'connections_limit')).toEqual({ connections_limit: 100 });
  await writeFile(config, 'connections = 50\n');
  server.child.kill('SIGHUP');
  await server.until('stderr', /read the files again: in force now: connections/);
  expect(ours(await scrape(url), 'connections_limit')).toEqual({ connections_limit: 50 });
});

test('tells until when the certificate is valid', async ({ serve, folder }) => {
  const server = await serve(['--metrics', '0', '--tls', 'self-signed', '--tls-directory', folder]);
  const [, until = ''] = await server.until('stderr', /valid until ([\d-]+);/);
  const { certificate_expiry_timestamp_seconds: seconds = 0 } = ours(
    await scrape(await urlOf(server)),
    'certificate_expiry_timestamp_seconds',
  );
  expect(new Date(seconds * 1_000).toISOString()).toContain(until);
});

test.describe('the listener', () => {
  test('answers GET /metrics, and nothing else', async ({ serve }) => {
    const server = await serve(['--metrics', '127.0.0.1:0']);
    const url = await urlOf(server);
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect((await fetch(new URL('/', url))).status).toBe(404);
    expect((await fetch(new URL('/v1/relay', url))).status).toBe(404);
    const post = await fetch(url, { method: 'POST', body: 'x' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET']);
    // And the relay's own port does not have it.
    expect((await fetch(`http://127.0.0.1:${server.port}/metrics`)).status).toBe(404);
  });

  test('takes no more connections than it has places', async ({ serve, undo }) => {
    const { hostname, port } = new URL(await urlOf(await serve(['--metrics', '0'])));
    const sockets: RawSocket[] = [];
    for (let i = 0; i < 16; i++) sockets.push(await RawSocket.open(Number(port), hostname));
    undo(() => Promise.all(sockets.map((socket) => socket.end())));
    await expect(fetch(`http://${hostname}:${port}/metrics`)).rejects.toThrow();
  });

  test('answers one request of a connection, however many come with it', async ({ serve }) => {
    const { hostname, port } = new URL(await urlOf(await serve(['--metrics', '0'])));
    const socket = await RawSocket.open(Number(port), hostname);
    socket.write('GET /metrics HTTP/1.1\r\nHost: relay\r\n\r\n'.repeat(1_000));
    const answers = (await socket.rest()).toString('latin1');
    expect(answers.match(/HTTP\/1\.1 200 OK\r\n/g)).toHaveLength(1);
    expect(answers).toContain('Connection: close\r\n');
    expect(answers.match(/^buckets_relay_build_info/gm)).toHaveLength(1);
  });

  test('is taken from the environment, and is one of IPv6 where it is told so', async ({ serve }) => {
    const server = await serve([], { ...LOGIN, RELAY_METRICS: '[::1]:0' });
    const url = await urlOf(server);
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+\/metrics$/);
    expect(await scrape(url)).toContain('buckets_relay_build_info{');
  });

  test('is none unless it is asked for', async ({ serve }) => {
    const server = await serve();
    await (await device(server.port)).close();
    await server.until('stderr', /Connection 1 ended/);
    expect(server.stderr).not.toContain('metrics');
  });

  test('keeps the relay from starting where it cannot listen', async ({ run, occupy }) => {
    const { port } = await occupy();
    const exit = await run(['server', '--port', '0', '--metrics', String(port)], { env: LOGIN });
    expectOneSentence(exit, new RegExp(`^--metrics: Port ${port} is in use`, 'm'));
  });

  for (const wrong of ['no', '127.0.0.1', '127.0.0.1:70000', '::1:9464', ':', 'http://127.0.0.1:1'])
    test(`does not take ${wrong} for an address`, async ({ run }) => {
      const exit = await run(['server', '--metrics', wrong], { env: LOGIN });
      expect(exit.code).toBe(2);
      expect(exit.stderr).toContain('It has to be ADDRESS:PORT');
    });
});

test.describe('the examples', () => {
  /** One that has all there is. */
  const ALL = ['--metrics', '0', '--tls', 'self-signed', '--multi-user', '--database', 'accounts.sqlite'];

  test('name no metric that a relay does not have', async ({ serve, folder, nats }) => {
    const args = [...ALL, '--tls-directory', folder, '--cluster', await nats()];
    const server = await serve(args, {});
    const text = await scrape(await urlOf(server));
    const has = new Set(text.match(/^[a-z]\w+/gm));
    for (const name of ['grafana-dashboard.json', 'alerts.yml']) {
      const named = (await readFile(example(name), 'utf8')).match(/\b(buckets_relay|process|nodejs)_\w+/g);
      expect(named?.length, name).toBeGreaterThan(4);
      expect(named?.filter((metric) => !has.has(metric))).toEqual([]);
    }
  });

  test('show every metric of the relay’s own on the dashboard', async ({ serve, folder, nats }) => {
    const args = [...ALL, '--tls-directory', folder, '--cluster', await nats()];
    const server = await serve(args, {});
    const names = (await scrape(await urlOf(server))).match(/(?<=^# TYPE )buckets_relay_\w+/gm) ?? [];
    const dashboard = await readFile(example('grafana-dashboard.json'), 'utf8');
    expect(names.filter((name) => !new RegExp(`\\b${name}(_bucket)?\\b`).test(dashboard))).toEqual([]);
  });

  test('are right for Prometheus, as is what a relay tells', async ({ serve }) => {
    test.skip(!hasPromtool, 'promtool is not installed');
    const text = await scrape(await urlOf(await serve(ALL, {})));
    const checks = [
      promtool(['check', 'config', example('prometheus.yml')]),
      promtool(['check', 'rules', example('alerts.yml')]),
      promtool(['test', 'rules', example('alerts.test.yml')]),
      promtool(['check', 'metrics'], text),
    ];
    for (const { status, stdout, stderr } of checks) expect(status, stdout + stderr).toBe(0);
  });
});
