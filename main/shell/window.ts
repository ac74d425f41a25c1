import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import type { Destination } from '../../preload/contract';
import { push } from './pushes';

/** The app's one window. Closing it hides it: the relay goes on, and the tray brings it back. */
export interface AppWindow {
  show(): void;
  /** Shows it, at that place. */
  go(destination: Destination): void;
  /** The page is there, and can be told where to go. */
  ready(): void;
  browser(): BrowserWindow | undefined;
  /** The page while there is one: undefined before the first show, and when the app ends. */
  contents(): Electron.WebContents | undefined;
  /** Whether somebody may be looking at it. */
  isInView(): boolean;
  onShow(listener: () => void): void;
  /** Where there is no tray to bring it back, closing it leaves it in the taskbar. */
  keepInTaskbar(keep: boolean): void;
}

const SIZE = { width: 880, height: 680, minWidth: 420, minHeight: 480 };

/** As in the page's style sheet, so that nothing flashes before it is drawn. */
const GROUND = { light: '#FAFAF8', dark: '#1C1E1F' };

export function createAppWindow(url: string, iconPath: string): AppWindow {
  const listeners = new Set<() => void>();
  let window: BrowserWindow | undefined;
  let hasTray = true;
  /** Whether the page listens; until then it is remembered where it is to go. */
  let isReady = false;
  let pending: Destination | undefined;

  function open(): BrowserWindow {
    const opened = new BrowserWindow({
      ...SIZE,
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
    opened.once('ready-to-show', () => opened.show());
    opened.on('show', () => {
      for (const listener of listeners) listener();
    });
    opened.on('close', (event) => {
      event.preventDefault();
      if (hasTray) hide(opened);
      else opened.minimize();
    });
    // Destroyed, since closing only hides.
    opened.once('closed', () => {
      window = undefined;
      isReady = false;
    });
    // A page that crashed is replaced at the next show; the relay is not concerned.
    opened.webContents.on('render-process-gone', () => opened.destroy());
    opened.loadURL(url).catch((error) => process.stderr.write(`The window has no page: ${error}\n`));
    return opened;
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
    push(window?.webContents, 'go', pending);
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
    browser: () => window,
    contents: () => window?.webContents,
    isInView: () => window?.isVisible() === true && !window.isMinimized(),
    onShow: (listener) => void listeners.add(listener),
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
