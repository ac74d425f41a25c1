import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, expect } from '../helpers/commandLine';

// The scripts for the shells, each asked by its own shell for what it offers. The program is not on the path: were it
// started to complete a word, nothing would be offered.

base.skip(process.platform !== 'linux', 'the shells are installed on Linux alone');

const ZSH_DRIVER = join(import.meta.dirname, '../helpers/complete.zsh');
const BASH_DRIVER = `source "$1"
COMP_WORDS=("\${@:2}")
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
function=$(complete -p buckets-relay)
function=\${function#*-F }
"\${function%% *}" 2> /dev/null
printf '%s\\n' "\${COMPREPLY[@]}"`;

type Shell = 'bash' | 'zsh' | 'fish';

/** What `shell` is started with to complete the last word of `line`, its script being in the file `script`. */
const ASK: Record<Shell, (script: string, line: string) => string[]> = {
  // As bash splits it: the sign is a word of its own.
  bash: (script, line) => [
    '--norc',
    '-c',
    BASH_DRIVER,
    'bash',
    script,
    ...line.replace(/=/, ' = ').split(' '),
  ],
  zsh: (script, line) => ['-f', ZSH_DRIVER, script, line],
  fish: (script, line) => [
    '--no-config',
    '-c',
    'source $argv[1]; complete --do-complete $argv[2]',
    script,
    line,
  ],
};

const test = base.extend<{ offered: (shell: Shell, line: string) => Promise<string[]> }>({
  offered: async ({ run, folder }, use) => {
    await use(async (shell, line) => {
      const script = join(folder, `script.${shell}`);
      const { code, stdout, stderr } = await run(['completion', shell]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      await writeFile(script, stdout);
      const text = execFileSync(shell, ASK[shell](script, line), {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: '/usr/bin:/bin', HOME: folder, TERM: 'dumb', LC_ALL: 'C.UTF-8' },
      });
      const words = text.split(/\r?\n/).map((word) => word.split('\t')[0]?.trim() ?? '');
      return [...new Set(words.filter((word) => word !== ''))].sort();
    });
  },
});

const COMMANDS = [
  'chat',
  'completion',
  'discover',
  'doctor',
  'genkeys',
  'help',
  'qr',
  'receive',
  'send',
  'server',
  'service',
];

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  test.describe(shell, () => {
    test('offers the commands, and ends one that has begun', async ({ offered }) => {
      expect(await offered(shell, 'buckets-relay ')).toEqual(expect.arrayContaining(COMMANDS));
      expect(await offered(shell, 'buckets-relay serve')).toEqual(['server']);
      expect(await offered(shell, 'buckets-relay man')).toEqual([]);
      expect(await offered(shell, 'buckets-relay --ver')).toEqual(['--version']);
    });

    test('offers the options of the command that was typed', async ({ offered }) => {
      expect(await offered(shell, 'buckets-relay server --log-')).toEqual([
        '--log-file',
        '--log-format',
        '--log-level',
      ]);
      const keys = await offered(shell, 'buckets-relay genkeys -');
      expect(keys).toEqual(expect.arrayContaining(['--public', '--secret', '--help']));
      expect(keys).not.toContain('--port');
    });

    test('offers the choices of an option and of an argument', async ({ offered }) => {
      const levels = ['detail', 'error', 'info', 'warning'];
      expect(await offered(shell, 'buckets-relay server --log-level ')).toEqual(levels);
      expect(await offered(shell, 'buckets-relay server --port 1 --log-level d')).toEqual(['detail']);
      const joined = await offered(shell, 'buckets-relay server --log-level=d');
      expect(joined.map((word) => word.replace('--log-level=', ''))).toEqual(['detail']);
      expect(await offered(shell, 'buckets-relay completion b')).toEqual(['bash']);
      expect(await offered(shell, 'buckets-relay help se')).toEqual(['send', 'server', 'service']);
    });

    test('offers files and folders where they are asked for, and nowhere else', async ({
      offered,
      folder,
    }) => {
      await mkdir(join(folder, 'own folder'));
      await writeFile(join(folder, 'own file'), '');
      const bare = (words: string[]) => words.map((word) => word.replaceAll('\\', '').replace(/\/$/, ''));
      const files = bare(await offered(shell, 'buckets-relay server --account own'));
      expect(files).toEqual(['own file', 'own folder']);
      expect(bare(await offered(shell, 'buckets-relay server --tls-directory own'))).toEqual(['own folder']);
      for (const sign of ['<', '>', '2>>'])
        expect(bare(await offered(shell, `buckets-relay send http://relay key ${sign} own`))).toEqual(files);
      expect(await offered(shell, 'buckets-relay server --password own')).toEqual([]);
      expect(await offered(shell, 'buckets-relay server --name own')).toEqual([]);
    });
  });
}

test('zsh and fish show what a word is for', async ({ run }) => {
  for (const shell of ['zsh', 'fish']) {
    const { stdout } = await run(['completion', shell]);
    expect(stdout.toString()).toContain('Run a relay in this terminal, without a window.');
  }
});

test('another shell is a usage error', async ({ run }) => {
  const exit = await run(['completion', 'tcsh']);
  expect(exit).toMatchObject({ code: 2, stderr: expect.stringContaining('bash, zsh, fish') });
});
