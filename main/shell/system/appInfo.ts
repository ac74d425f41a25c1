import { app } from 'electron';
import type { Platform } from '../../../preload/views';
import type { AppInfo } from '../../app/snapshot';
import { languageOf } from '../../texts';

const PLATFORMS: Partial<Record<NodeJS.Platform, Platform>> = { darwin: 'mac', win32: 'windows' };

/** What the window has to know of the app and the system. Needs the app to be ready. */
export const appInfo = (): AppInfo => ({
  version: app.getVersion(),
  platform: PLATFORMS[process.platform] ?? 'linux',
  language: languageOf(app.getPreferredSystemLanguages()),
  locale: app.getSystemLocale(),
});
