import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import type { Destination, PageState } from '../../../preload/contract';
import { push } from '../ipc/ipcEvents';

/** The app's one window. Closing it hides it: the relay goes on, and the tray brings it back. */
export interface AppWindow {
  show(): void;
  /** Shows it, at that place. */
  go(destination: Destination): void;
  /** The page is there, and is told how it was before it was let go. */
  restorePageState(): void;
  /** It shows something, and can be told where to go. */
  ready(): void;
  /** The page may be let go, and is to look like this when it comes back; without it, it has to stay. */
  suspend(pageState: PageState | undefined): void;
  browser(): BrowserWindow | undefined;
  /** The page while there is one: undefined before the first show, and when the app ends. */
  contents(): Electron.WebContents | undefined;
  /** Whether somebody may be looking at it. */
  isInView(): boolean;
  /** Somebody can see it from now on. */
  onShow(listener: () => void): void;
  /** The page is gone; the window comes back with another one. */
  onGone(listener: () => void): void;
  /** Where there is no tray to bring it back, closing it leaves it in the taskbar. */
  keepInTaskbar(keep: boolean): void;
}

/** So long after it was hidden the page is let go, which is most of the app's memory, in milliseconds. */
const LEAVE_MS = 3 * 60_000;

const SIZE = { width: 880, height: 680, minWidth: 420, minHeight: 480 };

/** As in the page's style sheet, so that nothing flashes before it is drawn. */
const GROUND = { light: '#FAFAF8', dark: '#1C1E1F' };

/** `prepare` is called once, before the first page: an app that stays hidden needs nothing of it. */
export function createAppWindow(url: string, iconPath: string, prepare: () => void): AppWindow {
  const listeners = new Set<() => void>();
  const goneListeners = new Set<() => void>();
  let window: BrowserWindow | undefined;
  let hasTray = true;
  /** Whether the page listens; until then it is remembered where it is to go. */
  let isReady = false;
  let pending: Destination | undefined;
  let isPrepared = false;
  let pageState: PageState | undefined;
  let place: { readonly bounds: Electron.Rectangle; readonly isMaximized: boolean } | undefined;
  let leaving: NodeJS.Timeout | undefined;

  function open(): BrowserWindow {
    if (!isPrepared) prepare();
    isPrepared = true;
    const opened = new BrowserWindow({
      ...SIZE,
      ...place?.bounds,
      title: 'Buckets Relay',
      ...(process.platform === 'darwin' && { titleBarStyle: 'hiddenInset' as const }),
      icon: iconPath,
      show: false,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
      webPreferences: {
        preload: join(__dirname, '../preload/index.cjs'),
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    });
    opened.once('ready-to-show', () => {
      if (place?.isMaximized) opened.maximize();
      opened.show();
    });
    opened.on('hide', leaveLater);
    const shown = () => {
      clearTimeout(leaving);
      for (const listener of listeners) listener();
    };
    opened.on('show', shown);
    opened.on('restore', shown);
    opened.on('close', (event) => {
      event.preventDefault();
      if (hasTray) hide(opened);
      else opened.minimize();
    });
    // Destroyed, since closing only hides.
    opened.once('closed', () => {
      clearTimeout(leaving);
      window = undefined;
      isReady = false;
      for (const listener of goneListeners) listener();
    });
    // A page that crashed is replaced at the next show; the relay is not concerned.
    opened.webContents.on('render-process-gone', () => opened.destroy());
    opened.loadURL(url).catch((error) => process.stderr.write(`The window has no page: ${error}\n`));
    return opened;
  }

  function leaveLater(): void {
    clearTimeout(leaving);
    leaving = setTimeout(() => push(window?.webContents, 'suspendPage', undefined), LEAVE_MS);
  }

  function suspend(latest: PageState | undefined): void {
    if (!window || window.isVisible()) return;
    if (latest === undefined) {
      leaveLater();
      return;
    }
    pageState = latest;
    place = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
    window.destroy();
  }

  function show(): void {
    if (!window) {
      window = open();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  function arrive(): void {
    if (!isReady || !pending) return;
    push(window?.webContents, 'navigate', pending);
    pending = undefined;
  }

  return {
    show,
    go(destination) {
      pending = destination;
      show();
      arrive();
    },
    ready() {
      isReady = true;
      arrive();
    },
    restorePageState() {
      if (pageState) push(window?.webContents, 'restorePageState', pageState);
      pageState = undefined;
    },
    suspend,
    browser: () => window,
    contents: () => window?.webContents,
    isInView: () => window?.isVisible() === true && !window.isMinimized(),
    onShow: (listener) => void listeners.add(listener),
    onGone: (listener) => void goneListeners.add(listener),
    keepInTaskbar(keep) {
      hasTray = !keep;
    },
  };
}

function hide(window: BrowserWindow): void {
  if (!window.isFullScreen()) {
    window.hide();
    return;
  }
  // On macOS a full-screen window that is hidden leaves a black screen behind.
  window.once('leave-full-screen', () => window.hide());
  window.setFullScreen(false);
}
