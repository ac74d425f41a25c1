import { InvalidArgumentError } from 'commander';

/** A part of a subject of NATS. Throws commander's usage error for what is none. */
export function parseClusterName(text: string): string {
  if (/^[\w-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError('It has to be letters, digits, - and _.');
}
