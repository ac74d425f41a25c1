import { isAbsolute, join } from 'node:path';

const NAME = 'buckets-relay';

/** Where this program keeps what it makes for itself, by the customs of the system (`platform` as process.platform). */
export function configDirectory(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string): string {
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), NAME);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', NAME);
  // The XDG specification has relative paths ignored.
  const base = env.XDG_CONFIG_HOME ?? '';
  return join(isAbsolute(base) ? base : join(home, '.config'), NAME);
}
