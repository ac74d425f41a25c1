import { InvalidArgumentError } from 'commander';

/** Reads `/buckets` or `/home/buckets/`; gives it without the slash at its end. Throws commander's usage error. */
export function parsePathPrefix(text: string): string {
  const prefix = text.replace(/\/$/, '');
  const segments = prefix.split('/').slice(1);
  const isPlain = /^(\/[\w.~-]+)+$/.test(prefix) && prefix.length <= 200;
  if (isPlain && !segments.some((segment) => /^\.+$/.test(segment))) return prefix;
  throw new InvalidArgumentError(
    'It has to be a path of letters, digits and . _ ~ - that begins with a slash, as /buckets.',
  );
}
