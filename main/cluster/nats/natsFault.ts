import type { NatsTrouble } from '../../../preload/doctor';

/** Why a NATS cannot be used. `detail` are its words, or a code; without secrets. */
export interface NatsFault {
  readonly trouble: NatsTrouble;
  readonly detail: string;
}

const CODES: Readonly<Record<string, NatsTrouble>> = {
  ENOTFOUND: 'nameUnknown',
  EAI_AGAIN: 'nameUnknown',
  ECONNREFUSED: 'noConnection',
  ECONNRESET: 'noConnection',
  EHOSTUNREACH: 'noConnection',
  ENETUNREACH: 'noConnection',
  ETIMEDOUT: 'timedOut',
};

const NAMES: Readonly<Record<string, NatsTrouble>> = {
  TimeoutError: 'timedOut',
  AuthorizationError: 'loginRefused',
  UserAuthenticationExpiredError: 'loginRefused',
};

/** What has neither a name nor a code of its own. */
const WORDS: readonly (readonly [RegExp, NatsTrouble])[] = [
  [/certificate/i, 'certificate'],
  [/\btls\b/i, 'notEncrypted'],
];

/** What is behind an error of the client's. */
export function natsFault(error: unknown): NatsFault {
  const chain = causes(error);
  const detail = chain[0]?.message ?? String(error);
  const words = WORDS.find(([pattern]) => pattern.test(detail))?.[1];
  const [trouble = words ?? 'refused'] = chain.flatMap((one) => [
    ...ofTable(CODES, 'code' in one ? one.code : undefined),
    ...ofTable(NAMES, one.name),
  ]);
  return { trouble, detail };
}

const ofTable = (table: Readonly<Record<string, NatsTrouble>>, key: unknown): NatsTrouble[] =>
  typeof key === 'string' && table[key] !== undefined ? [table[key]] : [];

/** An error, and what each was caused by; the library makes no long chains. */
function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let one = error; one instanceof Error && chain.length < 5; one = one.cause) chain.push(one);
  return chain;
}
