import { extname } from 'node:path';
import type { Command } from 'commander';
import QRCode from 'qrcode';
import { createFile } from '../lib/atomicFile';
import type { Fingerprint } from '../lib/fingerprint';
import { pairingUrl } from '../protocol/pairingUrl';
import type { RelayId } from '../protocol/relayId';
import { completeAddress } from '../protocol/relayUrl';
import { type AccountOptions, credentialsOf } from './accountOptions';
import { CommandError } from './commandError';
import { print } from './terminal';

interface QrOptions extends AccountOptions {
  readonly fingerprint?: Fingerprint;
  readonly id?: RelayId;
  readonly output?: string;
  readonly text?: boolean;
}

/** Read by phones at arm's length, also from a bright screen. */
const LEVEL = 'M';

/** Pixels of a module in a picture. */
const SCALE = 8;

/** Shows, writes or prints the pairing code. Throws a CommandError. */
export async function runQr(urls: readonly string[], options: QrOptions, command: Command): Promise<void> {
  const addresses = urls.map((typed) => {
    const url = completeAddress(typed);
    if (url === undefined || typed.includes('@'))
      throw new CommandError(`${typed} is not a relay's address. It looks like http://HOST:PORT/v1/relay.`);
    return url.href;
  });
  const { username, password } = await credentialsOf(options, command, undefined);
  const { fingerprint, id, output } = options;
  const text = pairingUrl({ addresses, username, password, fingerprint, id });
  if (options.text) print(text);
  else if (output === undefined) process.stdout.write(await draw(text));
  else await write(text, output);
}

const draw = (text: string) =>
  QRCode.toString(text, { type: 'terminal', small: true, errorCorrectionLevel: LEVEL });

async function write(text: string, path: string): Promise<void> {
  const written = createFile(path, await picture(text, path), 0o600);
  if (!written.ok) throw new CommandError(`${path} cannot be written (${written.error.code}).`);
  if (written.value === 'exists')
    throw new CommandError(`${path} exists already and was left as it is. Name another file.`);
}

async function picture(text: string, path: string): Promise<string | Buffer> {
  const options = { errorCorrectionLevel: LEVEL, scale: SCALE } as const;
  switch (extname(path).toLowerCase()) {
    case '.svg':
      return QRCode.toString(text, { ...options, type: 'svg' });
    case '.png':
      return QRCode.toBuffer(text, { ...options, type: 'png' });
    default:
      throw new CommandError(`${path} has to end in .png or .svg.`);
  }
}
