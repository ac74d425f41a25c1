import { InvalidArgumentError } from 'commander';
import type { TlsSetting } from '../../../preload/views';

/** Reads `off`, `self-signed` or `CERTIFICATE,KEY`. Throws commander's error, which ends in a usage error. */
export function parseTls(text: string): TlsSetting {
  if (text === 'off') return { kind: 'off' };
  if (text === 'self-signed') return { kind: 'selfSigned' };
  const [certificatePath, keyPath, ...more] = text.split(',');
  if (certificatePath && keyPath && more.length === 0) return { kind: 'files', certificatePath, keyPath };
  throw new InvalidArgumentError(
    'It has to be off, self-signed, or two PEM files with a comma between them: CERTIFICATE,KEY.',
  );
}
