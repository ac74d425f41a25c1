import { type Cli, type Exit, startCli } from './processes';
import { ACCOUNT, test as base, expect } from './relayFixture';

/** Credentials in the environment, as `RELAY_USERNAME` and `RELAY_PASSWORD`. */
export const LOGIN = { RELAY_USERNAME: ACCOUNT.username, RELAY_PASSWORD: ACCOUNT.password };

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: Uint8Array | string;
  /** The command that it is started through, as `onTerminal` gives. */
  readonly entry?: readonly string[];
}

interface Kit {
  /** Starts the command line in the test's own folder, and ends it with the test. */
  cli: (args: readonly string[], options?: CliOptions) => Cli;
  /** The same, until it has ended by itself. Its input is empty unless it is given. */
  run: (args: readonly string[], options?: CliOptions) => Promise<Exit>;
  /** `server` on a free port, once it listens. */
  serve: (
    args?: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<Cli & { port: number }>;
}

export type { Cli };
export { expect };

export const test = base.extend<Kit>({
  cli: async ({ folder }, use) => {
    const started: Cli[] = [];
    await use((args, { env, entry } = {}) => {
      const cli = startCli(args, folder, env, entry);
      started.push(cli);
      return cli;
    });
    for (const cli of started) {
      if (cli.child.exitCode === null) cli.child.kill('SIGKILL');
      await cli.exited;
      expectNoTraces(cli);
    }
  },

  run: async ({ cli }, use) => {
    await use((args, options = {}) => {
      const running = cli(args, options);
      running.child.stdin.end(options.input ?? '');
      return running.exited;
    });
  },

  serve: async ({ cli }, use) => {
    await use(async (args = [], env = LOGIN) => {
      const running = cli(['server', '--port', '0', ...args], { env });
      const [, port] = await running.until('stdout', /:(\d+)(?:\/\S+)?\/v1\/relay\n/);
      return Object.assign(running, { port: Number(port) });
    });
  },
});

/** The lines that only a crash writes. */
const traces = (text: string): string[] =>
  text.split('\n').filter((line) => /^\s+at .*(:\d+|\))$|node:internal|^Node\.js v\d|^\s+throw /.test(line));

/** Fails when the process has crashed at some time. */
export const expectNoTraces = ({ stderr, stdout }: Cli): void =>
  expect(traces(stderr + stdout.toString('latin1')), 'stack traces').toEqual([]);

/** What a failing command says: one line on standard error, and nothing else. */
export function expectOneSentence(exit: Exit, containing: string | RegExp): void {
  expect(exit.stderr).toMatch(/^[^\n]+\n$/);
  expect(exit.stderr).toMatch(containing);
  expect(exit.stdout.toString()).toBe('');
  expect(exit.code).toBe(1);
}
