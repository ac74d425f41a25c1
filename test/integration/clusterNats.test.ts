import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { test as base, type Cli, expect, expectOneSentence, LOGIN } from '../helpers/commandLine';
import { shellBlocks } from '../helpers/documentation';
import { makeCredentials, makeNkey } from '../helpers/natsLogins';
import { type NatsServer, startNats } from '../helpers/natsServer';
import { freePort } from '../helpers/ports';
import { RawDevice } from '../helpers/rawDevice';
import { ACCOUNT } from '../helpers/relayFixture';
import { encrypted, exampleConfig, type MadeAuthority, makeAuthority } from '../helpers/secureNats';

// A node at a NATS that asks who comes, and says who it is: each way in, and each that is refused.

interface Kit {
  /** As many servers as docs/CLUSTER.md has, which know each other, each with these lines in its file. */
  natsOfThree: (...lines: string[]) => Promise<NatsServer[]>;
  authority: MadeAuthority;
  /** A server with these lines in its file, as tls://; ends with the test. */
  natsWith: (...lines: string[]) => Promise<NatsServer>;
  /** Puts text into a file of the test's folder and gives its path. */
  file: (name: string, text: string) => Promise<string>;
  /** Starts two nodes, and resolves when they have found each other. */
  meet: (...args: string[]) => Promise<Cli[]>;
  /** What a node says that is refused. */
  refusal: (...args: string[]) => Promise<string>;
}

const SECRET = 'S3CR3T';

/** A device, as soon as the node lets it in. */
async function comeTo(port: number): Promise<RawDevice> {
  const opened = await RawDevice.open({ port, ...ACCOUNT }).catch(() => undefined);
  if (opened) return opened.login();
  await sleep(50);
  return comeTo(port);
}

const test = base.extend<Kit>({
  authority: async ({ folder }, use) => use(await makeAuthority(folder, 'authority')),
  file: async ({ folder }, use) =>
    use(async (name, text) => {
      const path = join(folder, name);
      await writeFile(path, text);
      return path;
    }),
  natsWith: async ({ file, undo }, use) =>
    use(async (...lines) => {
      const server = await startNats(['-c', await file('nats.conf', lines.join('\n'))]);
      undo(() => server.stop());
      return server;
    }),
  natsOfThree: async ({ file, undo }, use) =>
    use(async (...lines) => {
      const routes = [await freePort(), await freePort(), await freePort()];
      const others = routes.map((route) => `nats-route://127.0.0.1:${route}`).join(', ');
      const servers = await Promise.all(
        routes.map(async (listen, at) => {
          const cluster = `cluster { name: relay, listen: "127.0.0.1:${listen}", routes: [${others}] }`;
          const text = [`server_name: nats-${at}`, cluster, ...lines].join('\n');
          return startNats(['-c', await file(`nats-${at}.conf`, text)]);
        }),
      );
      for (const server of servers) undo(() => server.stop());
      return servers;
    }),
  meet: async ({ serve }, use) =>
    use(async (...args) => {
      const nodes: Cli[] = [];
      for (const metrics of [[], ['--metrics', '0']]) nodes.push(await serve([...args, ...metrics]));
      const [, url = ''] = await (nodes[1] as Cli).until('stderr', /(http:\S+\/metrics)/);
      await expect.poll(async () => (await fetch(url)).text()).toContain('\nbuckets_relay_cluster_nodes 1\n');
      return nodes;
    }),
  refusal: async ({ run }, use) =>
    use(async (...args) => {
      const exit = await run(['server', '--port', '0', ...args], { env: LOGIN });
      expectOneSentence(exit, /NATS/);
      expect(exit.code).toBe(1);
      return exit.stderr;
    }),
});

test.beforeEach(() => test.slow());

/** The same address, encrypted, with a login. */
const at = ({ port }: NatsServer, login = '') => `tls://${login}127.0.0.1:${port}`;

test('the example: a key, an authority, and rights for the cluster’s subjects alone', async ({
  authority,
  folder,
  file,
  meet,
  refusal,
  serve,
  undo,
}) => {
  const nkey = makeNkey();
  const nats = await startNats([
    '-c',
    await exampleConfig(folder, authority, `nkey: ${nkey.public}`, 'home'),
  ]);
  undo(() => nats.stop());
  const way = ['--cluster', at(nats), '--cluster-ca', authority.ca];
  const login = ['--cluster-credentials', await file('node.nk', nkey.seed)];
  const nodes = await meet(...way, ...login, '--cluster-name', 'home');
  const said = nodes.map(({ stderr }) => stderr).join('');
  expect(said).not.toMatch(/says:/);
  expect(said).not.toContain(nkey.seed);

  // Another name is another's: what hears nobody, and is not heard, must let nobody in.
  const stranger = await serve([...way, ...login, '--cluster-name', 'office']);
  await stranger.until('stderr', /forbids what nodes need .*office\.devices.*office\.>/);
  expect((await fetch(`http://127.0.0.1:${stranger.port}/readyz`)).status).toBe(503);
  expect(stranger.stderr.match(/forbids|says:/g)).toHaveLength(1);

  const other = makeNkey();
  const refused = await refusal(...way, '--cluster-credentials', await file('other.nk', other.seed));
  expect(refused).toMatch(/Authorization Violation.*look at the login|login/i);
  expect(refused).not.toContain(other.seed);
});

