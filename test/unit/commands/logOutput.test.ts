import { Writable } from 'node:stream';
import { expect, test } from '@playwright/test';
import { createLogOutput } from '../../../main/commands/server/logOutput';

/** A reader that takes what is written only when it is told to. */
function reader() {
  const taken: string[] = [];
  let waiting: (() => void)[] = [];
  let reads = true;
  const stream = new Writable({
    highWaterMark: 50,
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      taken.push(chunk);
      if (reads) done();
      else waiting.push(done);
    },
  });
  return {
    stream,
    taken,
    stop: () => {
      reads = false;
    },
    readOn() {
      reads = true;
      for (const done of waiting.splice(0)) done();
      waiting = [];
    },
  };
}

const line = (text: string) => `${text}\n`;

test('lines go on as they come', () => {
  const { stream, taken } = reader();
  const log = createLogOutput(stream, line);
  log.write('one\n');
  log.write('two\n');
  expect(taken).toEqual(['one\n', 'two\n']);
});

test('while nobody reads so much waits, the rest is counted, and the number is told when somebody does', async () => {
  const { stream, taken, stop, readOn } = reader();
  const log = createLogOutput(stream, line, 1_000);
  stop();
  for (let i = 0; i < 500; i++) log.write(`${String(i).padStart(9)}\n`);
  expect(stream.writableLength).toBeLessThanOrEqual(1_000);
  readOn();
  await log.flush();
  expect(taken.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, i) => `${String(i).padStart(9)}\n`));
  expect(taken.slice(100)).toEqual(['400 lines were left out here: nobody took them\n']);
  log.write('on\n');
  expect(taken.at(-1)).toBe('on\n');
});

test('a program that ends does not wait for a reader that takes nothing', async () => {
  const { stream, stop } = reader();
  const log = createLogOutput(stream, line);
  stop();
  log.write('last words\n');
  await log.flush();
});

test('a reader that is gone is no reason to end', () => {
  const { stream } = reader();
  const log = createLogOutput(stream, line);
  stream.emit('error', new Error('EPIPE'));
  log.write('on\n');
});
