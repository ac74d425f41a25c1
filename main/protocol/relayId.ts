import { randomBytes } from 'node:crypto';

/** Tells a relay from all others, whatever its name and address: 32 lower-case hex digits. It is no secret. */
export type RelayId = string & { readonly brand: 'RelayId' };

const ID_BYTES = 16;

/** A new one, by chance. It is to be kept: devices find their relay again by it. */
export const makeRelayId = (): RelayId => randomBytes(ID_BYTES).toString('hex') as RelayId;

/** Reads what people and peers pass around, in any case; undefined when it is none. */
export function parseRelayId(text: string): RelayId | undefined {
  const digits = text.trim().toLowerCase();
  return /^[0-9a-f]{32}$/.test(digits) ? (digits as RelayId) : undefined;
}
