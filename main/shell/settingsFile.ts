import { DEFAULT_SETTINGS, parseSettings } from '../app/settings';
import type { LoadedSettings, SettingsStore } from '../app/stores';
import type { JsonFile } from './jsonFile';

/** The settings in `file`. One that is broken, or from a newer version, is put aside; the defaults serve then. */
export function createSettingsStore(file: JsonFile): SettingsStore {
  return {
    load(): LoadedSettings {
      const stored = file.read();
      if (stored.ok && stored.value === undefined) return { settings: DEFAULT_SETTINGS, setAside: undefined };
      const settings = stored.ok ? parseSettings(stored.value) : stored;
      if (settings.ok) return { settings: settings.value, setAside: undefined };
      const path = file.putAside(new Date());
      return { settings: DEFAULT_SETTINGS, setAside: { why: settings.error, path } };
    },
    save: (settings) => file.write(settings),
  };
}
