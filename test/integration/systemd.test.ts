import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test as base, type Cli, expect, LOGIN } from '../helpers/commandLine';
import { freePort } from '../helpers/ports';
import { Queue } from '../helpers/queue';
import { RawDevice } from '../helpers/rawDevice';
import { ACCOUNT } from '../helpers/relayFixture';

// The relay and the parts of systemd that run without it being the system's own: what a service tells its manager, sockets
// that are passed to it, and how its units are judged.

const root = join(import.meta.dirname, '../..');

const hasTools = ['systemd-analyze', 'systemd-notify', 'systemd-socket-activate'].every(
  (tool) => spawnSync(tool, ['--version']).status === 0,
);

base.skip(!hasTools, 'systemd is not installed');

interface Manager {
  /** Where it listens, as NOTIFY_SOCKET. */
  readonly path: string;
  readonly heard: Queue<string>;
}

const test = base.extend<{ manager: Manager }>({
  manager: async ({ folder, undo }, use) => {
    const path = join(folder, 'notify');
    const listener = spawn('python3', [join(root, 'test/helpers/notifySocket.py'), path]);
    undo(() => listener.kill());
    const heard = new Queue<string>();
    const lines = createInterface({ input: listener.stdout });
    await new Promise((resolve) => lines.once('line', resolve));
    lines.on('line', (line) => heard.push(JSON.parse(line)));
    await use({ path, heard });
  },
});

/** The next message that says `first` at its beginning. */
async function hears(manager: Manager, first: string): Promise<string> {
  for (;;) {
    const message = await manager.heard.next();
    if (message.startsWith(first)) return message;
  }
}

/** Two devices log in at `port`, and one sends the other something. */
async function expectTraffic(port: number): Promise<void> {
  const open = async () => (await RawDevice.open({ port, ...ACCOUNT })).login();
  const [a, b] = [await open(), await open()];
  a.connect(b);
  b.connect(a);
  const until = async (device: RawDevice, kind: string) => {
    for (;;) {
      const heard = await device.next();
      if (heard.kind === kind) return heard;
    }
  };
  await until(a, 'connected');
  a.data(b, 'hello');
  expect(await until(b, 'data')).toMatchObject({ data: Buffer.from('hello') });
  await a.close();
  await b.close();
}

const kill = (cli: Cli, signal: NodeJS.Signals) => void cli.child.kill(signal);

test.describe('a service manager', () => {
  test('hears that the relay is ready, alive, reads its files again, and stops', async ({
    manager,
    serve,
  }) => {
    const server = await serve([], { ...LOGIN, NOTIFY_SOCKET: manager.path, WATCHDOG_USEC: '200000' });
    expect((await manager.heard.next()).split('\n')).toEqual([
      'READY=1',
      `MAINPID=${server.child.pid}`,
      `STATUS=listening on http://127.0.0.1:${server.port}/v1/relay`,
    ]);
    await hears(manager, 'WATCHDOG=1');
    await hears(manager, 'WATCHDOG=1');
    kill(server, 'SIGHUP');
    expect(await hears(manager, 'RELOADING=1')).toMatch(/^RELOADING=1\nMONOTONIC_USEC=\d+$/);
    await server.until('stderr', /read the files again/);
    expect(await hears(manager, 'READY=1')).toBe('READY=1');
    kill(server, 'SIGTERM');
    expect(await hears(manager, 'STOPPING=1')).toBe('STOPPING=1\nSTATUS=stopping');
    expect((await server.exited).code).toBe(0);
    expect(server.stderr).not.toContain('service manager');
  });

  test('hears of no life that another process is asked for', async ({ manager, serve }) => {
    const env = { ...LOGIN, NOTIFY_SOCKET: manager.path, WATCHDOG_USEC: '1000', WATCHDOG_PID: '1' };
    const server = await serve([], env);
    await hears(manager, 'READY=1');
    kill(server, 'SIGHUP');
    expect(await manager.heard.next()).toMatch(/^RELOADING=1/);
    expect(await manager.heard.next()).toBe('READY=1');
    kill(server, 'SIGTERM');
    expect(await manager.heard.next()).toMatch(/^STOPPING=1/);
  });

  test('that cannot be reached is told of once, and the relay goes on', async ({ folder, serve }) => {
    const server = await serve([], {
      ...LOGIN,
      NOTIFY_SOCKET: join(folder, 'nobody'),
      WATCHDOG_USEC: '1000',
    });
    await server.until('stderr', /the service manager could not be told .* systemd-notify failed \(1\)\n/);
    kill(server, 'SIGHUP');
    await server.until('stderr', /read the files again/);
    await expectTraffic(server.port);
    kill(server, 'SIGTERM');
    expect((await server.exited).code).toBe(0);
    expect(server.stderr.match(/service manager/g)).toHaveLength(1);
  });

  test('without the program to reach it is told of in the same way', async ({ folder, serve }) => {
    const server = await serve([], { ...LOGIN, PATH: folder, NOTIFY_SOCKET: join(folder, 'nobody') });
    await server.until('stderr', /there is no program systemd-notify\. Install it/);
    await expectTraffic(server.port);
  });
});

