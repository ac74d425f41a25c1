import { Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import { SocketStream } from '../../../../../main/server/dataPath/frames/socketStream';

class RecordingSocket extends Socket {
  readonly written: string[] = [];

  override write(bytes: Uint8Array | string): boolean {
    this.written.push(String(bytes));
    return true;
  }
}

test('what is written in one go leaves as one piece, else each at once', () => {
  const socket = new RecordingSocket();
  const stream = new SocketStream(socket);
  stream.write('a');
  expect(socket.written).toEqual(['a']);
  stream.cork();
  for (const text of ['b', 'c', 'd']) stream.write(text);
  expect(socket.written).toEqual(['a']);
  stream.uncork();
  expect(socket.written).toEqual(['a', 'bcd']);
  stream.destroy();
});
