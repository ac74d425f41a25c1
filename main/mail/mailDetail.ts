import { printable } from '../texts/printable';

const MOST = 200;

/** What a server said, as the detail of a problem: one line, without any of `secrets` that it may have repeated. */
export const mailDetail = (said: string, secrets: readonly string[]): string =>
  printable(withoutSecrets(said.slice(0, 10_000), secrets), MOST);

/** The text with a dot in place of each of `secrets`. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.filter((secret) => secret !== '').reduce((left, secret) => left.replaceAll(secret, '•'), text);
