import { execFile } from 'node:child_process';
import { createStore, type Dispose, type Observable } from '../../lib/observable';

/**
 * After what times it is looked for a tray that is not there yet, in seconds, the last one again and again: a desktop that
 * has one mostly has it soon, and each look starts a program.
 */
const LOOKS_S = [1, 1, 2, 4, 12, 40, 300] as const;

export interface TrayHost {
  /** Whether the desktop shows tray icons; undefined while that is not known, or cannot be asked. */
  readonly isThere: Observable<boolean | undefined>;
  stop: Dispose;
}

/**
 * Looks whether a Linux desktop has a tray, until it has one. At login the app may be there before the panel, and Electron
 * asks for a tray only once, when an icon is made; GNOME has one only with an extension.
 */
export function watchTrayHost(): TrayHost {
  const isThere = createStore<boolean | undefined>(undefined);
  let timer: NodeJS.Timeout | undefined;
  let looks = 0;
  let stopped = false;

  async function look(): Promise<void> {
    const answer = await hasOwner('org.kde.StatusNotifierWatcher');
    if (stopped) return;
    isThere.update(() => answer);
    if (answer !== false) return;
    const seconds = LOOKS_S[Math.min(looks, LOOKS_S.length - 1)] ?? 300;
    looks += 1;
    timer = setTimeout(() => void look(), 1_000 * seconds);
  }

  if (process.platform === 'linux') void look();
  return {
    isThere,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Whether a program has a name on the session's bus; undefined where there is no bus, or no `dbus-send` to ask it. */
function hasOwner(name: string): Promise<boolean | undefined> {
  const bus = ['--session', '--print-reply=literal', '--reply-timeout=2000', '--dest=org.freedesktop.DBus'];
  const question = ['/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner', `string:${name}`];
  return new Promise((resolve) => {
    execFile('dbus-send', [...bus, ...question], { timeout: 3_000 }, (error, stdout) => {
      resolve(error ? undefined : stdout.includes('true'));
    });
  });
}
