import { execFile } from 'node:child_process';

/** What shows the trays of Linux desktops has this name on the session's bus. */
const WATCHER = 'org.kde.StatusNotifierWatcher';

/** How long asking the bus may take, in milliseconds. */
const PATIENCE_MS = 3_000;

const DBUS = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'] as const;

/** The same question for each of the tools that a desktop may have. */
const QUESTIONS: readonly (readonly [string, readonly string[]])[] = [
  [
    'gdbus',
    [
      ...['call', '--session', '--dest', DBUS[0], '--object-path', DBUS[1]],
      ...['--method', `${DBUS[2]}.NameHasOwner`, WATCHER],
    ],
  ],
  ['busctl', ['--user', 'call', ...DBUS, 'NameHasOwner', 's', WATCHER]],
  [
    'dbus-send',
    [
      ...['--session', '--print-reply', `--dest=${DBUS[0]}`, DBUS[1]],
      ...[`${DBUS[2]}.NameHasOwner`, `string:${WATCHER}`],
    ],
  ],
];

/**
 * Whether this desktop shows a tray. Only on Linux can there be none, as on GNOME without its extension; where nobody
 * can be asked, there is one. Never rejects.
 */
export async function hasTray(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  for (const [tool, args] of QUESTIONS) {
    const answer = /\b(true|false)\b/.exec(await output(tool, args))?.[1];
    if (answer !== undefined) return answer === 'true';
  }
  return true;
}

const output = (tool: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(tool, args, { timeout: PATIENCE_MS }, (_error, stdout) => resolve(stdout));
  });
