import { connectedDevices } from '../../main/commands/server/connectedDevices';
import { abbreviate } from '../../main/protocol/deviceKey';
import { expect, test } from '../helpers/relayFixture';

test('the devices of an account are told with how long they have been here', async ({ relay }) => {
  const before = Date.now();
  const [first, second] = [await relay.device(), await relay.device()];
  const traffic = relay.server.traffic();
  const account = traffic[0]?.account;
  if (account === undefined) throw new Error('no device is connected');
  expect(traffic.every(({ since }) => since >= before && since <= Date.now())).toBe(true);
  const at = Math.max(...traffic.map(({ since }) => since)) + 60_000;
  const devices = connectedDevices(traffic, account, at);
  expect(devices.map(({ name }) => name)).toEqual([first, second].map(({ key }) => abbreviate(key)));
  expect(devices.every(({ ms }) => ms >= 60_000)).toBe(true);
  expect(connectedDevices(traffic, `${account}x` as typeof account, at)).toEqual([]);
});
