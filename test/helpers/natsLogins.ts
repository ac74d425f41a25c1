import { nkeys } from '@nats-io/transport-node';

// Keys and logins of NATS, made as its own tools make them.

export interface NkeyPair {
  /** What the server is told. */
  readonly public: string;
  /** What is in the file of who logs in. */
  readonly seed: string;
}

type Kind = 'User' | 'Account' | 'Operator';

const pairOf = (kind: Kind) => nkeys[`create${kind}`]();

export function makeNkey(): NkeyPair {
  const pair = pairOf('User');
  return { public: pair.getPublicKey(), seed: Buffer.from(pair.getSeed()).toString() };
}

export interface MadeCredentials {
  /** What stands in the server's file, so that it lets in whom the operator does. */
  readonly server: string;
  /** A `.creds` file. */
  readonly creds: string;
  readonly seed: string;
}

/** An operator, an account and a user of it, as `nsc` makes them; the user may use subjects below `prefix` alone. */
export function makeCredentials(prefix: string): MadeCredentials {
  const [operator, account, user] = (['Operator', 'Account', 'User'] as const).map(pairOf);
  if (!operator || !account || !user) throw new Error('three pairs');
  const unlimited = { subs: -1, data: -1, payload: -1 };
  const operatorJwt = sign(operator, operator.getPublicKey(), 'relay', { type: 'operator' });
  const accountJwt = sign(operator, account.getPublicKey(), 'relay', {
    type: 'account',
    limits: { ...unlimited, imports: -1, exports: -1, conn: -1, leaf: -1, wildcards: true },
  });
  const allow = [`${prefix}.>`];
  const userJwt = sign(account, user.getPublicKey(), 'node', {
    type: 'user',
    ...{ ...unlimited, pub: { allow }, sub: { allow } },
  });
  const seed = Buffer.from(user.getSeed()).toString();
  return {
    server: [
      `operator: ${operatorJwt}`,
      'resolver: MEMORY',
      `resolver_preload: { ${account.getPublicKey()}: ${accountJwt} }`,
    ].join('\n'),
    creds: [
      ...['-----BEGIN NATS USER JWT-----', userJwt, '------END NATS USER JWT------', ''],
      ...['-----BEGIN USER NKEY SEED-----', seed, '------END USER NKEY SEED------', ''],
    ].join('\n'),
    seed,
  };
}

/** A JSON Web Token as NATS has them. */
function sign(
  by: ReturnType<typeof pairOf>,
  subject: string,
  name: string,
  nats: Readonly<Record<string, unknown>>,
): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    ...{ jti: `${name}-${subject}`, iat: 1_700_000_000, iss: by.getPublicKey(), sub: subject, name },
    nats: { ...nats, version: 2 },
  };
  const text = `${part({ typ: 'JWT', alg: 'ed25519-nkey' })}.${part(claims)}`;
  return `${text}.${Buffer.from(by.sign(Buffer.from(text))).toString('base64url')}`;
}
