import type { SettingsChange, SettingsView } from '../../../preload/views';

/** The change that puts back what another one is about to change. */
export function inverse(before: SettingsView, change: SettingsChange): SettingsChange {
  const names = Object.keys(change) as (keyof SettingsView)[];
  return Object.fromEntries(names.map((name) => [name, before[name]]));
}
