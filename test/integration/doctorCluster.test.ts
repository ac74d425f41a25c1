import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import type { Check } from '../../preload/doctor';
import { test as base, expect } from '../helpers/commandLine';
import { makeNkey } from '../helpers/natsLogins';
import { type NatsServer, startNats } from '../helpers/natsServer';
import { freePort } from '../helpers/ports';
import { encrypted, makeAuthority } from '../helpers/secureNats';

// `doctor --cluster`: each link from a node to the others.

interface Kit {
  natsWith: (...lines: string[]) => Promise<NatsServer>;
  /** What it finds, in order, its exit code, and that no secret was said. */
  examine: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<{ code: number | null; findings: object[] }>;
}

const SECRET = 'S3CR3T';
const SKIPPED = { kind: 'skipped', why: 'noNats' };

const test = base.extend<Kit>({
  natsWith: async ({ folder, undo }, use) =>
    use(async (...lines) => {
      const path = join(folder, 'nats.conf');
      await writeFile(path, lines.join('\n'));
      const server = await startNats(['-c', path]);
      undo(() => server.stop());
      return server;
    }),
  examine: async ({ run }, use) =>
    use(async (args, env = {}) => {
      const { code, stdout, stderr } = await run(['doctor', '--json', ...args], { env });
      expect(stderr).toBe('');
      expect(stdout.toString()).not.toContain(SECRET);
      const { checks } = JSON.parse(stdout.toString()) as { checks: readonly Check[] };
      return { code, findings: checks.map(({ finding }) => finding) };
    }),
});

test.beforeEach(() => test.slow());

test('all is well, in plain sentences, beside nodes that run', async ({ natsWith, serve, run }) => {
  const nats = await natsWith(
    `authorization { user: relay, password: ${SECRET}, permissions: { publish: "home.>", subscribe: "home.>" } }`,
  );
  const url = nats.url.replace('//', `//relay:${SECRET}@`);
  const env = { RELAY_CLUSTER: url, RELAY_CLUSTER_NAME: 'home' };
  const node = await serve(['--cluster', url, '--cluster-name', 'home']);
  const [, id] = await node.until('stderr', /node (\w+) of the cluster home/);
  const { code, stdout } = await run(['doctor'], { env });
  expect(stdout.toString().replace(/ \(\d+ ms\)|, \d+ ms/g, '')).toBe(
    [
      '[passed] NATS can be used',
      `  127.0.0.1:${nats.port} lets nodes in, not encrypted: right where nobody else is on the way.`,
      '[passed] Nodes may say and hear what they need',
      '  What was said on the cluster’s subjects came back.',
      '[passed] Nodes are alive',
      `  Within two seconds one node was heard: ${id}.`,
      '[passed] Clocks agree',
      '  Those of the nodes tell the same as this computer’s, within two seconds.',
      '',
    ].join('\n'),
  );
  expect(code).toBe(0);
  // Nobody took the doctor for a node, or what it said for anything.
  expect(node.stderr).not.toContain('says:');
});

test('a node whose clock is wrong is named, and one whose name is another is not heard', async ({
  natsWith,
  examine,
  undo,
}) => {
  const nats = await natsWith();
  const played = await connect({ servers: [nats.url] });
  undo(() => played.close());
  const node = 'ab'.repeat(8);
  const say = () => {
    const message = { kind: 'alive', node, last: 0, time: (Date.now() - 60_000) * 1_000 };
    played.publish('home.devices.nodes', JSON.stringify(message));
  };
  const saying = setInterval(say, 100);
  undo(() => clearInterval(saying));
  const { code, findings } = await examine(['--cluster', nats.url, '--cluster-name', 'home']);
  expect(code).toBe(0);
  expect(findings.slice(2)).toEqual([
    { kind: 'nodesHeard', ids: [node] },
    { kind: 'clocksDiffer', nodes: [{ id: node, seconds: expect.any(Number) }] },
  ]);
  expect(JSON.stringify(findings[3])).toMatch(/"seconds":-(5\d|6\d)\b/);
  const other = await examine(['--cluster', nats.url, '--cluster-name', 'office']);
  expect(other.findings.slice(2)).toEqual([
    { kind: 'nodesNone', name: 'office' },
    { kind: 'skipped', why: 'noNodes' },
  ]);
});

