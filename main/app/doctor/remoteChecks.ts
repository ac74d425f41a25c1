import type { Check, Finding, NoAnswer } from '../../../preload/doctor';
import { type ProbedCertificate, probeRelay } from '../../client/probeRelay';
import type { FoundRelay } from '../../client/relaySightings';
import type { Fingerprint } from '../../lib/fingerprint';
import type { Result } from '../../lib/result';
import { generateIdentity } from '../../protocol/identity';
import { completeAddress, pointsTo, RELAY_PATH, relayUrl } from '../../protocol/relayUrl';
import { FIRST_PORT } from '../settings/settings';
import { deviceChecks, STEP_MS } from './deviceChecks';
import { check } from './verdict';

/** What a device has of a relay. */
export interface LoginOptions {
  /** Undefined where no login is to be tried. */
  readonly account: { readonly username: string; readonly password: string } | undefined;
  readonly verifyCertificate: boolean;
  readonly fingerprint?: Fingerprint;
}

/** Examines a relay from a device's side, in the order in which a connection comes about. Never rejects. */
export async function runRemoteChecks(typed: string, relation: LoginOptions): Promise<Check[]> {
  const address = completeAddress(typed);
  if (!address) return [check('reachable', { kind: 'badAddress' })];
  const { url, answer } = await locate(address, typed);
  if (!answer.ok)
    return [
      check('reachable', { kind: 'noAnswer', url: url.href, why: answer.error }),
      ...notTried('noAnswer'),
    ];
  const { ms, certificate } = answer.value;
  const kind = pointsTo(typed, url) ? 'answers' : 'answersElsewhere';
  const reachable = check('reachable', { kind, url: url.href }, ms);
  const trust = check('certificate', certificateFinding(certificate, relation));
  if (trust.verdict === 'failed') return [reachable, trust, ...notTried('notTrusted')];
  const { account, ...how } = relation;
  if (!account) return [reachable, trust, check('login', { kind: 'skipped', why: 'noPassword' }), notLetIn];
  const identities = [generateIdentity(), generateIdentity()] as const;
  const devices = await deviceChecks({ url: url.href, ...account, ...how, identities, tryWrong: false });
  return [reachable, trust, ...devices];
}

/** Where a relay answers, of all that may be meant by what was typed; where none does, what the likeliest said. */
async function locate(address: URL, typed: string) {
  const first = { url: address, answer: await probeRelay(address, STEP_MS) };
  if (first.answer.ok) return first;
  for (const url of alternatives(address, first.answer.error, typed)) {
    const answer = await probeRelay(url, STEP_MS);
    if (answer.ok) return { url, answer };
  }
  return first;
}

/** What else may be meant, by what there is at an address. */
function alternatives(address: URL, why: NoAnswer, typed: string): URL[] {
  const hasPort = /:\d+(\/|$)/.test(typed);
  switch (why.kind) {
    case 'otherEncryption':
      return [new URL(address.href.replace(/^https?/, address.protocol === 'https:' ? 'http' : 'https'))];
    case 'notARelay':
      return address.pathname === RELAY_PATH ? [] : [new URL(RELAY_PATH, address)];
    case 'refused':
    case 'timedOut':
      return hasPort ? [] : [new URL(relayUrl(address.hostname, FIRST_PORT, address.protocol === 'https:'))];
    default:
      return [];
  }
}

const notLetIn = check('echo', { kind: 'skipped', why: 'notLetIn' });
const notTried = (why: 'noAnswer' | 'notTrusted'): Check[] => [
  check('login', { kind: 'skipped', why }),
  notLetIn,
];

function certificateFinding(certificate: ProbedCertificate | undefined, relation: LoginOptions): Finding {
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
