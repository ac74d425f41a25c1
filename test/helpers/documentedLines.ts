import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shellBlocks } from './documentation';
import { test as base, expect, type Host } from './network';
import type { Cli } from './processes';

// The commands that the documentation shows, and computers to run them on.

export const root = join(import.meta.dirname, '../..');
const PROGRAM = join(root, 'out/main/cli.cjs');

/** The lines of ours that stand in the pages' blocks for a shell. */
export async function documentedLines(): Promise<string[]> {
  const pages = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
  const blocks = await Promise.all(['README.md', ...pages.map((name) => `docs/${name}`)].map(shellBlocks));
  return blocks
    .flat()
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => /^(sudo |\w+=\S* )*buckets-relay /.test(line));
}

/** What a line was run as, so that the last test can tell which ones nobody ran. */
export const RUN = new Set<string>();

interface Kit {
  home: Host;
  phone: Host;
  /** Runs a line as it stands there, but for what `words` replaces, on one of the computers. */
  shell: (host: Host, line: string, words?: Readonly<Record<string, string>>) => Cli;
  /** The same, to its end, which has to be a good one. */
  done: (host: Host, line: string, words?: Readonly<Record<string, string>>) => Promise<string>;
}

export const test = base.extend<Kit>({
  home: async ({ network }, use) => {
    const host = network.host();
    host.move('192.168.7.1', '192.168.1.24');
    await use(host);
  },
  phone: async ({ network, home }, use) => {
    expect(home.name).not.toBe('');
    const host = network.host();
    host.move('192.168.7.2', '192.168.1.30');
    await use(host);
  },
  shell: async ({ folder }, use) => {
    await use((host, line, words = {}) => {
      RUN.add(line);
      let script = line;
      for (const [word, value] of Object.entries(words)) script = script.replaceAll(word, value);
      const prelude = `cd; set -o pipefail; buckets-relay() { exec '${process.execPath}' '${PROGRAM}' "$@"; }`;
      const env = {
        HOME: join(folder, host.name),
        RELAY_USERNAME: 'household',
        RELAY_PASSWORD: 'secret',
        RELAY_PASSPHRASE: 'four words and more',
      };
      return host.run('bash', ['-c', `${prelude}; ${script}`], env);
    });
  },
  done: async ({ shell }, use) => {
    await use(async (host, line, words) => {
      const { code, stdout, stderr } = await shell(host, line, words).exited;
      expect({ line, code, stderr }).toMatchObject({ line, code: 0 });
      return stdout.toString();
    });
  },
});

export const ACCOUNT = { username: 'household', password: 'secret' };

/** Makes a computer's home folder, with the account's file where the pages have it. */
export async function makeHome(folder: string, host: Host): Promise<string> {
  const home = join(folder, host.name);
  await mkdir(home, { recursive: true });
  for (const name of ['relay-account.json', 'account.json'])
    await writeFile(join(home, name), JSON.stringify(ACCOUNT));
  return home;
}

/** Takes every mail, in the network of a computer of the test's. */
export const MAIL_SERVER = `
const { SMTPServer } = require(${JSON.stringify(join(root, 'node_modules/smtp-server'))});
const onData = (stream, session, done) => stream.resume().on('end', () => done(null, 'taken'));
new SMTPServer({ disabledCommands: ['AUTH', 'STARTTLS'], onData }).listen(2525, () => console.log('ready'));
`;
