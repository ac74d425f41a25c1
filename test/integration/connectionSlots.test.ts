import { Bystanders } from '../helpers/bystanders';
import type { RawSocket } from '../helpers/rawSocket';
import { expect, type TestRelay, test } from '../helpers/relayFixture';

// Nobody keeps a place by doing nothing, or next to nothing: what has not become a device’s has one time for all that it
// does, and makes room for whoever comes after it.

const GET = 'GET /versions HTTP/1.1\r\nHost: relay\r\n\r\n';

/** What becomes of one that says `bytes`, one after the other, and then nothing. */
async function dribble(relay: TestRelay, bytes: string): Promise<string> {
  const socket = await relay.raw();
  let said = 0;
  const talking = setInterval(() => {
    if (said < bytes.length) socket.write(bytes[said++] ?? '');
  }, 20);
  const answer = (await socket.rest()).toString('latin1');
  clearInterval(talking);
  return answer;
}

/** A body of which a byte comes now and then. */
async function drip(relay: TestRelay): Promise<string> {
  const socket = await relay.raw();
  socket.write('POST /v1/ HTTP/1.1\r\nHost: relay\r\nContent-Length: 1000\r\n\r\n');
  const talking = setInterval(() => socket.write('x'), 100);
  const answer = (await socket.rest()).toString('latin1');
  clearInterval(talking);
  return answer;
}

const LOGIN_MS = 400;

test('who does not come to an end with asking is waited for so long and no longer', async ({
  startRelay,
}) => {
  const relay = await startRelay({ limits: { loginMs: LOGIN_MS } });
  const others = await Bystanders.at(relay);
  expect(await Promise.all([dribble(relay, ''), dribble(relay, GET.repeat(10)), drip(relay)])).toEqual([
    '',
    '',
    expect.stringMatching(/^HTTP\/1\.1 405 Method Not Allowed\r\n/),
  ]);
  // Their time is over as well, if it had not ended with the login.
  await others.exchange();
});

test('nor is one kept that asks on and on and reads no answer', async ({ relay }) => {
  const socket = await relay.raw();
  socket.socket.pause();
  for (let i = 0; i < 20; i++) socket.write(GET.repeat(1_024));
  // Who does not read hears of its end when it goes on writing.
  const asking = setInterval(() => socket.write(GET), 50);
  await socket.closed;
  clearInterval(asking);
});

test.describe('while somebody without the password takes every place there is, again and again', () => {
  const HOLDERS: readonly [string, string][] = [
    ['by asking now and then', GET],
    ['by a head that never ends', 'GET /versions HTTP/1.1\r\nX: '],
    ['by saying nothing', ''],
  ];
  for (const [how, bytes] of HOLDERS) {
    test(`${how}, right logins get in`, async ({ startRelay, undo }) => {
      const relay = await startRelay({ limits: { newcomers: 20 } });
      const holders = new Set<RawSocket>();
      let holding = true;
      const hold = async (): Promise<void> => {
        while (holding) {
          const socket = await relay.raw();
          holders.add(socket);
          if (bytes !== '') socket.write(bytes);
          await socket.closed;
          holders.delete(socket);
        }
      };
      const all = Array.from({ length: 30 }, hold);
      undo(async () => {
        holding = false;
        for (const socket of holders) await socket.end();
        await Promise.all(all);
      });
      const others = await Bystanders.at(relay);
      for (let i = 0; i < 10; i++) await (await relay.device()).close();
      await others.exchange();
    });
  }
});