test('each link that is broken is told, and what depends on it is not tried', async ({
  examine,
  natsWith,
  folder,
}) => {
  const authority = await makeAuthority(folder, 'authority');
  const { ca } = await makeAuthority(folder, 'other');
  const nats = await natsWith(encrypted(authority), `authorization { user: relay, password: ${SECRET} }`);
  const plain = await natsWith('max_payload: 64KB');
  const nobody = await freePort();
  const tls = (login: string, port = nats.port) => `tls://${login}@127.0.0.1:${port}`;
  const good = ['--cluster', tls(`relay:${SECRET}`), '--cluster-ca', authority.ca];
  const failing = async (trouble: string, ...args: string[]) =>
    expect(await examine(args)).toEqual({
      code: 1,
      findings: [
        { kind: 'natsFails', server: expect.any(String), trouble, detail: expect.any(String) },
      ].concat(Array(3).fill(SKIPPED)),
    });
  await failing('noConnection', '--cluster', `nats://127.0.0.1:${nobody}`);
  await failing('nameUnknown', '--cluster', 'nats://nobody.invalid');
  await failing('certificate', '--cluster', tls(`relay:${SECRET}`), '--cluster-ca', ca);
  await failing('certificate', '--cluster', tls(`relay:${SECRET}`));
  await failing('loginRefused', '--cluster', tls(`relay:wrong${SECRET}`), '--cluster-ca', authority.ca);
  await failing('notEncrypted', '--cluster', tls(`relay:${SECRET}`, plain.port), '--cluster-ca', ca);
  await failing('shortMessages', '--cluster', plain.url);
  expect(await examine(['--cluster', `nats://${SECRET}%zz@one`])).toMatchObject({
    code: 1,
    findings: [{ kind: 'clusterSettingsBad' }, SKIPPED, SKIPPED, SKIPPED],
  });
  expect(await examine(good)).toMatchObject({
    code: 0,
    findings: [{ kind: 'natsReady', encrypted: true }, { kind: 'natsRightsThere' }, {}, {}],
  });
});

test('of several servers the one that is away is told, and the others serve', async ({
  natsWith,
  examine,
}) => {
  const nats = await natsWith();
  const away = `127.0.0.1:${await freePort()}`;
  expect(await examine(['--cluster', `nats://${away},${nats.url}`])).toMatchObject({
    code: 1,
    findings: [
      { kind: 'natsFails', server: away, trouble: 'noConnection' },
      { kind: 'natsReady', encrypted: false },
      { kind: 'natsRightsThere' },
      { kind: 'nodesNone' },
      {},
    ],
  });
});

test('rights that are missing are named by subject', async ({ natsWith, examine, folder }) => {
  const nkey = makeNkey();
  const file = join(folder, 'node.nk');
  await writeFile(file, nkey.seed);
  const nats = await natsWith(`authorization { users: [ { nkey: ${nkey.public}, permissions: {
    publish: { allow: "home.>", deny: "home.*.device.*" }, subscribe: { allow: "home.>", deny: "home.tests.>" }
  } } ] }`);
  const args = ['--cluster', nats.url, '--cluster-credentials', file];
  const { code, findings } = await examine([...args, '--cluster-name', 'home']);
  expect(code).toBe(1);
  expect(findings[1]).toEqual({
    kind: 'natsRightsMissing',
    name: 'home',
    publish: ['home.devices.device.*'],
    subscribe: ['nodes', 'node.*', 'device.*', 'account.*'].map((end) => `home.tests.${end}`),
  });
  expect((await examine(args)).findings[1]).toMatchObject({
    kind: 'natsRightsMissing',
    publish: [],
    subscribe: expect.arrayContaining(['buckets-relay.devices.nodes']),
  });
});

test('a config file tells of the nodes as well, and an option counts before it', async ({
  natsWith,
  examine,
  folder,
}) => {
  const nats = await natsWith();
  const config = join(folder, 'relay.toml');
  await writeFile(config, `username = "home"\ncluster = "${nats.url}"\ncluster-name = "home"\n`);
  expect((await examine(['--config', config])).findings).toMatchObject([
    { kind: 'natsReady' },
    {},
    { kind: 'nodesNone', name: 'home' },
    {},
  ]);
  const said = await examine(['--config', config, '--cluster-name', 'office']);
  expect(said.findings[2]).toEqual({ kind: 'nodesNone', name: 'office' });
  // With a database as well, both are looked at.
  const both = await examine(['--cluster', nats.url], { RELAY_DATABASE: 'missing.sqlite' });
  expect(both.findings.map((finding) => (finding as { kind: string }).kind)).toEqual(
    expect.arrayContaining(['databaseFails', 'natsReady']),
  );
});
