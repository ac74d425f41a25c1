import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Texts } from '../../texts';

/** The application menu: on macOS always seen, elsewhere hidden; it carries the keys for editing and zoom. */
export function setApplicationMenu({ system: { menu } }: Texts): void {
  const zoom: MenuItemConstructorOptions = {
    label: menu.view,
    submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }],
  };
  const mac: MenuItemConstructorOptions[] = [
    { role: 'appMenu' },
    { role: 'editMenu' },
    zoom,
    { role: 'windowMenu' },
  ];
  const others: MenuItemConstructorOptions[] = [
    { label: menu.file, submenu: [{ role: 'close' }, { role: 'quit' }] },
    { role: 'editMenu' },
    zoom,
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(process.platform === 'darwin' ? mac : others));
}
