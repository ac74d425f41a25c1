import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { gatherAnswers, gatherWrites } from '../../../../../main/server/dataPath/sending/gatherWrites';

/** Both ends of a connection: the one that writes, and the texts that come at the other, one for each read. */
async function openConnection(): Promise<{ writer: Socket; texts: string[]; ended: Promise<unknown> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('it listens on no port');
  const writer = connect(address.port, '127.0.0.1');
  const [reader] = (await once(server, 'connection')) as [Socket];
  if (writer.connecting) await once(writer, 'connect');
  server.close();
  const texts: string[] = [];
  reader.on('data', (chunk: Buffer) => texts.push(chunk.toString()));
  return { writer, texts, ended: once(reader, 'end') };
}

const nextTick = () => new Promise<void>((resolve) => process.nextTick(resolve));

test('what is written in one go leaves at the next tick, as one', async () => {
  const { writer, texts, ended } = await openConnection();
  gatherWrites(writer);
  for (const text of ['a', 'b', 'c']) writer.write(text);
  expect(writer.writableLength).toBe(3);
  await nextTick();
  expect(writer.writableLength).toBe(0);
  writer.end();
  await ended;
  expect(texts).toEqual(['abc']);
});

test('answers to several leave together when the turn ends, and not before', async () => {
  const connections = await Promise.all([openConnection(), openConnection()]);
  const held = await new Promise<number[]>((resolve) => {
    // Two reads of one turn: the ticks of the first are over before the second.
    setImmediate(() => {
      for (const { writer } of connections) {
        gatherAnswers(writer);
        writer.write('answer');
      }
      process.nextTick(() => resolve(connections.map(({ writer }) => writer.writableLength)));
    });
  });
  expect(held).toEqual([6, 6]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(connections.map(({ writer }) => writer.writableLength)).toEqual([0, 0]);
  for (const { writer, ended } of connections) {
    writer.end();
    await ended;
  }
  expect(connections.map(({ texts }) => texts)).toEqual([['answer'], ['answer']]);
});

test('an answer does not wait for its turn to end when its connection ends before', async () => {
  const { writer, texts, ended } = await openConnection();
  gatherAnswers(writer);
  writer.write('refused');
  writer.end();
  await ended;
  expect(texts).toEqual(['refused']);
});

test('what is written behind an answer stays behind it', async () => {
  const { writer, texts, ended } = await openConnection();
  gatherAnswers(writer);
  writer.write('first, ');
  gatherWrites(writer);
  writer.write('second');
  await nextTick();
  writer.end();
  await ended;
  expect(texts).toEqual(['first, second']);
});
