import type { Check, Finding, NoAnswer } from '../../../preload/doctor';
import { type ProbedCertificate, probeRelay } from '../../client/probe';
import type { FoundRelay } from '../../client/relaySightings';
import type { Fingerprint } from '../../lib/fingerprint';
import type { Result } from '../../lib/result';
import { generateIdentity } from '../../protocol/identity';
import { deviceChecks, STEP_MS } from './deviceChecks';
import { check } from './judge';

/** What a device has of a relay. */
export interface Relation {
  /** Undefined where no login is to be tried. */
  readonly account: { readonly username: string; readonly password: string } | undefined;
  readonly verifyCertificate: boolean;
  readonly fingerprint?: Fingerprint;
}

/** Examines a relay from a device's side, in the order in which a connection comes about. Never rejects. */
export async function examineFromDevice(url: string, relation: Relation): Promise<Check[]> {
  const address = parseAddress(url);
  if (!address) return [check('reachable', { kind: 'badAddress' })];
  const answer = await probeRelay(address, STEP_MS);
  // What somebody may have put before the host, as a password, is not repeated.
  const shown = `${address.origin}${address.pathname}`;
  if (!answer.ok)
    return [check('reachable', { kind: 'noAnswer', url: shown, why: answer.error }), ...notTried('noAnswer')];
  const { ms, certificate } = answer.value;
  const reachable = check('reachable', { kind: 'answers', url: shown }, ms);
  const trust = check('certificate', certificateFinding(certificate, relation));
  if (trust.verdict === 'failed') return [reachable, trust, ...notTried('notTrusted')];
  const { account, ...how } = relation;
  if (!account) return [reachable, trust, check('login', { kind: 'skipped', why: 'noPassword' }), notLetIn];
  const identities = [generateIdentity(), generateIdentity()] as const;
  const devices = await deviceChecks({ url: shown, ...account, ...how, identities, tryWrong: false });
  return [reachable, trust, ...devices];
}

const notLetIn = check('echo', { kind: 'skipped', why: 'notLetIn' });
const notTried = (why: 'noAnswer' | 'notTrusted'): Check[] => [
  check('login', { kind: 'skipped', why }),
  notLetIn,
];

const SCHEMES: Readonly<Record<string, string>> = { 'ws:': 'http:', 'wss:': 'https:' };

/** The address as a web page's; undefined for what is none. */
function parseAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol } = new URL(text);
  const url = new URL(text.replace(/^\w+:/, SCHEMES[protocol] ?? protocol));
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
}

function certificateFinding(certificate: ProbedCertificate | undefined, relation: Relation): Finding {
  const { fingerprint, verifyCertificate } = relation;
  if (!certificate) {
    return fingerprint === undefined
      ? { kind: 'skipped', why: 'notEncrypted' }
      : { kind: 'certificateUntrusted', code: 'no TLS', seen: undefined };
  }
  const { fingerprint: seen, distrust } = certificate;
  if (fingerprint !== undefined)
    return seen === fingerprint ? { kind: 'certificatePinned' } : { kind: 'certificateDiffers', seen };
  if (distrust === undefined) return { kind: 'certificateTrusted' };
  return verifyCertificate
    ? { kind: 'certificateUntrusted', code: distrust, seen }
    : { kind: 'certificateUnchecked', seen };
}

/** Which of the relays that were found is meant. */
export function findingOf(found: readonly FoundRelay[]): Finding {
  const [first] = found;
  const [url] = first?.urls ?? [];
  if (!first || url === undefined) return { kind: 'foundNone' };
  const relays = [...new Map(found.map(({ id, name }) => [id, { id, name }])).values()];
  return relays.length > 1 ? { kind: 'foundSeveral', relays } : { kind: 'found', name: first.name, url };
}

/** The first of these addresses at which a relay answers; the first of all when none does. */
export async function firstThatAnswers(urls: readonly string[]): Promise<string | undefined> {
  const tries = urls.map(
    async (url): Promise<Result<unknown, NoAnswer>> => probeRelay(new URL(url), STEP_MS),
  );
  for (const [index, answer] of tries.entries()) if ((await answer).ok) return urls[index];
  return urls[0];
}
