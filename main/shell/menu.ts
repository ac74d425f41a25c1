import { Menu, type MenuItemConstructorOptions } from 'electron';

/** The application menu: on macOS always seen, elsewhere hidden; it carries the keys for editing and zoom. */
export function setApplicationMenu(): void {
  const zoom: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }],
  };
  const mac: MenuItemConstructorOptions[] = [
    { role: 'appMenu' },
    { role: 'editMenu' },
    zoom,
    { role: 'windowMenu' },
  ];
  const others: MenuItemConstructorOptions[] = [
    { label: 'File', submenu: [{ role: 'close' }, { role: 'quit' }] },
    { role: 'editMenu' },
    zoom,
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(process.platform === 'darwin' ? mac : others));
}
