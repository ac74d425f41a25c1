import { InvalidArgumentError } from 'commander';

/**
 * Reads `https://relay.example.org`, with a path or without; gives it without a slash at its end. Throws commander's
 * error, which ends in a usage error.
 */
export function parsePublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain =
    url && /^https?:$/.test(url.protocol) && !/[?#]/.test(text) && !url.username && !url.password;
  if (isPlain) return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  throw new InvalidArgumentError(
    'It has to be where people reach the relay with a browser, as https://relay.example.org or https://example.org/buckets.',
  );
}
