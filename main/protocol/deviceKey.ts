import type { Bytes } from './netstring';

export { abbreviate } from '../../preload/views';

/** A device's Ed25519 public key, 32 bytes, as its base64 text: the form of key files, logs and map keys. */
export type DeviceKey = string & { readonly brand: 'DeviceKey' };

export const PUBLIC_KEY_BYTES = 32;

/** The key of 32 raw bytes. Throws a RangeError on any other size: check what comes from outside first. */
export function deviceKey(bytes: Bytes): DeviceKey {
  if (bytes.length !== PUBLIC_KEY_BYTES) throw new RangeError(`a public key has ${PUBLIC_KEY_BYTES} bytes`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') as DeviceKey;
}

export const keyBytes = (key: DeviceKey): Bytes => Buffer.from(key, 'base64');

/**
 * The same two for the messages of a stream, where nearly always the key is the one before: what was last turned is
 * kept, since telling that two are equal is many times cheaper than base64.
 */
export function createKeyMemo(): { read(bytes: Bytes): DeviceKey; write(key: DeviceKey): Bytes } {
  let readBytes: Bytes = new Uint8Array();
  let readKey: DeviceKey | undefined;
  let writtenKey: DeviceKey | undefined;
  let writtenBytes: Bytes = new Uint8Array();
  return {
    read(bytes) {
      if (readKey === undefined || !isSame(bytes, readBytes)) {
        readKey = deviceKey(bytes);
        // A copy, which a Buffer's own `slice` is not.
        readBytes = Uint8Array.from(bytes);
      }
      return readKey;
    },
    write(key) {
      if (key !== writtenKey) {
        writtenKey = key;
        writtenBytes = keyBytes(key);
      }
      return writtenBytes;
    },
  };
}

function isSame(a: Bytes, b: Bytes): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Reads the base64 text that people pass around; undefined when it is not that of 32 bytes. */
export function parseDeviceKey(text: string): DeviceKey | undefined {
  const digits = /^\s*([A-Za-z0-9+/]{43})=?\s*$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const key = deviceKey(Buffer.from(digits, 'base64'));
  // The last digit carries two bits too many; a key has one text only.
  return key.startsWith(digits) ? key : undefined;
}
