import type { Bytes } from './netstring';

/** A device's Ed25519 public key, 32 bytes, as its base64 text: the form of key files, logs and map keys. */
export type DeviceKey = string & { readonly brand: 'DeviceKey' };

export const PUBLIC_KEY_BYTES = 32;

/** The key of 32 raw bytes. Throws a RangeError on any other size: check what comes from outside first. */
export function deviceKey(bytes: Bytes): DeviceKey {
  if (bytes.length !== PUBLIC_KEY_BYTES) throw new RangeError(`a public key has ${PUBLIC_KEY_BYTES} bytes`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') as DeviceKey;
}

export const keyBytes = (key: DeviceKey): Bytes => Buffer.from(key, 'base64');

/** Reads the base64 text that people pass around; undefined when it is not that of 32 bytes. */
export function parseDeviceKey(text: string): DeviceKey | undefined {
  const digits = /^\s*([A-Za-z0-9+/]{43})=?\s*$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const key = deviceKey(Buffer.from(digits, 'base64'));
  // The last digit carries two bits too many; a key has one text only.
  return key.startsWith(digits) ? key : undefined;
}

/** Enough of a key to tell devices apart: `b2Wn…r9Ls`. */
export function abbreviate(key: DeviceKey): string {
  const text = stripPadding(key);
  return `${text.slice(0, 4)}…${text.slice(-4)}`;
}

const stripPadding = (text: string) => text.replace(/=+$/, '');
