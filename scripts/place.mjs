// @ts-check
// Where are we? The few facts about this computer that decide how to start.
import { spawnSync } from 'node:child_process';

const linux = process.platform === 'linux';

/** macOS and Windows always have one. */
export const hasDisplay = () => !linux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

export const isRoot = () => linux && process.getuid?.() === 0;

/**
 * Chromium does not sandbox root; and an Electron that no package manager installed can build its sandbox only with
 * user namespaces, which some systems (Ubuntu from 24.04 on) forbid. It would refuse to start, so it goes without.
 * @returns {string | undefined} the reason why not
 */
export const noSandboxBecause = () => {
  if (!linux) return undefined;
  if (isRoot()) return 'Running as root, so without Chromium’s sandbox.';
  const probe = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' });
  return probe.status === 0 || probe.error
    ? undefined
    : 'This system forbids Chromium’s sandbox: running without it.';
};
