import { execFile } from 'node:child_process';
import { createStore, type Observable, type Undo } from '../lib/observable';

/** How often is looked for a tray that is not there yet, in milliseconds: soon after the start, and from then on. */
const SOON_MS = 2_000;
const LATER_MS = 30_000;
const SOON_LOOKS = 60;

export interface TrayHost {
  /** Whether the desktop shows tray icons; undefined while that is not known, or cannot be asked. */
  readonly isThere: Observable<boolean | undefined>;
  stop: Undo;
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
    looks += 1;
    if (answer === false) timer = setTimeout(() => void look(), looks < SOON_LOOKS ? SOON_MS : LATER_MS);
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
