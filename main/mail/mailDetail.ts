import { printable } from '../texts/printable';

const MOST = 200;

/** What a server said, as the detail of a problem: one line, without any of `secrets` that it may have repeated. */
export const mailDetail = (said: string, secrets: readonly string[]): string =>
  printable(withoutSecrets(said.slice(0, 10_000), secrets), MOST);

/** The text with a dot in place of each of `secrets`. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.filter((secret) => secret !== '').reduce((left, secret) => left.replaceAll(secret, '•'), text);

/** So many digits of a code in a row are a part of it. */
const PART = 8;

const DIGITS = /[0-9a-f]{8,}/gi;

/** The text with a dot in place of a code, and of its parts: a server may repeat it in its own way, and an answer may be cut. */
export const withoutParts = (text: string, code: string): string =>
  text.replace(DIGITS, (digits) => {
    const parts = Array.from({ length: digits.length - PART + 1 }, (_, at) => digits.slice(at, at + PART));
    return parts.some((part) => code.includes(part.toUpperCase())) ? '•' : digits;
  });
