import { setTimeout as sleep } from 'node:timers/promises';
import { test } from '../helpers/clusterFixture';
import { Conversation } from '../helpers/conversation';
import { startNats } from '../helpers/natsServer';
import { makeKeys } from '../helpers/rawDevice';
import { expect } from '../helpers/relayFixture';
import { TcpProxy } from '../helpers/tcpProxy';

// Nodes as processes of their own, and what may become of them and of what is between them: whatever is lost, both devices
// hear that they are not connected any more, and are again as soon as that is possible.

const REPLACED = 4001;
const GOING_AWAY = 1001;

/** Less than the silence after which a node is given up, in milliseconds. */
const SHORT_MS = 2_000;

test.beforeEach(() => test.slow());

test('a node that is killed: its devices are gone for the others, and who stays goes on', async ({
  ownNats,
  startProcesses,
}) => {
  const [one, two] = await startProcesses(Array(2).fill(ownNats.url));
  if (!one || !two) throw new Error('two nodes');
  const [a, b, c] = [await one.device(), await one.device(), await two.device()];
  const staying = await Conversation.between(a, b);
  const ending = await Conversation.between(c, await one.device());
  two.kill('SIGKILL');
  await ending.heard.until((kind) => kind === 'disconnected');
  await ending.heard.until((kind) => kind === 'exited');
  await staying.heard.until((kind) => kind === 'exited');
  await staying.goesOn();
  await staying.end();
  expect(staying.ends).toEqual([0, 0]);
});

test('a node that ends in order: the others hear of it at once', async ({ ownNats, startProcesses }) => {
  const [one, two] = await startProcesses(Array(2).fill(ownNats.url));
  if (!one || !two) throw new Error('two nodes');
  const [a, b] = [await one.device(), await two.device()];
  const conversation = await Conversation.between(a, b);
  two.kill('SIGTERM');
  await conversation.spoken.until((kind) => kind === 'exited');
  expect(conversation.ends[0]).toBe(1);
  expect((await b.closed).code).toBe(GOING_AWAY);
  expect(await two.cli.exited).toMatchObject({ code: 0, signal: null });
});

test('a node that stands still for a moment: nothing is lost, and nobody notices', async ({
  ownNats,
  startProcesses,
}) => {
  const [one, two] = await startProcesses(Array(2).fill(ownNats.url));
  if (!one || !two) throw new Error('two nodes');
  const there = await Conversation.between(await one.device(), await two.device());
  const back = await Conversation.between(await two.device(), await one.device());
  two.kill('SIGSTOP');
  await sleep(SHORT_MS);
  two.kill('SIGCONT');
  for (const conversation of [there, back]) {
    await conversation.goesOn();
    await conversation.end();
    expect(conversation.ends).toEqual([0, 0]);
  }
});

test('a node that stands still for long: both sides hear of it, and are connected again afterwards', async ({
  ownNats,
  startProcesses,
}) => {
  const [one, two] = await startProcesses(Array(2).fill(ownNats.url));
  if (!one || !two) throw new Error('two nodes');
  const keys = makeKeys();
  const moving = await two.device(keys);
  const there = await Conversation.between(await one.device(), await two.device());
  const back = await Conversation.between(await two.device(), await one.device());
  two.kill('SIGSTOP');
  await there.spoken.until((kind) => kind === 'exited');
  expect(there.ends[0]).toBe(1);
  // A device of it comes to the other node meanwhile.
  const moved = await one.device(keys);
  two.kill('SIGCONT');
  expect((await moving.closed).code).toBe(REPLACED);
  for (const conversation of [there, back]) {
    await conversation.heard.untilCount(2, (kind) => kind === 'connected');
    await conversation.goesOn();
    await conversation.end();
    expect(conversation.ends).toEqual([1, 1]);
  }
  expect((await moved.next()).kind).toBe('entered');
});

test('a node that is cut off from the exchange: its devices are gone for the others, and come back', async ({
  ownNats,
  startProcesses,
  undo,
}) => {
  const proxy = await TcpProxy.before(ownNats.port);
  undo(() => proxy.close());
  const [one, two] = await startProcesses([ownNats.url, `nats://127.0.0.1:${proxy.port}`]);
  if (!one || !two) throw new Error('two nodes');
  const conversation = await Conversation.between(await one.device(), await two.device());
  const among = await Conversation.between(await two.device(), await two.device());
  proxy.stall();
  for (const side of [conversation.spoken, conversation.heard]) await side.until((kind) => kind === 'exited');
  expect(conversation.ends).toEqual([1, 1]);
  proxy.goOn();
  await conversation.heard.untilCount(2, (kind) => kind === 'connected');
  for (const each of [conversation, among]) {
    await each.goesOn();
    await each.end();
  }
  expect(conversation.ends).toEqual([1, 1]);
  expect(among.ends).toEqual([0, 0]);
});

for (const [how, signal] of [
  ['killed', 'SIGKILL'],
  ['stopped in order', 'SIGTERM'],
] as const) {
  test(`the exchange ${how}, and back at once: what was lost is noticed on both sides`, async ({
    startProcesses,
    undo,
  }) => {
    let nats = await startNats();
    undo(() => nats.stop());
    const [one, two] = await startProcesses(Array(2).fill(nats.url));
    if (!one || !two) throw new Error('two nodes');
    const conversation = await Conversation.between(await one.device(), await two.device());
    const among = await Conversation.between(await one.device(), await one.device());
    for (let times = 1; times <= 3; times++) {
      await nats.stop(signal);
      nats = await startNats([], nats.port);
      await conversation.heard.untilCount(times + 1, (kind) => kind === 'connected');
      await conversation.goesOn();
    }
    await conversation.end();
    await among.goesOn();
    await among.end();
    const [spoken, heard] = conversation.ends;
    expect(spoken).toBe(heard);
    expect(among.ends).toEqual([0, 0]);
  });
}

test('the exchange away for long: devices of other nodes are gone, and come back with it', async ({
  startProcesses,
  undo,
}) => {
  const nats = await startNats();
  undo(() => nats.stop());
  const [one, two] = await startProcesses(Array(2).fill(nats.url));
  if (!one || !two) throw new Error('two nodes');
  const conversation = await Conversation.between(await one.device(), await two.device());
  const among = await Conversation.between(await two.device(), await two.device());
  await nats.stop('SIGKILL');
  for (const side of [conversation.spoken, conversation.heard]) await side.until((kind) => kind === 'exited');
  expect(conversation.ends).toEqual([1, 1]);
  const again = await startNats([], nats.port);
  undo(() => again.stop());
  await conversation.heard.untilCount(2, (kind) => kind === 'connected');
  for (const each of [conversation, among]) {
    await each.goesOn();
    await each.end();
  }
  expect(conversation.ends).toEqual([1, 1]);
  expect(among.ends).toEqual([0, 0]);
});
