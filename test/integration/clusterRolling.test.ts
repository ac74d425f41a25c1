import { expect, PASSWORD, test } from '../helpers/clusterExample';
import { RoamingDevice, Travels } from '../helpers/roamingDevice';

// A deploy of a cluster, one node after the other, under devices that come again by themselves.

test.use({ engine: 'postgres' });

const ACCOUNTS = 20;
const GOING_AWAY = 1001;

test('each node is stopped and started anew: nobody is refused, and nothing is lost unnoticed', async ({
  addUsers,
  startCluster,
  undo,
}) => {
  test.setTimeout(240_000);
  const names = Array.from({ length: ACCOUNTS }, (_, at) => `user-${at}`);
  await addUsers(names);
  const cluster = await startCluster(3);
  const travels = new Travels();
  const devices = names.flatMap((name) => {
    const login = { port: cluster.port, username: `${name}@example.org`, password: PASSWORD };
    const ring = Array.from({ length: 3 }, () => new RoamingDevice(() => login, travels));
    RoamingDevice.ring(ring);
    return ring;
  });
  undo(() => Promise.all(devices.map((device) => device.end())));
  for (const device of devices) device.begin();
  const allTalk = () =>
    expect
      .poll(() => ({ faults: travels.faults, silent: devices.filter((one) => !one.isTalking).length }), {
        timeout: 60_000,
      })
      .toEqual({ faults: [], silent: 0 });
  await allTalk();

  for (const node of [0, 1, 2]) {
    travels.begin();
    const ended = await cluster.terminate(node).exited;
    expect(ended).toMatchObject({ code: 0, signal: null });
    await allTalk();
    // Those of that node alone, and not all at the same time.
    const codes = travels.closed.map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(1);
    expect(codes.length).toBeLessThan(devices.length);
    expect(new Set(codes)).toEqual(new Set([GOING_AWAY]));
    expect(travels.mostAway).toBeLessThan(codes.length);
    await cluster.restart(node);
  }

  for (const device of devices) device.hush();
  await expect
    .poll(() => ({ faults: travels.faults, missing: devices.flatMap((one) => one.missing) }), {
      timeout: 60_000,
    })
    .toEqual({ faults: [], missing: [] });
});
