import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serverOptions } from '../../main/commands/server/serverOptions';
import {
  expect,
  NODES,
  PASSWORD,
  PASSWORDS,
  readCompose,
  readKubernetes,
  type StartedCluster,
  seconds,
  test,
} from '../helpers/clusterExample';
import { startNats } from '../helpers/natsServer';
import { RawDevice } from '../helpers/rawDevice';

// The examples of a cluster: what they say is understood, and what they set up does what is promised.

const VARIABLES = new Set(serverOptions().map(({ envVar }) => envVar));

/** What a relay needs after it has drained, in seconds: what is on its way is taken, or not. */
const TO_END = 10;

test('compose: nodes are told what they understand, and are waited for', async () => {
  const { services, configs } = await readCompose();
  expect(Object.keys(services).sort()).toEqual(['balancer', 'nats', ...NODES, 'postgres']);
  for (const name of NODES) {
    const { environment = {}, stop_grace_period: grace } = services[name] ?? {};
    expect(Object.keys(environment).filter((variable) => !VARIABLES.has(variable))).toEqual([]);
    expect(seconds(grace)).toBeGreaterThanOrEqual(Number(environment.RELAY_DRAIN_SECONDS) + TO_END);
    expect(environment.RELAY_DATABASE).toContain(`:${PASSWORDS.POSTGRES_PASSWORD}@postgres/relay`);
  }
  expect(configs.nats?.content).toContain(`password: "${PASSWORDS.NATS_PASSWORD}"`);
  const [example = ''] = services.balancer?.volumes?.[0]?.split(':') ?? [];
  expect(existsSync(join(import.meta.dirname, '../../docker', example)), example).toBe(true);
});

test('compose: the balancer is the one that nodes believe', async () => {
  const { services } = await readCompose();
  const { networks } = services.balancer ?? {};
  expect(networks).toEqual({ relay: { ipv4_address: services['node-1']?.environment?.RELAY_TRUST_PROXY } });
});

test('Kubernetes: nodes are told what they understand, and have the time they need', async () => {
  const [deployment, budget, service] = await readKubernetes();
  const labels = { app: 'buckets-relay' };
  expect(deployment).toMatchObject({
    kind: 'Deployment',
    spec: {
      replicas: 3,
      strategy: { rollingUpdate: { maxUnavailable: 0 } },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              readinessProbe: { httpGet: { path: '/readyz' } },
              livenessProbe: { httpGet: { path: '/healthz' } },
            },
          ],
        },
      },
    },
  });
  expect(budget).toMatchObject({ kind: 'PodDisruptionBudget', spec: { selector: { matchLabels: labels } } });
  expect(service).toMatchObject({ kind: 'Service', spec: { selector: labels } });
  interface Pod {
    terminationGracePeriodSeconds: number;
    containers: [{ env: { name: string; value?: string }[] }];
  }
  const { template } = (deployment as { spec: { template: { spec: Pod } } }).spec;
  const { env } = template.spec.containers[0];
  expect(env.map(({ name }) => name).filter((name) => !VARIABLES.has(name))).toEqual([]);
  const drain = Number(env.find(({ name }) => name === 'RELAY_DRAIN_SECONDS')?.value);
  expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(drain + TO_END);
});

test.describe('nodes behind nginx', () => {
  test.use({ engine: 'postgres' });
  test.beforeEach(() => test.setTimeout(120_000));

  const open = ({ port }: StartedCluster) =>
    RawDevice.open({ port, username: 'anna@example.org', password: PASSWORD });

  test('one drains, ends and comes back: nobody is told but those sent away', async ({
    addUsers,
    startCluster,
    undo,
  }) => {
    await addUsers(['anna']);
    const cluster = await startCluster(2);
    const devices: RawDevice[] = [];
    const come = async () => {
      const device = await (await open(cluster)).login();
      undo(() => device.raw.end());
      devices.push(device);
      return device;
    };
    for (let at = 0; at < 12; at++) await come();
    const closed = new Map<RawDevice, number>();
    for (const device of devices) void device.closed.then(({ code }) => closed.set(device, code));

    const ending = cluster.terminate(0);
    // They come all the while: while it drains, while it ends, and when nobody is there.
    let isOver = false;
    const over = ending.exited.then(() => (isOver = true));
    while (!isOver) await (await come()).close();
    await over;
    await (await come()).close();
    const sentAway = [...closed];
    expect(sentAway.length).toBeGreaterThan(0);
    expect(sentAway.length).toBeLessThan(12);
    expect(new Set(sentAway.map(([, code]) => code))).toEqual(new Set([1001]));

    const stayed = devices.slice(0, 12).filter((device) => !closed.has(device));
    const [one, other] = stayed as [RawDevice, RawDevice];
    one.connect(other);
    other.connect(one);
    for (const device of [one, other]) while ((await device.next()).kind !== 'connected');
    one.data(other, 'still there');
    while ((await other.next()).kind !== 'data');

    await cluster.restart(0);
    // It has the fewest, so that new ones go there.
    const newcomers: RawDevice[] = [];
    for (let at = 0; at < 4; at++) newcomers.push(await come());
    cluster.terminate(0);
    const first = await Promise.race(newcomers.map((device) => device.closed));
    expect(first.code).toBe(1001);
  });

  test('without NATS who comes is told to come again, and is let in as soon as it is back', async ({
    addUsers,
    startCluster,
  }) => {
    await addUsers(['anna']);
    const cluster = await startCluster(0);
    await cluster.nats.stop();
    for (const node of cluster.nodes) await node.until('stderr', /cannot be reached: devices/);
    for (let at = 0; at < 5; at++) await expect(open(cluster)).rejects.toThrow('503');
    const back = await startNats(['-c', cluster.natsConfig], cluster.nats.port);
    for (const node of cluster.nodes) await node.until('stderr', /can be reached again/);
    for (let at = 0; at < 5; at++) await (await (await open(cluster)).login()).close();
    await back.stop();
  });
});
