import { expect, type TestRelay, test } from '../helpers/integration';

// Nobody keeps a place for ever by doing nothing, or next to nothing: what is neither a device’s nor at work is ended.
// The bounds are some ten seconds long and cannot be had shorter, so that these tests wait for them, all at once.

const GET = 'GET /v1/ HTTP/1.1\r\nHost: relay\r\n\r\n';

/** What becomes of one that says `bytes`, one of them each second and a half, and then nothing. */
async function dribble(relay: TestRelay, bytes: string): Promise<string> {
  const socket = await relay.raw();
  let said = 0;
  const talking = setInterval(() => {
    if (said < bytes.length) socket.write(bytes[said++] ?? '');
  }, 1_500);
  const answer = (await socket.rest()).toString('latin1');
  clearInterval(talking);
  return answer;
}

/** Asked once, and then nothing: Node’s own few seconds for the next request. */
async function idle(relay: TestRelay): Promise<string> {
  const socket = await relay.raw();
  socket.write(GET);
  return (await socket.rest()).toString('latin1');
}

/** A body of which a byte comes now and then. */
async function drip(relay: TestRelay): Promise<string> {
  const socket = await relay.raw();
  socket.write('POST /v1/ HTTP/1.1\r\nHost: relay\r\nContent-Length: 1000\r\n\r\n');
  const talking = setInterval(() => socket.write('x'), 1_000);
  const answer = (await socket.rest()).toString('latin1');
  clearInterval(talking);
  return answer;
}

test('who does not come to an end with asking is waited for so long and no longer', async ({ relay }) => {
  test.slow();
  const TIMED_OUT = /^$|^HTTP\/1\.1 408 Request Timeout\r\n/;
  expect(await Promise.all([dribble(relay, ''), dribble(relay, GET), idle(relay), drip(relay)])).toEqual([
    expect.stringMatching(TIMED_OUT),
    expect.stringMatching(TIMED_OUT),
    expect.stringMatching(/^HTTP\/1\.1 200 OK\r\n/),
    expect.stringMatching(/^HTTP\/1\.1 405 Method Not Allowed\r\n/),
  ]);
});

test('nor is one kept that asks on and on and reads no answer', async ({ relay }) => {
  test.setTimeout(40_000);
  const socket = await relay.raw();
  socket.socket.pause();
  // Of a size that fits whole into what is read at a time: no request is ever half there, which would be waited for
  // only so long. And far more answers than two systems keep for a connection.
  const head = 'GET /v1/ HTTP/1.1\r\nHost: ';
  const request = `${head.padEnd(60, 'r')}\r\n\r\n`;
  for (let i = 0; i < 200; i++) socket.write(request.repeat(1_024));
  // Who does not read hears of its end when it goes on writing.
  const asking = setInterval(() => socket.write(request), 1_000);
  await socket.closed;
  clearInterval(asking);
});
