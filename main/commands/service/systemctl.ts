import { execFile } from 'node:child_process';
import { errorCode } from '../../lib/errorCode';
import { err, ok, type Result } from '../../lib/result';
import { CommandError } from '../commandError';
import type { ServiceScope } from './servicePlace';

/** Why systemd did not do what it was asked for: it is not here at all, or it says so itself. */
export type SystemctlProblem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly stdout: string; readonly stderr: string };

/** Asks the service manager of the system or of the user; gives what it printed. Never rejects. */
export type Systemctl = (...words: readonly string[]) => Promise<Result<string, SystemctlProblem>>;

export const systemctlOf =
  (scope: ServiceScope): Systemctl =>
  (...words) =>
    new Promise((resolve) => {
      const args = scope === 'user' ? ['--user', ...words] : words;
      execFile('systemctl', args, (error, stdout, stderr) => {
        if (!error) resolve(ok(stdout));
        else if (errorCode(error) === 'ENOENT') resolve(err({ kind: 'missing' }));
        else resolve(err({ kind: 'failed', stdout, stderr }));
      });
    });

/** How a relay is started with the computer where there is no systemd. */
const ELSEWHERE: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'macOS starts programs through launchd: put a property list in ~/Library/LaunchAgents',
  win32: 'Windows starts programs through its Task Scheduler: make a task with the trigger “At startup”',
};

/** Says that there is no systemd, and what there is in its place. */
export const noSystemd = (platform: NodeJS.Platform): CommandError =>
  new CommandError(
    `A service needs systemd, which does not run here. ${ELSEWHERE[platform] ?? 'Have your service manager or Docker run “buckets-relay server”'}; docs/systemd.md tells more.`,
  );

/** Throws a CommandError unless the service manager can be asked. */
export async function expectSystemd(systemctl: Systemctl, platform: NodeJS.Platform): Promise<void> {
  if (platform !== 'linux') throw noSystemd(platform);
  const asked = await systemctl('show', '--property=Version');
  if (asked.ok) return;
  if (asked.error.kind === 'missing') throw noSystemd(platform);
  throw new CommandError(`systemd cannot be asked: ${firstLine(asked.error.stderr)}`);
}

/** Has systemd do something. Throws a CommandError that says why it did not. */
export async function demand(systemctl: Systemctl, ...words: readonly string[]): Promise<void> {
  const done = await systemctl(...words);
  if (done.ok) return;
  const why = done.error.kind === 'missing' ? 'it is not there any more' : firstLine(done.error.stderr);
  throw new CommandError(
    `systemctl ${words.join(' ')} failed: ${why} “journalctl -e” and “buckets-relay service status” tell more.`,
  );
}

const firstLine = (text: string): string => {
  const [line = ''] = text.trim().split('\n');
  return /[.!?]$/.test(line) ? line : `${line}.`;
};
