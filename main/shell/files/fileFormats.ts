import {
  type KnownDeviceMap,
  NO_KNOWN_DEVICES,
  parseKnownDevices,
  serializeKnownDevices,
} from '../../app/devices/knownDevice';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from '../../app/settings/settings';
import type { FileFormat } from './persistedFile';

export const SETTINGS_FORMAT: FileFormat<Settings> = {
  what: 'settings',
  fallback: DEFAULT_SETTINGS,
  parse: parseSettings,
  stored: (settings) => settings,
};

export const DEVICES_FORMAT: FileFormat<KnownDeviceMap> = {
  what: 'devices',
  fallback: NO_KNOWN_DEVICES,
  parse: parseKnownDevices,
  stored: serializeKnownDevices,
};
