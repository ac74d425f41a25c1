import { type DeviceBook, EMPTY_BOOK, parseDeviceBook, storedBook } from '../../app/devices/knownDevice';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../../app/settings/settings';
import type { Kind } from './persistedFile';

export const SETTINGS_FILE: Kind<Settings> = {
  what: 'settings',
  fallback: DEFAULT_SETTINGS,
  parse: parseSettings,
  stored: (settings) => settings,
};

export const DEVICES_FILE: Kind<DeviceBook> = {
  what: 'devices',
  fallback: EMPTY_BOOK,
  parse: parseDeviceBook,
  stored: storedBook,
};
