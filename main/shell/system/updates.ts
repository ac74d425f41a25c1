import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app, BrowserWindow } from 'electron';
import type { AppUpdater } from 'electron-updater';
import { z } from 'zod';
import type { NewerVersion, UpdateView } from '../../../preload/views';
import { canReplaceItself } from '../../app/installation';
import { type Clock, every, systemClock } from '../../lib/clock';
import { createStore, type Observable } from '../../lib/observable';

/** How long after the start the app looks for a newer version, and how often from then on, in milliseconds. */
const FIRST_LOOK_MS = 60_000;
const NEXT_LOOK_MS = 24 * 3_600_000;

/** How soon it is seen that the app is to look again, in milliseconds. */
const ASK_MS = 3_600_000;

/** GitHub's releases, or a folder on a web server. */
export type Feed =
  | { readonly provider: 'github'; readonly owner: string; readonly repo: string }
  | { readonly provider: 'generic'; readonly url: string };

/** Where newer versions are announced, and where a person reads about them. */
export interface UpdateSource {
  readonly feed: Feed;
  readonly notesUrl: (version: string) => string;
  readonly canInstall: boolean;
}

export interface UpdatesDependencies {
  /** Undefined for an app that does not know where it comes from, as in development: it never looks. */
  readonly source: UpdateSource | undefined;
  /** Ends everything before the new version takes over, so that it finds port and files free. */
  readonly endAll: () => Promise<void>;
  /** Whether the app is to look without being asked. */
  readonly looksByItself: () => boolean;
  readonly clock?: Clock;
  readonly onProblem: (line: string) => void;
}

/** Looks for newer versions and, when the person says so, brings and installs them. Nothing happens by itself. */
export interface Updates {
  readonly state: Observable<UpdateView>;
  /** Looks now, because somebody asked. */
  check(): Promise<void>;
  /** Downloads what is available, where `canInstall` says so. */
  download(): Promise<void>;
  /** Ends the app and starts the downloaded version in its place. */
  install(): Promise<void>;
  /** The person wants to hear of the newer version later. */
  postpone(): void;
  /** Looks no more. */
  stop(): void;
}

