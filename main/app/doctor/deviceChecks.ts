import type { Check, Finding, NoAnswer } from '../../../preload/doctor';
import {
  type ConnectOptions,
  type ConnectProblem,
  connectDevice,
  type DeviceConnection,
} from '../../client/connection';
import { runEchoTest } from '../../client/echoTest';
import { noAnswer } from '../../client/probeRelay';
import { unreachable } from '../../lib/unreachable';
import type { Identity } from '../../protocol/identity';
import { check } from './verdict';

/** How long a relay may take for a step of these checks, in milliseconds. */
export const STEP_MS = 5_000;

export interface DeviceCheckOptions extends Omit<ConnectOptions, 'identity' | 'timeoutMs'> {
  /** Two that are used once and thrown away. */
  readonly identities: readonly [Identity, Identity];
  /**
   * Whether a wrong password is tried as well. The relay counts such against the address that they come from, unless it
   * is this computer itself.
   */
  readonly tryWrong: boolean;
}

/** What two devices find that log in and talk to each other. Never rejects. */
export async function deviceChecks(options: DeviceCheckOptions): Promise<[login: Check, echo: Check]> {
  const { identities, tryWrong, ...more } = options;
  const [first, second] = identities;
  const connect = (identity: Identity, password = more.password) =>
    connectDevice({ ...more, password, identity, timeoutMs: STEP_MS, testDevice: true });

  if (tryWrong) {
    const wrong = await connect(first, `${more.password}.`);
    if (wrong.ok) await wrong.value.close();
    if (wrong.ok || wrong.error.kind === 'keyRefused' || wrong.error.kind === 'notHidden')
      return [check('login', { kind: 'letsAnybodyIn' }), notLetIn];
  }
  const one = await connect(first);
  if (!one.ok) return refused(one.error);
  const login = check('login', { kind: 'letsIn', wrongTried: tryWrong });
  const other = await connect(second);
  const echo = other.ok
    ? await talk(
        { connection: one.value, key: first.publicKey },
        { connection: other.value, key: second.publicKey },
      )
    : refused(other.error)[1];
  await one.value.close();
  return [login, echo];
}

interface Talker {
  readonly connection: DeviceConnection;
  readonly key: Identity['publicKey'];
}

async function talk(one: Talker, other: Talker): Promise<Check> {
  const echo = await runEchoTest(one, other, STEP_MS);
  await other.connection.close();
  if (echo.ok) return check('echo', { kind: 'talk' }, echo.value);
  return check('echo', { kind: 'doNotTalk', why: echo.error });
}

const notLetIn = check('echo', { kind: 'skipped', why: 'notLetIn' });

/** A refused key is no refused login: somebody decides on each device besides. */
function refused(problem: ConnectProblem): [login: Check, echo: Check] {
  const letsIn = check('login', { kind: 'letsIn', wrongTried: false });
  if (problem.kind === 'notHidden') return [letsIn, check('echo', { kind: 'skipped', why: 'wouldBeSeen' })];
  if (problem.kind !== 'keyRefused') return [check('login', loginFinding(problem)), notLetIn];
  const { message } = problem;
  return [letsIn, check('echo', { kind: 'keyRefused', message })];
}

function loginFinding(problem: Exclude<ConnectProblem, { kind: 'keyRefused' | 'notHidden' }>): Finding {
  switch (problem.kind) {
    case 'badUrl':
      return { kind: 'badAddress' };
    case 'loginRefused':
      return { kind: 'turnsAway' };
    case 'blocked':
      return { kind: 'hasToWait', seconds: problem.seconds };
    default:
      return { kind: 'loginFailed', why: whyNoAnswer(problem) };
  }
}

type Silent = Exclude<
  ConnectProblem,
  { kind: 'keyRefused' | 'notHidden' | 'badUrl' | 'loginRefused' | 'blocked' }
>;

function whyNoAnswer(problem: Silent): NoAnswer {
  switch (problem.kind) {
    case 'notEncrypted':
      return { kind: 'otherEncryption' };
    case 'unreachable':
      return noAnswer(problem.code);
    case 'certificateRefused':
    case 'fingerprintDiffers':
    case 'notARelay':
    case 'noUpgrade':
      return problem;
    case 'silent':
    case 'fellSilent':
    case 'stuck':
      return { kind: 'silent' };
    case 'closed':
      return { kind: 'failed', code: String(problem.code) };
    case 'malformed':
      return { kind: 'failed', code: problem.reason };
    default:
      return unreachable(problem);
  }
}
