import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { app } from 'electron';
import type { AutostartProblem } from '../../../preload/views';
import type { Autostart } from '../../app/settings/persistence';
import { errorCode } from '../../lib/errorCode';
import { err, ok, type Result } from '../../lib/result';
import { autostartEntry, isActive } from './autostartEntry';

const HIDDEN = '--hidden';

/** Has the app started when the person logs in, `hidden` without a window; or no more. Needs the app to be ready. */
function setStartAtLogin(on: boolean, hidden: boolean): Result<void, AutostartProblem> {
  if (process.platform === 'linux') return on ? writeEntry(hidden) : removeEntry();
  if (process.platform === 'darwin' && !app.isPackaged) return err({ kind: 'noApp' });
  app.setLoginItemSettings({ ...loginItem(hidden), openAtLogin: on });
  return startsAtLogin() === on ? ok(undefined) : err({ kind: 'notAccepted' });
}

/** Whether the app will be started at the next login. The system's own settings can change it at any time. */
function startsAtLogin(): boolean {
  if (process.platform === 'linux') return isActive(readEntry() ?? 'Hidden=true');
  return [true, false].some((hidden) => {
    const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(loginItem(hidden));
    // On Windows the Task Manager can forbid what is registered.
    return process.platform === 'win32' ? executableWillLaunchAtLogin : openAtLogin;
  });
}

export const autostart: Autostart = { isOn: startsAtLogin, set: setStartAtLogin };

/** An AppImage that was moved or replaced is started at its old place no more: the entry is to follow it. */
export function refreshStartAtLogin(hidden: boolean): Result<void, AutostartProblem> {
  if (process.env.APPIMAGE === undefined || !startsAtLogin()) return ok(undefined);
  return readEntry() === autostartEntry(command(hidden)) ? ok(undefined) : writeEntry(hidden);
}

/** Whether the app was started without a window being wanted: by its own entry, or by macOS, which knows no arguments. */
export function startedHidden(): boolean {
  if (process.argv.includes(HIDDEN)) return true;
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

/** What is started: the app's program, or the file that the person knows where the program is unpacked from one. */
function command(hidden: boolean): string[] {
  const hiding = hidden ? [HIDDEN] : [];
  const program = process.env.APPIMAGE ?? process.env.PORTABLE_EXECUTABLE_FILE ?? process.execPath;
  return app.isPackaged ? [program, ...hiding] : [process.execPath, app.getAppPath(), ...hiding];
}

/** The login item of macOS, where it is always the app itself, and of Windows. */
function loginItem(hidden: boolean): { name?: string; path?: string; args?: string[] } {
  if (process.platform === 'darwin') return {};
  const [path = process.execPath, ...args] = command(hidden);
  // The uninstaller knows the name; Windows gets the arguments as one line.
  return { name: 'Buckets Relay', path, args: args.map((arg) => (arg.includes(' ') ? `"${arg}"` : arg)) };
}

function entryPath(): string {
  // The XDG specification has relative paths ignored.
  const config = process.env.XDG_CONFIG_HOME ?? '';
  return join(isAbsolute(config) ? config : join(homedir(), '.config'), 'autostart', 'buckets-relay.desktop');
}

function readEntry(): string | undefined {
  try {
    return readFileSync(entryPath(), 'utf8');
  } catch {
    return undefined;
  }
}

/** A login that falls between finds the old file or the new one. */
function writeEntry(hidden: boolean): Result<void, AutostartProblem> {
  const path = entryPath();
  const temporary = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(file, autostartEntry(command(hidden)));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    return ok(undefined);
  } catch (error) {
    discard(temporary);
    return err({ kind: 'cannotWrite', path, code: errorCode(error) });
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where it could not be made, there is nothing to remove either.
  }
}

function removeEntry(): Result<void, AutostartProblem> {
  const path = entryPath();
  try {
    rmSync(path, { force: true });
    return ok(undefined);
  } catch (error) {
    return err({ kind: 'cannotRemove', path, code: errorCode(error) });
  }
}
