import type { Finding } from '../../../preload/doctor';
import { canonicalHost } from '../../server/tls/certificateNames';
import type { AppState } from '../state';

const DAY_MS = 24 * 60 * 60_000;

/** From when on a person should think of the next one. Own ones are made anew before that. */
const NEAR_MS = 30 * DAY_MS;

/** Whether devices can go on trusting what the relay serves, or would serve. `now` in milliseconds since 1970. */
export function certificateFinding({ certificate, settings, hosts }: AppState, now: number): Finding {
  if (!certificate)
    return { kind: 'skipped', why: settings.tls.kind === 'off' ? 'notEncrypted' : 'notRunning' };
  const { validUntil, names } = certificate;
  const own = settings.tls.kind === 'selfSigned';
  if (validUntil <= now) return { kind: 'certificateEnded', validUntil, own };
  if (validUntil - now <= NEAR_MS) return { kind: 'certificateEnds', validUntil, own };
  // IPv6 addresses change by the day, and no certificate follows them.
  const missing = hosts.filter((host) => !host.includes(':') && !isNamed(host, names));
  if (missing.length > 0) return { kind: 'namesMissing', hosts: missing, own };
  return { kind: 'certificateValid', validUntil };
}

const isNamed = (host: string, names: readonly string[]): boolean =>
  names.includes(canonicalHost(host) ?? host);
