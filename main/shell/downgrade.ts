import { app, dialog } from 'electron';
import { parseSettings } from '../app/settings';
import type { JsonFile } from './jsonFile';

/**
 * Whether the app may go on with the settings in `file`. Those of a newer version it cannot understand: only when the
 * person says so are they put aside and new ones begun, since every device would have to be set up again.
 */
export async function mayUseSettings(file: JsonFile): Promise<boolean> {
  const stored = file.read();
  if (!stored.ok || stored.value === undefined) return true;
  const settings = parseSettings(stored.value);
  if (settings.ok || settings.error !== 'from a newer version') return true;
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: app.getName(),
    message: 'These settings were made by a newer version of Buckets Relay.',
    detail: `This is version ${app.getVersion()}, which does not understand them, so it left them as they are. Install the newer version again to go on with them. Or start with new settings: the others are put aside, and your devices may need the relay’s address once more.`,
    buttons: ['Quit', 'Start with new settings'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
