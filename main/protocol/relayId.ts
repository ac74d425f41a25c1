import { createHash, randomBytes } from 'node:crypto';
import { type DeviceKey, keyBytes } from './deviceKey';

/** Tells a relay from all others, whatever its name and address: 32 lower-case hex digits. It is no secret. */
export type RelayId = string & { readonly brand: 'RelayId' };

const ID_BYTES = 16;

/** That of a relay with this public key, which can prove it: the beginning of the key's SHA-256. */
export const relayIdOf = (key: DeviceKey): RelayId =>
  createHash('sha256')
    .update(keyBytes(key))
    .digest('hex')
    .slice(0, 2 * ID_BYTES) as RelayId;

/** One by chance, as relays had before they had keys: nothing proves it. */
export const makeRelayId = (): RelayId => randomBytes(ID_BYTES).toString('hex') as RelayId;

/** Reads what people and peers pass around, in any case; undefined when it is none. */
export function parseRelayId(text: string): RelayId | undefined {
  const digits = text.trim().toLowerCase();
  return /^[0-9a-f]{32}$/.test(digits) ? (digits as RelayId) : undefined;
}
