import { WebSocketServer } from 'ws';
import { expect, LOGIN, test } from '../helpers/commandLine';
import { makeKeys } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';

// The command line as a device, at a relay that means ill.

const ESCAPES = '\u001b]0;owned\u0007\u001b[31mred\u001b[2J\u009b31m\u202e';
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cf}]/u;

/** A relay that says one thing to whoever comes, and then reads no more: it answers no close. */
async function ill(undo: (work: () => unknown) => void, say: (socket: import('ws').WebSocket) => void) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  undo(() => {
    for (const client of server.clients) client.terminate();
    return new Promise((resolve) => server.close(resolve));
  });
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    say(socket);
    socket.pause();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1/relay`;
}

const COMMANDS = ['receive', 'send'] as const;

// Both at once: each waits for an answer to its close that does not come.

test('a refusal reaches the terminal as text, also when no close is answered', async ({ run, undo }) => {
  const url = await ill(undo, (socket) => socket.send(message('E', 'Generic', `no${ESCAPES}`)));
  expect((await run(['genkeys'])).code).toBe(0);
  const exits = COMMANDS.map((command) => run([command, url, makeKeys().key], { env: LOGIN }));
  for (const { code, stderr } of await Promise.all(exits)) {
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The relay refused[^\n]*no[^\n]*\n$/);
    expect(stderr).not.toMatch(UNPRINTABLE);
  }
});

test('so does the reason of a close', async ({ run, undo }) => {
  const url = await ill(undo, (socket) => socket.close(4001, ESCAPES));
  expect((await run(['genkeys'])).code).toBe(0);
  const exits = COMMANDS.map((command) => run([command, url, makeKeys().key], { env: LOGIN }));
  for (const { code, stderr } of await Promise.all(exits)) {
    expect(code).toBe(1);
    expect(stderr).not.toMatch(UNPRINTABLE);
  }
});
