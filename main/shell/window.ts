import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';

/** The app's one window. Closing it hides it: the relay goes on, and the tray brings it back. */
export interface AppWindow {
  show(): void;
  /** The page while there is one: undefined before the first show, and when the app ends. */
  contents(): Electron.WebContents | undefined;
  onShow(listener: () => void): void;
}

const SIZE = { width: 744, height: 780, minWidth: 420, minHeight: 480 };

/** As in the page's style sheet, so that nothing flashes before it is drawn. */
const GROUND = { light: '#FAFAF8', dark: '#1C1E1F' };

export function createAppWindow(url: string, iconPath: string): AppWindow {
  const listeners = new Set<() => void>();
  let window: BrowserWindow | undefined;

  function open(): BrowserWindow {
    const opened = new BrowserWindow({
      ...SIZE,
      title: 'Buckets Relay',
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
      hide(opened);
    });
    // Destroyed, since closing only hides.
    opened.once('closed', () => {
      window = undefined;
    });
    // A page that crashed is replaced at the next show; the relay is not concerned.
    opened.webContents.on('render-process-gone', () => opened.destroy());
    opened.loadURL(url).catch((error) => process.stderr.write(`The window has no page: ${error}\n`));
    return opened;
  }

  return {
    show() {
      if (!window) {
        window = open();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    contents: () => window?.webContents,
    onShow: (listener) => void listeners.add(listener),
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
