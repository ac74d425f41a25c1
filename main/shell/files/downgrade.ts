import { app, dialog } from 'electron';
import { parseSettings } from '../../app/settings/settings';
import type { Texts } from '../../texts';
import type { JsonFile } from './jsonFile';

/**
 * Whether the app may go on with the settings in `file`. Those of a newer version it cannot understand: only when the
 * person says so are they put aside and new ones begun, since every device would have to be set up again.
 */
export async function confirmDowngrade(file: JsonFile, { system }: Texts): Promise<boolean> {
  const stored = file.read();
  if (!stored.ok || stored.value === undefined) return true;
  const settings = parseSettings(stored.value);
  if (settings.ok || settings.error !== 'from a newer version') return true;
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: app.getName(),
    message: system.downgrade.message,
    detail: system.downgrade.detail(app.getVersion()),
    buttons: [system.downgrade.quit, system.downgrade.startAnew],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
