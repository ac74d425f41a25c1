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
import { errorCode } from '../lib/errorCode';
import { err, ok, type Result } from '../lib/result';
import { autostartEntry, isActive } from './autostartEntry';

const HIDDEN = '--hidden';

/**
 * Has the app started, without a window, when the person logs in; or no more. The problem is a sentence for the person.
 * Needs the app to be ready.
 */
export function setStartAtLogin(on: boolean): Result<void, string> {
  if (process.platform === 'linux') return on ? writeEntry() : removeEntry();
  if (process.platform === 'darwin' && !app.isPackaged) {
    return err('macOS can start only an app at login, and this one runs from its sources.');
  }
  app.setLoginItemSettings({ ...loginItem(), openAtLogin: on });
  if (startsAtLogin() === on) return ok(undefined);
  return err('The system did not accept the change. Look at the apps that start at login in its settings.');
}

/** Whether the app will be started at the next login. The system's own settings can change it at any time. */
export function startsAtLogin(): boolean {
  if (process.platform === 'linux') return isActive(readEntry() ?? 'Hidden=true');
  const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(loginItem());
  // On Windows the Task Manager can forbid what is registered.
  return process.platform === 'win32' ? executableWillLaunchAtLogin : openAtLogin;
}

/** An AppImage that was moved or replaced is started at its old place no more: the entry is to follow it. */
export function refreshStartAtLogin(): Result<void, string> {
  if (process.env.APPIMAGE === undefined || !startsAtLogin()) return ok(undefined);
  return readEntry() === autostartEntry(command()) ? ok(undefined) : writeEntry();
}

/** Whether the app was started without a window being wanted: by its own entry, or by macOS, which knows no arguments. */
export function startedHidden(): boolean {
  if (process.argv.includes(HIDDEN)) return true;
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

/** What is started: the app's program, or the file that the person knows where the program is unpacked from one. */
function command(): string[] {
  const program = process.env.APPIMAGE ?? process.env.PORTABLE_EXECUTABLE_FILE ?? process.execPath;
  return app.isPackaged ? [program, HIDDEN] : [process.execPath, app.getAppPath(), HIDDEN];
}

/** The login item of macOS, where it is always the app itself, and of Windows. */
function loginItem(): { name?: string; path?: string; args?: string[] } {
  if (process.platform === 'darwin') return {};
  const [path = process.execPath, ...args] = command();
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
function writeEntry(): Result<void, string> {
  const path = entryPath();
  const temporary = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(file, autostartEntry(command()));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    return ok(undefined);
  } catch (error) {
    discard(temporary);
    return err(sentence('could not be written', path, error));
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where it could not be made, there is nothing to remove either.
  }
}

function removeEntry(): Result<void, string> {
  try {
    rmSync(entryPath(), { force: true });
    return ok(undefined);
  } catch (error) {
    return err(sentence('could not be removed', entryPath(), error));
  }
}

const sentence = (what: string, path: string, error: unknown): string =>
  `The file ${path} ${what} (${errorCode(error)}).`;