test.describe('a socket that systemd passes', () => {
  const through = (...ports: readonly number[]) => [
    'systemd-socket-activate',
    ...ports.flatMap((port) => ['-l', `127.0.0.1:${port}`]),
    // What it starts gets these variables alone.
    ...['RELAY_USERNAME', 'RELAY_PASSWORD', 'HOME', 'PATH'].flatMap((name) => ['-E', name]),
  ];

  test('is listened on in place of port and address, from the first connection on', async ({ cli }) => {
    const port = await freePort();
    const server = cli(['server', '--port', '1', '--address', '203.0.113.1'], {
      env: LOGIN,
      entry: through(port),
    });
    await server.until('stderr', /Listening on /);
    expect(server.stdout.toString()).toBe('');
    await expectTraffic(port);
    expect(server.stdout.toString()).toBe(`listening on http://127.0.0.1:${port}/v1/relay\n`);
    kill(server, 'SIGTERM');
    expect((await server.exited).code).toBe(0);
  });

  test('has a self-signed certificate for every address', async ({ cli, folder }) => {
    const port = await freePort();
    const server = cli(['server', '--tls', 'self-signed', '--tls-directory', folder], {
      env: LOGIN,
      entry: through(port),
    });
    await server.until('stderr', /Listening on /);
    connect(port, '127.0.0.1').on('error', () => {});
    await server.until('stdout', new RegExp(`https://127\\.0\\.0\\.1:${port}/`));
  });

  test('is one alone', async ({ cli }) => {
    const ports = [await freePort(), await freePort()];
    const server = cli(['server'], { env: LOGIN, entry: through(...ports) });
    await server.until('stderr', /Listening on [\s\S]*Listening on /);
    connect(ports[0] ?? 0, '127.0.0.1').on('error', () => {});
    const exit = await server.exited;
    expect(exit.code).toBe(1);
    expect(exit.stderr).toContain('The relay was passed 2 sockets, and listens on one alone.');
  });

  test('that is none of TCP is refused', async ({ cli, folder }) => {
    const path = join(folder, 'socket');
    const server = cli(['server'], {
      env: LOGIN,
      entry: ['systemd-socket-activate', '-l', path, '-E', 'RELAY_USERNAME', '-E', 'RELAY_PASSWORD'],
    });
    await server.until('stderr', /Listening on /);
    connect(path).on('error', () => {});
    const exit = await server.exited;
    expect(exit.code).toBe(1);
    expect(exit.stderr).toContain('The relay could not start listening (not a TCP socket).');
  });

  test('for another process is let alone', async ({ serve }) => {
    await expectTraffic((await serve([], { ...LOGIN, LISTEN_FDS: '1', LISTEN_PID: '1' })).port);
  });
});

test.describe('the units', () => {
  const socket = join(root, 'examples/systemd/buckets-relay.socket');

  test('raise no complaint, alone or with the example of a socket', async ({ run, folder }) => {
    for (const scope of ['', '--user']) {
      const printed = await run(['service', 'install', '--print', ...(scope ? [scope] : [])]);
      expect(printed).toMatchObject({ code: 0, stderr: '' });
      const units = join(folder, `units${scope}`);
      await mkdir(units);
      await writeFile(join(units, 'buckets-relay.service'), printed.stdout);
      await writeFile(join(units, 'buckets-relay.socket'), await readFile(socket));
      const names = ['buckets-relay.service', 'buckets-relay.socket'].map((name) => join(units, name));
      const verified = spawnSync('systemd-analyze', ['verify', ...names], {
        encoding: 'utf8',
      });
      expect(verified).toMatchObject({ status: 0, stderr: '', stdout: '' });
    }
  });

  test('leave the relay little that it could do harm with', async ({ run, folder }) => {
    const printed = await run(['service', 'install', '--print']);
    const unit = join(folder, 'buckets-relay.service');
    await writeFile(unit, printed.stdout);
    // In tenths: it ends with an error for a unit that is more exposed.
    const judged = ['security', '--offline=true', '--threshold=19', '--no-pager', unit];
    const text = execFileSync('systemd-analyze', judged, { encoding: 'utf8' });
    expect(text).toMatch(/Overall exposure level for buckets-relay\.service: 1\.\d /);
  });
});
