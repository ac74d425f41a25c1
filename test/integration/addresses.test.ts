import type { Server } from 'node:http';
import type { Check } from '../../preload/doctor';
import { type Cli, expect, expectOneSentence, LOGIN, test } from '../helpers/commandLine';
import { freePort, listenOn } from '../helpers/ports';
import { createProxy, type ProxyOptions } from '../helpers/proxy';
import { makeKeys } from '../helpers/rawDevice';

// What people type as the relay's address, and relays behind proxies.

type Run = (args: readonly string[], options?: { env?: Readonly<Record<string, string>> }) => Cli['exited'];

async function findings(run: Run, typed: string) {
  const { stdout } = await run(['doctor', '--json', typed], { env: LOGIN });
  const { checks } = JSON.parse(stdout.toString()) as { checks: readonly Check[] };
  return Object.fromEntries(checks.map(({ name, finding }) => [name, finding]));
}

/** Listens on a port of its own, and ends with the test. */
async function listening(server: Server, undo: (work: () => void) => void): Promise<number> {
  const port = await listenOn(server);
  undo(() => {
    server.closeAllConnections();
    server.close();
  });
  return port;
}

test('the doctor names the whole address for what was typed, and goes on with it', async ({ serve, run }) => {
  const { port } = await serve();
  const url = `http://127.0.0.1:${port}/v1/relay`;
  for (const typed of [
    `http://127.0.0.1:${port}`,
    `127.0.0.1:${port}`,
    `${url}/`,
    `https://127.0.0.1:${port}`,
  ])
    expect(await findings(run, typed), typed).toMatchObject({
      reachable: { kind: 'answersElsewhere', url },
      echo: { kind: 'talk' },
    });
  expect(await findings(run, `ws://127.0.0.1:${port}/v1/relay`)).toMatchObject({
    reachable: { kind: 'answers', url },
  });
});

test.describe('behind a proxy', () => {
  const behind = async (
    serve: () => Promise<{ port: number }>,
    undo: (work: () => void) => void,
    options: ProxyOptions,
  ) => {
    const { port } = await serve();
    return listening(createProxy(port, options), undo);
  };

  test('with a prefix, the doctor and devices find it there', async ({ serve, run, undo }) => {
    const port = await behind(serve, undo, { prefix: '/relay', upgrades: true });
    const url = `http://127.0.0.1:${port}/relay/v1/relay`;
    expect(await findings(run, url)).toMatchObject({
      reachable: { kind: 'answers', url },
      echo: { kind: 'talk' },
    });
    expect(await findings(run, `http://127.0.0.1:${port}/relay/`)).toMatchObject({
      reachable: { kind: 'answersElsewhere', url },
      echo: { kind: 'talk' },
    });
    expect(await findings(run, `http://127.0.0.1:${port}`)).toMatchObject({
      reachable: { kind: 'noAnswer', why: { kind: 'notARelay', status: 404 } },
    });
  });

  test('with a prefix, the root leads to the page', async ({ serve, undo }) => {
    const port = await behind(serve, undo, { prefix: '/relay', upgrades: true });
    const page = await fetch(`http://127.0.0.1:${port}/relay/`);
    expect([page.status, page.url]).toEqual([200, `http://127.0.0.1:${port}/relay/v1/`]);
  });

  test('of which a prefix was typed that it does not have, it is found at the root', async ({
    serve,
    run,
    undo,
  }) => {
    const port = await behind(serve, undo, { prefix: '', upgrades: true });
    expect(await findings(run, `http://127.0.0.1:${port}/buckets`)).toMatchObject({
      reachable: { kind: 'answersElsewhere', url: `http://127.0.0.1:${port}/v1/relay` },
      echo: { kind: 'talk' },
    });
  });

  test('that keeps the upgrade, the doctor and devices say so', async ({ serve, run, undo }) => {
    const port = await behind(serve, undo, { prefix: '', upgrades: false });
    const url = `http://127.0.0.1:${port}/v1/relay`;
    expect(await findings(run, url)).toMatchObject({
      reachable: { kind: 'answers', url },
      login: { kind: 'loginFailed', why: { kind: 'noUpgrade', status: 400 } },
    });
    await run(['genkeys']);
    expectOneSentence(
      await run(['receive', url, makeKeys().key], { env: LOGIN }),
      'a proxy in between keeps the upgrade to a websocket from it (status 400)',
    );
  });
});

test('send and receive complete an address, and say which', async ({ run }) => {
  await run(['genkeys']);
  const port = await freePort();
  const { code, stderr } = await run(['receive', `127.0.0.1:${port}`, makeKeys().key], { env: LOGIN });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(
      `^The whole address is http://127\\.0\\.0\\.1:${port}/v1/relay\\.\nNo relay answers at http://127\\.0\\.0\\.1:${port}/v1/relay `,
    ),
  );
});

test('a password within the address is refused, and not repeated', async ({ run }) => {
  await run(['genkeys']);
  for (const typed of [
    'http://me:hunter2@127.0.0.1:1/v1/relay',
    'me:hunter2@127.0.0.1:1',
    'http:/me:hunter2@a.b:1',
  ]) {
    const exit = await run(['receive', typed, makeKeys().key], { env: LOGIN });
    expectOneSentence(exit, 'do not belong into the address');
    const doctor = await run(['doctor', '--json', typed]);
    for (const text of [exit.stderr, doctor.stderr, doctor.stdout.toString()])
      expect(text).not.toContain('hunter2');
  }
});
