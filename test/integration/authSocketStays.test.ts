import type { AuthClient } from '../helpers/authClient';
import { expect, test } from '../helpers/authSocketFixture';
import { hold } from '../helpers/playedRegistration';
import { upgradeRequest } from '../helpers/rawDevice';

// Who may have a socket of /v1/auth, and for how long.

const LOOK_MS = 30_000;

const ask = (id: number) => ({ id, command: 'sendVerify', args: { email: 'anna@example.org' } });

test.describe('who stays', () => {
  test('and never asks is closed soon, and who asks nothing any more after ten minutes', async ({ auth }) => {
    const [silent, idle] = [await auth.client(), await auth.client()];
    await idle.ask(JSON.stringify(ask(1)));
    /** Lets all of them answer the ping of the last look. */
    const look = async (...clients: readonly AuthClient[]) => {
      const pinged = clients.map(
        ({ websocket }) => new Promise((resolve) => websocket.once('ping', resolve)),
      );
      auth.clock.pass(LOOK_MS);
      await Promise.all(pinged);
      // Behind the pong: what comes after it has been read when this is answered.
      for (const { websocket } of clients) {
        if (websocket.readyState !== websocket.OPEN) continue;
        websocket.ping();
        await new Promise((resolve) => websocket.once('pong', resolve));
      }
    };
    await look(silent, idle);
    await look(silent, idle);
    expect(await silent.closed).toEqual({ code: 1000, reason: 'idle' });
    for (let i = 2; i < 20; i++) await look(idle);
    expect(idle.websocket.readyState).toBe(idle.websocket.OPEN);
    auth.clock.pass(LOOK_MS);
    expect(await idle.closed).toEqual({ code: 1000, reason: 'idle' });
  });

  test('and waits for an answer is not idle', async ({ auth }) => {
    const client = await auth.client();
    const open = hold(auth.registration);
    client.say(ask(1));
    await auth.registration.visitors.next();
    for (let i = 0; i < 25; i++) {
      const pinged = new Promise((resolve) => client.websocket.once('ping', resolve));
      auth.clock.pass(LOOK_MS);
      await pinged;
      client.websocket.ping();
      await new Promise((resolve) => client.websocket.once('pong', resolve));
    }
    open();
    expect(await client.answers.next()).toBe('{"id":1,"response":true}');
  });

  test('and gives no sign of life is cut', async ({ auth }) => {
    const socket = await auth.raw();
    socket.request(...upgradeRequest('/v1/auth'));
    await socket.answer('upgrade');
    auth.clock.pass(LOOK_MS);
    const ping = Buffer.from([0x89, 0]);
    await socket.take((bytes) => (bytes.equals(ping) ? { value: true, length: bytes.length } : undefined));
    auth.clock.pass(LOOK_MS);
    expect((await socket.rest()).length).toBe(0);
  });

  test('hears of the relay’s end (1001), and nothing is left of the looks', async ({ auth }) => {
    const client = await auth.client();
    await auth.server.stop();
    expect((await client.closed).code).toBe(1001);
    expect(auth.clock.waiting).toBe(0);
  });

  test('does so beyond a newcomer’s time', async ({ startAuth }) => {
    const relay = await startAuth({ limits: { loginMs: 300 } });
    const client = await relay.client();
    const newcomer = await relay.raw();
    await newcomer.closed;
    expect(await client.ask(JSON.stringify(ask(1)))).toBe('{"id":1,"response":true}');
  });
});

test.describe('a page', () => {
  test('of another site is refused before any websocket, and a program is not', async ({
    auth,
    startAuth,
  }) => {
    const here = `127.0.0.1:${auth.port}`;
    for (const origin of [
      'https://evil.example',
      'null',
      `http://127.0.0.1:1`,
      'file://',
      `ftp://${here}`,
      '',
    ])
      await expect(auth.client({ Origin: origin }), origin).rejects.toThrow('403');
    for (const headers of [{}, { Origin: `http://${here}` }, { Origin: `https://${here}` }])
      await auth.client(headers);
    await auth.client({ Host: 'relay.example.org', Origin: 'https://relay.example.org' });

    const known = await startAuth({ publicUrl: 'https://relay.example.org/buckets' });
    await known.client({ Host: 'proxied', Origin: 'https://relay.example.org' });
    await known.client({ Origin: `http://127.0.0.1:${known.port}` });
    for (const origin of [
      'http://relay.example.org',
      'https://relay.example.org:444',
      'https://rebound.example',
    ])
      await expect(known.client({ Host: new URL(origin).host, Origin: origin }), origin).rejects.toThrow(
        '403',
      );
  });

  test('that asks for no websocket is told to', async ({ auth }) => {
    const answer = await fetch(`http://127.0.0.1:${auth.port}/v1/auth`);
    expect([answer.status, answer.headers.get('upgrade')]).toEqual([426, 'websocket']);
    const socket = await auth.raw();
    socket.request(...upgradeRequest('/v1/auth').filter((line) => !line.startsWith('Sec-WebSocket-Key')));
    expect((await socket.answer()).status).toBe(400);
  });
});