export function createUpdates(deps: UpdatesDependencies): Updates {
  const { source, endAll, onProblem, clock = systemClock } = deps;
  const store = createStore<UpdateView>({ kind: source ? 'notLooked' : 'neverLooks' });
  const show = (state: UpdateView) => store.update(() => state);
  if (!source) {
    return { state: store, check: nothing, download: nothing, install: nothing, postpone() {}, stop() {} };
  }
  const { feed } = source;
  let postponed: string | undefined;
  let loaded: Promise<AppUpdater> | undefined;

  /** Loaded when something is to be looked for: it is a third of the app's code. */
  function load(): Promise<AppUpdater> {
    loaded ??= import('electron-updater').then(({ autoUpdater }) => {
      const updater = prepared(autoUpdater, feed);
      // Every failure also rejects what was asked for; an event without a listener would end the app.
      updater.on('error', () => {});
      updater.on('download-progress', ({ percent }) => {
        const state = store.get();
        if (state.kind === 'downloading') show({ ...state, percent: Math.floor(percent) });
      });
      return updater;
    });
    return loaded;
  }

  /** Asks the feed. */
  async function find(): Promise<NewerVersion | undefined> {
    const updater = await load();
    const found = await updater.checkForUpdates();
    if (!source || !found?.isUpdateAvailable) return undefined;
    const { version } = found.updateInfo;
    // A version for testers (1.3.0-beta.1) is for those who run one already.
    if (isTrial(version) && !isTrial(app.getVersion())) return undefined;
    const { notesUrl, canInstall } = source;
    return { version, notesUrl: notesUrl(version), canInstall, later: version === postponed };
  }

  async function look(): Promise<void> {
    const newer = await find();
    show(newer ? { kind: 'available', newer } : { kind: 'newest' });
  }

  const isBusy = () => ['checking', 'downloading', 'ready', 'installing'].includes(store.get().kind);
  const notFoundOut = (error: unknown) =>
    onProblem(`No newer version could be looked for: ${firstLine(error)}`);

  /** The app's own looking: without an answer, everything stays as it was. */
  function lookQuietly(): void {
    if (!deps.looksByItself() || isBusy() || clock.now() - lookedAt < NEXT_LOOK_MS) return;
    lookedAt = clock.now();
    look().catch(notFoundOut);
  }

  let lookedAt = Number.NEGATIVE_INFINITY;
  let wait = FIRST_LOOK_MS;
  const stopLooking = every(
    clock,
    () => {
      const ms = wait;
      wait = ASK_MS;
      return ms;
    },
    lookQuietly,
  );

  return {
    state: store,
    async check() {
      if (isBusy()) return;
      const before = store.get();
      show({ kind: 'checking' });
      await look().catch((error) => {
        notFoundOut(error);
        show('newer' in before ? before : { kind: 'noAnswer' });
      });
    },
    async download() {
      const before = store.get();
      if (!('newer' in before) || !before.newer.canInstall || isBusy()) return;
      let newer = { ...before.newer, later: false };
      show({ kind: 'downloading', newer, percent: 0 });
      try {
        // What was announced the last time may have been mended since.
        if (before.kind !== 'available') newer = (await find()) ?? newer;
        await (await load()).downloadUpdate();
        show({ kind: 'ready', newer });
      } catch (error) {
        onProblem(`Version ${newer.version} was not downloaded: ${firstLine(error)}`);
        show({ kind: isDamage(error) ? 'damaged' : 'notDownloaded', newer });
      }
    },
    async install() {
      const before = store.get();
      if (before.kind !== 'ready') return;
      show({ kind: 'installing', newer: before.newer });
      const updater = await load();
      stopLooking();
      await endAll();
      // A window that is only hidden when it is closed would keep macOS from going on.
      for (const window of BrowserWindow.getAllWindows()) window.destroy();
      app.releaseSingleInstanceLock();
      // By now nothing of the app is left but this: the version that is still there starts again.
      updater.once('error', (error) => {
        onProblem(`The newer version was not installed: ${firstLine(error)}`);
        app.relaunch();
        app.quit();
      });
      updater.quitAndInstall();
    },
    postpone() {
      const state = store.get();
      if (!('newer' in state)) return;
      postponed = state.newer.version;
      show({ ...state, newer: { ...state.newer, later: true } });
    },
    stop: stopLooking,
  };
}

const isTrial = (version: string): boolean => version.includes('-');

async function nothing(): Promise<void> {}

/** electron-updater with everything off that it does on its own account. */
function prepared(updater: AppUpdater, feed: Feed): AppUpdater {
  updater.logger = null;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowPrerelease = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  // It would look only where it thinks that it can install; whether to look at all is decided here.
  updater.forceDevUpdateConfig = true;
  // It numbers installations, for releases to a few at first. Nobody is to be known by such a number.
  updater.requestHeaders = { 'x-user-staging-id': '' };
  updater.setFeedURL(feed);
  return updater;
}

const isDamage = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_CHECKSUM_MISMATCH';

const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';

/** What `npm run package` writes into the app's package.json: see scripts/publisher.mjs. */
const packageSchema = z.object({ homepage: z.string(), signed: z.boolean() });

/** Where this very app comes from; undefined when it was not built from a public place. */
export function updateSource(): UpdateSource | undefined {
  const stored = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8'));
  const parsed = packageSchema.safeParse(stored);
  const [, owner, repo] =
    /^https:\/\/github\.com\/([\w.-]+)\/([\w.-]+)$/.exec(parsed.data?.homepage ?? '') ?? [];
  if (!parsed.success || !owner || !repo) return undefined;
  return {
    feed: { provider: 'github', owner, repo },
    notesUrl: (version) => `${parsed.data.homepage}/releases/tag/v${encodeURIComponent(version)}`,
    canInstall: canReplaceItself({
      platform: process.platform,
      signed: parsed.data.signed,
      writableAppImage: isReplaceable(process.env.APPIMAGE),
      portable: process.env.PORTABLE_EXECUTABLE_FILE !== undefined,
    }),
  };
}

function isReplaceable(path: string | undefined): boolean {
  try {
    if (path === undefined) return false;
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
