import type { CheckName, Refusal, Verdict } from '../../../preload/doctor';
import { findingText } from './findings';
import { findingTitle } from './findingTitles';

const names: Record<CheckName, string> = {
  listening: 'Listening',
  network: 'Home network',
  reachable: 'Reachable',
  login: 'Login',
  echo: 'Two test devices',
  advertised: 'Found by devices nearby',
  certificate: 'Certificate',
  firewall: 'Firewall',
};

const verdicts: Record<Verdict, string> = {
  passed: 'passed',
  warning: 'look here',
  failed: 'failed',
  notTried: 'not tried',
};

/** Why somebody was turned away, and what to do if it was a device of one's own. */
const refusals: Record<Refusal, { readonly what: string; readonly todo: string }> = {
  wrongPassword: {
    what: 'Wrong user name or password',
    todo: 'On the device, type both again as the overview shows them.',
  },
  unreadablePassword: {
    what: 'User name and password could not be read',
    todo: 'This was probably not Buckets.',
  },
  noPassword: {
    what: 'No user name and password',
    todo: 'On the device, type both as the overview shows them.',
  },
  tooManyWrong: {
    what: 'Too many wrong passwords',
    todo: 'It is listened to again within a quarter of an hour. Correct the password meanwhile.',
  },
  foreignPage: { what: 'A web page of another site', todo: 'Nothing to do: it was kept out.' },
  wrongKey: {
    what: 'It could not prove that its key is its own',
    todo: 'Set the relay up anew on the device.',
  },
  blockedDevice: { what: 'Its key is blocked', todo: 'If it is yours, unblock it under Devices.' },
  notLetIn: { what: 'It waits to be let in', todo: 'If it is yours, let it in under Devices.' },
  tlsRefused: {
    what: 'No encrypted connection came about',
    todo: 'On the device, trust the relay’s certificate, and check that the address begins with https://.',
  },
  malformed: { what: 'It does not speak the relay’s protocol', todo: 'This was probably not Buckets.' },
  crowded: { what: 'Too many connections at once', todo: 'It can try again when some have ended.' },
};

const things = (count: number) => (count === 1 ? 'One thing needs' : `${count} things need`);

/** The panel that finds out why a device cannot connect; the command line says the same. */
export const doctor = {
  names,
  title: findingTitle,
  text: findingText,
  verdicts,
  refusals,
  heading: (problems: number) => (problems === 0 ? 'All is well here.' : `${things(problems)} you.`),
  looking: 'Looking…',
  lookingDetail: 'This takes a few seconds. Your devices stay connected.',
  detail: (passed: number, tried: number, when: string) =>
    `${passed === tried ? `All ${tried}` : `${passed} of ${tried}`} checks passed, ${when}.`,
  justNow: 'just now',
  ago: (duration: string) => `${duration} ago`,
  again: 'Check again',
  checking: 'Checking…',
  copyReport: 'Copy the report',
  reportHint: 'It holds addresses and names of this network, and no password.',
  groups: {
    passed: 'Passed',
    notTried: 'Not looked at',
    turnedAway: 'Turned away lately',
  },
  turnedAwayMeans: 'If one of these is a device of yours, this is what to do.',
  attempt: (count: number, when: string) => (count === 1 ? when : `${count} times, last ${when}`),
  letInSince: 'A device from this address was let in since.',
  nobodyTurnedAway: 'Nobody was turned away since the app started.',
  ms: (ms: number) => `${ms} ms`,
  command: 'the lines',
  remedies: {
    startRelay: 'Turn on',
    restartRelay: 'Turn off and on',
    overview: 'Go to Overview',
    settings: 'Go to Settings',
    newPassword: 'Make a new password…',
    newCertificate: 'Make a new certificate…',
    chooseCertificate: 'Choose other files…',
    allowInFirewall: 'Allow Buckets Relay…',
  },
  report: {
    title: 'What the doctor of Buckets Relay found',
    facts: (version: string, system: string, at: string) => `Version ${version}, ${system}, ${at}`,
    onlyHere: 'open to this computer only',
    network: 'open to the home network',
    relay: (port: number, reach: string, encrypted: boolean) =>
      `Port ${port}, ${reach}, ${encrypted ? 'encrypted' : 'not encrypted'}`,
  },
  /** Beneath the overview. */
  invite: { text: 'A device cannot connect?', action: 'Let the doctor look' },
};
