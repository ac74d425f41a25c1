import { type Cli, expect, expectOneSentence, LOGIN, test } from '../helpers/commandLine';
import { startNats } from '../helpers/natsServer';
import { RawDevice } from '../helpers/rawDevice';
import { ACCOUNT } from '../helpers/relayFixture';

// `server --cluster` as processes over a real NATS.

type Node = Cli & { port: number };

const device = async ({ port }: Node) => (await RawDevice.open({ port, ...ACCOUNT })).login();

async function until(one: RawDevice, kind: string) {
  for (;;) {
    const event = await one.next();
    if (event.kind === kind) return event;
  }
}

/** Devices of an account at two nodes, linked. */
async function linked(first: Node, second: Node): Promise<[RawDevice, RawDevice]> {
  const [a, b] = [await device(first), await device(second)];
  a.connect(b);
  b.connect(a);
  for (const one of [a, b]) await until(one, 'connected');
  return [a, b];
}

test('three nodes are one relay; one that drains sends its devices away, and they find the others', async ({
  serve,
  nats,
}) => {
  test.slow();
  const url = await nats();
  const args = ['--cluster', url, '--cluster-name', `drained-${process.pid}`, '--drain-seconds', '2'];
  const nodes: Node[] = [];
  for (let i = 0; i < 3; i++) nodes.push(await serve(args));
  const [first, second, third] = nodes as [Node, Node, Node];
  const [a, b] = await linked(first, second);
  a.data(b, 'from one node to another');
  expect(await b.next()).toMatchObject({ kind: 'data', key: a.key });
  const ready = async ({ port }: Node) => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
  expect(await ready(first)).toBe(200);
  first.child.kill('SIGTERM');
  await first.until('stderr', /stopping/);
  expect(await ready(first)).toBe(503);
  expect((await a.closed).code).toBe(1001);
  expect((await until(b, 'exited')).kind).toBe('exited');
  const again = await (await RawDevice.open({ port: third.port, ...ACCOUNT, keys: a.keys })).login();
  again.connect(b);
  await until(b, 'connected');
  again.data(b, 'and on');
  expect(await until(b, 'data')).toMatchObject({ key: a.key });
  expect((await first.exited).code).toBe(0);
});

test('without NATS those who are here stay, and new ones are told to come again; then it goes on', async ({
  serve,
}) => {
  test.slow();
  const nats = await startNats();
  const nodes = [await serve(['--cluster', nats.url]), await serve(['--cluster', nats.url])] as const;
  const [a, b] = [await device(nodes[0]), await device(nodes[0])];
  a.connect(b);
  b.connect(a);
  for (const one of [a, b]) await until(one, 'connected');
  await nats.stop('SIGKILL');
  await nodes[0].until('stderr', /cannot be reached: devices that are here stay/);
  a.data(b, 'all the same');
  expect(await until(b, 'data')).toMatchObject({ key: a.key });
  await expect(device(nodes[0])).rejects.toThrow('503');
  const back = await startNats([], nats.port);
  await nodes[0].until('stderr', /can be reached again/);
  await nodes[1].until('stderr', /can be reached again/);
  const far = await device(nodes[1]);
  far.connect(a);
  a.connect(far);
  await until(far, 'connected');
  await back.stop();
});

test('a login is needed where NATS asks for one, and no secret is shown', async ({ serve, run }) => {
  const nats = await startNats(['--user', 'relay', '--pass', 'S3CR3T']);
  const at = (login: string) => nats.url.replace('//', `//${login}@`);
  const refused = await run(['server', '--port', '0', '--cluster', at('relay:wrong')], { env: LOGIN });
  expectOneSentence(refused, /NATS cannot be used: 127\.0\.0\.1:\d+ refused the login/);
  const node = await serve(['--cluster', at('relay:S3CR3T')]);
  expect(node.stderr).toContain('node ');
  const shown = await run(['server', '--cluster', at('relay:S3CR3T'), '--print-config'], { env: LOGIN });
  expect(`${shown.stdout}${shown.stderr}${node.stderr}${refused.stderr}`).not.toMatch(/S3CR3T|wrong/);
  await nats.stop();
});
