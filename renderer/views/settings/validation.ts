// What is wrong with a typed value, found before it is asked for. The main process checks again.

export const MAX_USERNAME = 100;
export const MAX_PASSWORD = 200;
/** Shorter ones are taken, with a word of warning. */
const GOOD_PASSWORD = 8;
/** The shortest passphrase that a relay is saved with, in characters. */
const MIN_PASSPHRASE = 8;
/** A label of DNS holds so many bytes (RFC 1035, section 2.3.4). */
const MAX_NAME_BYTES = 63;
/** Ports below are the system's on most systems. */
const FIRST_FREE_PORT = 1024;

/** The port that somebody typed; undefined when it is none. */
export function parsePort(text: string): number | undefined {
  const typed = text.trim();
  if (!/^\d{1,5}$/.test(typed)) return undefined;
  const port = Number(typed);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

export const isLowPort = (text: string): boolean => (parsePort(text) ?? FIRST_FREE_PORT) < FIRST_FREE_PORT;

export const checkName = (text: string): 'tooLong' | undefined =>
  new TextEncoder().encode(text.trim()).length > MAX_NAME_BYTES ? 'tooLong' : undefined;

/** It travels before a colon, and so has none (RFC 7617, section 2). */
export function checkUsername(text: string): 'colon' | 'tooLong' | undefined {
  if (text.includes(':')) return 'colon';
  return text.length > MAX_USERNAME ? 'tooLong' : undefined;
}

export const isShortPassphrase = (passphrase: string): boolean => [...passphrase].length < MIN_PASSPHRASE;

export const isShortPassword = (password: string): boolean => password.length < GOOD_PASSWORD;
