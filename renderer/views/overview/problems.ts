import type { Texts } from '../../../main/texts';
import type { CertificateProblem, Platform, Problem, TlsSetting } from '../../../preload/views';

/** What a person can do about a problem, as a button. */
export type Remedy =
  | { readonly kind: 'usePort'; readonly port: number }
  | { readonly kind: 'tryAgain'; readonly port?: number }
  | {
      readonly kind:
        | 'choosePort'
        | 'unlock'
        | 'newPassword'
        | 'chooseFiles'
        | 'ownCertificate'
        | 'newCertificate';
    };

/** The likeliest first; it becomes the main button. */
export function remediesFor(problem: Problem, tls: TlsSetting): readonly Remedy[] {
  switch (problem.kind) {
    case 'portInUse':
      return [...usePort(problem.nextFree), { kind: 'choosePort' }, { kind: 'tryAgain', port: problem.port }];
    case 'portForbidden':
      return [...usePort(problem.nextFree), { kind: 'choosePort' }, { kind: 'tryAgain' }];
    case 'addressNotAvailable':
      return [{ kind: 'tryAgain' }];
    case 'passwordLocked':
      return [{ kind: 'unlock' }, { kind: 'newPassword' }];
    case 'certificate':
      return certificateRemedies(problem.trouble, tls);
    case 'cannotListen':
    case 'listenerFailed':
      return [{ kind: 'tryAgain' }, { kind: 'choosePort' }];
  }
}

const usePort = (port: number | undefined): Remedy[] =>
  port === undefined ? [] : [{ kind: 'usePort', port }];

function certificateRemedies({ kind }: CertificateProblem, tls: TlsSetting): Remedy[] {
  const again: Remedy = { kind: 'tryAgain' };
  const files: Remedy = { kind: 'chooseFiles' };
  const make: Remedy = { kind: tls.kind === 'selfSigned' ? 'newCertificate' : 'ownCertificate' };
  // These may be over without anybody choosing anything: a full disk, a wrong clock.
  if (kind === 'cannotWrite' || kind === 'notYetValid') return [again, make, files];
  return tls.kind === 'selfSigned' ? [make, again, files] : [files, make, again];
}

/** Something to know about a problem, as a row. */
export interface ProblemFact {
  readonly label: string;
  readonly value: string;
  /** As it is, in the font for addresses and ports. */
  readonly exact: boolean;
}

/** None where the problem's sentence says it all. */
export function factsOf(t: Texts, problem: Problem): readonly ProblemFact[] {
  if (problem.kind !== 'portInUse' && problem.kind !== 'portForbidden') return [];
  const say = t.problems.facts;
  const owner = problem.kind === 'portInUse' ? problem.owner : undefined;
  return [
    { label: say.portWanted, value: String(problem.port), exact: true },
    ...(owner === undefined ? [] : [{ label: say.usedBy, value: owner, exact: false }]),
    ...(problem.nextFree === undefined
      ? []
      : [{ label: say.nextFree, value: String(problem.nextFree), exact: true }]),
  ];
}

/** What to do, in words; the buttons stand beneath. */
export function adviceFor(t: Texts, problem: Problem, tls: TlsSetting): string {
  const say = t.problems.advice;
  switch (problem.kind) {
    case 'portInUse':
    case 'portForbidden':
      return problem.nextFree === undefined ? say.noPortFree : say[problem.kind];
    case 'addressNotAvailable':
    case 'passwordLocked':
      return say[problem.kind];
    case 'certificate':
      return certificateAdvice(t, problem.trouble, tls);
    case 'cannotListen':
    case 'listenerFailed':
      return say.network;
  }
}

function certificateAdvice(t: Texts, trouble: CertificateProblem, tls: TlsSetting): string {
  const say = t.problems.advice;
  switch (trouble.kind) {
    case 'cannotWrite':
    case 'notYetValid':
      return say[trouble.kind];
    case 'expired':
      return tls.kind === 'selfSigned' ? say.expiredOwn : say.expired;
    case 'cannotRead':
      if (tls.kind === 'selfSigned') return say.own;
      return trouble.code === 'ENOENT' ? say.noFile : say.cannotRead;
    case 'notPem':
      if (tls.kind === 'selfSigned') return say.own;
      return trouble.expected === 'key' ? say.noKey : say.noCertificate;
    case 'encryptedKey':
    case 'unsupportedKey':
    case 'keyDoesNotMatch':
    case 'refusedByTls':
      return tls.kind === 'selfSigned' ? say.own : say[trouble.kind];
  }
}

/**
 * The line that makes a copy of an encrypted key without its password, for the system's usual shell. OpenSSL makes
 * such a file readable for its owner alone.
 */
export function decryptCommand(path: string, platform: Platform): string {
  const copy = path.replace(/(\.[^./\\]*)?$/, '-open$1');
  return `openssl pkey -in ${quoted(path, platform)} -out ${quoted(copy, platform)}`;
}

const quoted = (path: string, platform: Platform): string =>
  platform === 'windows' ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`;

/** The address with the other port; undefined when it does not have the port that it should. */
export function addressWithPort(address: string, port: number, other: number): string | undefined {
  const changed = address.replace(`:${port}/`, `:${other}/`);
  return changed === address ? undefined : changed;
}