test('a user name and a password, or a token, behind an encrypted address', async ({
  authority,
  folder,
  natsWith,
  meet,
  refusal,
  undo,
}) => {
  const { ca } = authority;
  const login = `user: relay, password: "${SECRET}"`;
  const named = await startNats(['-c', await exampleConfig(folder, authority, login, 'buckets-relay')]);
  undo(() => named.stop());
  const nodes = await meet('--cluster', at(named, `relay:${SECRET}@`), '--cluster-ca', ca);
  expect(nodes.map(({ stderr }) => stderr).join('')).not.toMatch(new RegExp(`says:|${SECRET}`));
  for (const wrong of ['', `relay:wrong${SECRET}@`, `${SECRET}@`])
    expect(await refusal('--cluster', at(named, wrong), '--cluster-ca', ca)).not.toContain(SECRET);
  const token = await natsWith(encrypted(authority), `authorization { token: ${SECRET} }`);
  await meet('--cluster', at(token, `${SECRET}@`), '--cluster-ca', ca);
});

test('NATS of several servers: nodes meet over different ones, and go to another when theirs ends', async ({
  folder,
  natsOfThree,
  serve,
}) => {
  const servers = await natsOfThree();
  const [first, second, third] = servers as [NatsServer, NatsServer, NatsServer];
  const start = async (...urls: NatsServer[]) =>
    serve([
      '--cluster',
      urls.map(({ url }) => url).join(','),
      '--metrics',
      '0',
      '--data',
      join(folder, 'data'),
    ]);
  const nodes = [await start(first, third), await start(second, third)];
  const meeting = async () => {
    for (const node of nodes) {
      const [, url = ''] = await node.until('stderr', /(http:\S+\/metrics)/);
      await expect.poll(async () => (await fetch(url)).text()).toContain('\nbuckets_relay_cluster_nodes 1\n');
    }
  };
  await meeting();
  await first.stop();
  await second.stop();
  // Whoever was at one of those is at the third by now or soon; until then it lets nobody in.
  const devices = await Promise.all(nodes.map(({ port }) => comeTo(port)));
  const [one, other] = devices as [RawDevice, RawDevice];
  one.connect(other);
  other.connect(one);
  for (const device of devices) while ((await device.next()).kind !== 'connected');
});

test('of several servers that know each other none takes a wrong password, and that is told', async ({
  natsOfThree,
  refusal,
}) => {
  const servers = await natsOfThree(`authorization { user: relay, password: "${SECRET}" }`);
  const urls = servers.map(({ port }) => `nats://relay:wrong@127.0.0.1:${port}`);
  expect(await refusal('--cluster', urls.join(','))).toMatch(/refused the login .*user name and password/);
});

test('certificates that are made as the documentation says are taken', async ({ folder, natsWith, meet }) => {
  const [block = ''] = await shellBlocks('docs/CLUSTER.md');
  const script = block.replace('10.0.0.11 10.0.0.12 10.0.0.13', '127.0.0.1');
  expect(script).not.toContain('10.0.0');
  await promisify(execFile)('bash', ['-ec', script], { cwd: folder });
  const [ca, certificate, key] = ['ca.pem', '127.0.0.1.pem', '127.0.0.1.key'].map((name) =>
    join(folder, name),
  );
  if (!ca || !certificate || !key) throw new Error('three files');
  const nats = await natsWith(encrypted({ ca, certificate, key }));
  await meet('--cluster', at(nats), '--cluster-ca', ca);
});

test('credentials of an operator’s, as nsc makes them', async ({
  authority,
  file,
  natsWith,
  meet,
  refusal,
}) => {
  const made = makeCredentials('buckets-relay');
  const nats = await natsWith(encrypted(authority), made.server);
  const way = ['--cluster', at(nats), '--cluster-ca', authority.ca];
  const nodes = await meet(...way, '--cluster-credentials', await file('node.creds', made.creds));
  expect(nodes.map(({ stderr }) => stderr).join('')).not.toMatch(/says:/);
  const others = makeCredentials('buckets-relay');
  const refused = await refusal(...way, '--cluster-credentials', await file('others.creds', others.creds));
  for (const secret of [others.seed, others.creds]) expect(refused).not.toContain(secret);
});

test('who does not show a certificate of the authority is told nothing', async ({
  authority,
  folder,
  natsWith,
  refusal,
}) => {
  const login = `relay:${SECRET}@`;
  const user = `authorization { user: relay, password: ${SECRET} }`;
  const nats = await natsWith(encrypted(authority), user);
  const other = await makeAuthority(folder, 'other');
  for (const ca of [[], ['--cluster-ca', other.ca]]) {
    const text = await refusal('--cluster', at(nats, login), ...ca);
    expect(text).toMatch(/certificate/);
    expect(text).not.toContain(SECRET);
  }
  // The right authority, another host.
  const elsewhere = await makeAuthority(folder, 'elsewhere', 'DNS:nats.example.org');
  const named = await natsWith(encrypted(elsewhere), user);
  expect(await refusal('--cluster', at(named, login), '--cluster-ca', elsewhere.ca)).toMatch(
    /certificate|altnames/,
  );
  // Nobody encrypts there at all.
  const plain = await natsWith(user);
  const text = await refusal('--cluster', at(plain, login), '--cluster-ca', authority.ca);
  expect(text).toMatch(/tls/i);
  expect(text).not.toContain(SECRET);
});

test('files that are not there, and a server that takes no long messages, are told', async ({
  folder,
  natsWith,
  run,
  refusal,
}) => {
  const nats = await natsWith('max_payload: 64KB');
  expect(await refusal('--cluster', nats.url)).toContain('max_payload');
  for (const name of ['--cluster-ca', '--cluster-credentials']) {
    const path = join(folder, 'missing');
    const exit = await run(['server', '--cluster', at(nats), name, path], { env: LOGIN });
    expectOneSentence(exit, `${path} cannot be read`);
  }
});
