import { abbreviate } from '../../main/protocol/deviceKey';
import { FormBrowser } from '../helpers/formBrowser';
import { expect, test } from '../helpers/multiUserRelay';
import { RawDevice } from '../helpers/rawDevice';

// The pages of a relay of several nodes, at whichever of them.

const ANNA = { username: 'anna@example.org', password: 'right' };

test('each node shows the devices of an account that are at any of them', async ({
  addUser,
  multiUser,
  nats,
  undo,
}) => {
  test.slow();
  await addUser(ANNA.username, ANNA.password);
  const cluster = ['--cluster', await nats(), '--cluster-name', `pages-${process.pid}`, '--metrics', '0'];
  const nodes = [];
  for (let node = 0; node < 3; node++) nodes.push(await multiUser({}, cluster));
  for (const node of nodes) {
    const [, url = ''] = await node.until('stderr', /(http:\S+\/metrics)/);
    await expect.poll(async () => (await fetch(url)).text()).toContain('\nbuckets_relay_cluster_nodes 2\n');
  }
  const [one, two, three] = nodes.map(({ port }) => port) as [number, number, number];
  const devices = [];
  for (const port of [one, one, two]) {
    const device = await RawDevice.open({ port, ...ANNA });
    undo(() => device.raw.end());
    devices.push(await device.login());
  }
  for (const port of [one, two, three]) {
    const browser = new FormBrowser(`http://127.0.0.1:${port}`);
    await browser.open('/v1/login');
    await browser.submit({ email: ANNA.username, password: ANNA.password });
    for (const { key } of devices) expect(browser.page.html, `at ${port}`).toContain(abbreviate(key));
  }
});
