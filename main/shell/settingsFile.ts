import { DEFAULT_SETTINGS, parseSettings, type SettingsProblem } from '../app/settings';
import type { LoadedSettings, SettingsStore } from '../app/stores';
import { err } from '../lib/result';
import type { JsonFile } from './jsonFile';

/**
 * The settings in `file`. Broken ones, and those of a newer version, are put aside, and the defaults serve then. A file
 * that could not be read, or not be put aside, is not written over either.
 */
export function createSettingsStore(file: JsonFile): SettingsStore {
  let untouchable: string | undefined;

  const defaults = (more: Partial<LoadedSettings>): LoadedSettings => ({
    settings: DEFAULT_SETTINGS,
    setAside: undefined,
    problem: undefined,
    ...more,
  });

  function leaveAlone(problem: string): LoadedSettings {
    untouchable = problem;
    return defaults({ problem });
  }

  function putAside(why: SettingsProblem): LoadedSettings {
    const path = file.putAside(new Date());
    return path.ok ? defaults({ setAside: { why, path: path.value } }) : leaveAlone(path.error);
  }

  return {
    load() {
      const stored = file.read();
      if (!stored.ok) {
        return stored.error.kind === 'notJson' ? putAside('not readable') : leaveAlone(stored.error.text);
      }
      if (stored.value === undefined) return defaults({});
      const settings = parseSettings(stored.value);
      return settings.ok ? defaults({ settings: settings.value }) : putAside(settings.error);
    },
    save: (settings) => (untouchable === undefined ? file.write(settings) : err(untouchable)),
  };
}
