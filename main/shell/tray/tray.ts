import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeTheme, Tray } from 'electron';
import { statusSentence } from '../../app/snapshot';
import type { AppState } from '../../app/state';
import { type TrayActions, type TrayIcon, trayIcon, trayMenu } from '../../app/trayMenu';
import type { Dispose, Observable } from '../../lib/observable';
import type { Texts } from '../../texts';
import type { TrayHost } from './trayHost';

/** Puts the relay's state into the system's tray and keeps it there; `assets` is the folder of the images. */
export function showTray(
  state: Observable<AppState>,
  texts: Texts,
  act: TrayActions,
  assets: string,
  host: TrayHost,
): Dispose {
  const make = () => {
    const made = new Tray(imagePath(assets, trayIcon(state.get().relay)));
    // On macOS a click opens the menu by itself; on Linux it arrives only where the desktop has no menu for it.
    if (process.platform !== 'darwin') made.on('click', act.openWindow);
    return made;
  };
  let tray = make();
  let shown = { icon: '', menu: '' };

  const draw = () => {
    const present = state.get();
    const icon = imagePath(assets, trayIcon(present.relay));
    const menu = trayMenu(present, texts, act);
    // Some hosts redraw or close an open menu at every call, so only what really changed is handed over.
    if (icon !== shown.icon) tray.setImage(icon);
    if (outline(menu) !== shown.menu) {
      tray.setToolTip(statusSentence(present, texts));
      tray.setContextMenu(Menu.buildFromTemplate(menu));
    }
    shown = { icon, menu: outline(menu) };
  };

  let wasMissing = false;
  const unwatch = host.isThere.subscribe((isThere) => {
    if (isThere && wasMissing) {
      tray.destroy();
      tray = make();
      shown = { icon: '', menu: '' };
      draw();
    }
    wasMissing = isThere === false;
  });

  nativeTheme.on('updated', draw);
  const unsubscribe = state.subscribe(draw);
  return () => {
    unsubscribe();
    unwatch();
    nativeTheme.removeListener('updated', draw);
    tray.destroy();
  };
}

const outline = (menu: readonly MenuItemConstructorOptions[]): string => JSON.stringify(menu);

function imagePath(assets: string, icon: TrayIcon): string {
  switch (process.platform) {
    case 'darwin':
      return join(assets, 'tray/mac', `${icon}Template.png`);
    case 'win32':
      return join(assets, 'tray/win', `${icon}-on-${taskbarIsDark() ? 'dark' : 'light'}.ico`);
    default:
      return join(assets, 'tray/linux', `${icon}.png`);
  }
}

/** The taskbar's own theme, which may differ from that of apps; older Electrons do not tell. */
const taskbarIsDark = (): boolean =>
  nativeTheme.shouldUseDarkColorsForSystemIntegratedUI ?? nativeTheme.shouldUseDarkColors;
