import { setTimeout as sleep } from 'node:timers/promises';
import { test } from '../helpers/clusterFixture';
import { ClusterTroubles } from '../helpers/clusterTroubles';
import { Random } from '../helpers/random';
import { ACCOUNT, expect } from '../helpers/relayFixture';
import { RoamingDevice, Travels } from '../helpers/roamingDevice';

// All that may happen to a cluster, by chance and in any order, under devices that send each other messages of all lengths,
// stall, vanish and come again anywhere. RELAY_TROUBLE_SECONDS makes it last longer than once through all.

const SECONDS = Number(process.env.RELAY_TROUBLE_SECONDS ?? 0);
const HOUSEHOLDS = 5;
const LONGEST_BYTES = 150_000;

test('every byte arrives in its order, once, or both devices hear that they are not connected', async ({
  startNode,
  undo,
}, info) => {
  test.setTimeout(180_000 + 2_000 * SECONDS);
  const random = new Random();
  info.annotations.push({ type: 'seed', description: String(random.seed) });
  const cluster = await ClusterTroubles.begin(3, random, startNode, undo);
  const travels = new Travels({
    size: () => (random.once(8) ? random.int(LONGEST_BYTES) : random.int(200)),
    mayBeRefused: true,
  });
  const where = () => ({ port: cluster.port(), ...ACCOUNT });
  const devices = Array.from({ length: HOUSEHOLDS }, () => {
    const ring = Array.from({ length: 3 }, () => new RoamingDevice(where, travels));
    RoamingDevice.ring(ring);
    return ring;
  }).flat();
  undo(() => Promise.all(devices.map((device) => device.end())));
  for (const device of devices) device.begin();
  const allTalk = () =>
    expect
      .poll(() => ({ faults: travels.faults, silent: devices.filter((one) => !one.isTalking).length }), {
        timeout: 60_000,
      })
      .toEqual({ faults: [], silent: 0 });
  await allTalk();

  let restless = true;
  const wandering = (async () => {
    while (restless) {
      const device = random.pick(devices);
      if (random.once(2)) device.vanish();
      else await device.stall(random.int(3_000));
      await sleep(random.int(500));
    }
  })();
  const troubles = Object.entries(cluster.all);
  const until = performance.now() + SECONDS * 1_000;
  do {
    for (const [name, happens] of shuffled(troubles, random)) {
      await test.step(name, happens);
      expect(travels.faults).toEqual([]);
      // Sometimes all have calmed down before the next one, and sometimes not.
      if (random.once(3)) await sleep(random.int(2_000));
    }
  } while (performance.now() < until);
  restless = false;
  await wandering;

  await allTalk();
  for (const device of devices) device.hush();
  await expect
    .poll(() => ({ faults: travels.faults, missing: devices.flatMap((one) => one.missing) }), {
      timeout: 60_000,
    })
    .toEqual({ faults: [], missing: [] });
  info.annotations.push({ type: 'bytes', description: String(travels.bytes) });
});

function shuffled<T>(all: readonly T[], random: Random): T[] {
  const left = [...all];
  return all.map(() => left.splice(random.int(left.length), 1)[0] as T);
}
