import type {
  Advertisement,
  EchoTrouble,
  Finding,
  FirewallProgram,
  NoAnswer,
  Skipped,
} from '../../../preload/doctor';
import type { Formats } from '../formats';
import { shortProblem } from '../shortProblem';
import { whyNotAdvertised } from '../whyNotAdvertised';
import { common } from './common';

const skipped: Record<Skipped, string> = {
  onlyHere: 'Only this computer may reach the relay, as Settings say.',
  notRunning: 'The relay is not running.',
  noNetwork: 'This computer is on no home network.',
  noAnswer: 'The relay does not answer.',
  notLetIn: 'Nobody was let in.',
  wouldBeSeen: 'This relay would tell your devices of two more, so none were sent.',
  noPassword: 'No user name and password were given.',
  notTrusted: 'The certificate is not trusted, so no password was sent.',
  notEncrypted: 'Encryption is off, so there is none.',
  notAdvertised: 'The relay does not make itself known, as Settings say.',
  announcing: 'The relay is just making itself known. Check again in a moment.',
};

const programs: Record<FirewallProgram, string> = {
  ufw: 'ufw',
  firewalld: 'firewalld',
  windows: 'Windows Firewall',
  mac: 'The macOS firewall',
};

/** What happened at an address, and what it may mean. */
function noAnswer(why: NoAnswer): string {
  switch (why.kind) {
    case 'nameUnknown':
      return 'That name is not known in this network. Use the address in numbers that the relay’s window shows.';
    case 'refused':
      return 'There is a computer, and no program listens on that port. The relay may be off, on another port, or open to its own computer only.';
    case 'timedOut':
      return 'Nothing came back. A firewall on the relay’s computer may keep others out, the computer may be asleep, or the Wi-Fi may keep its devices apart, as guest networks do.';
    case 'noRoute':
      return 'There is no way to that address. The relay’s computer may be off or have another address now, or this device may be in another network.';
    case 'silent':
      return 'Something takes the connection and says nothing. It may be another program, or a relay that is overloaded.';
    case 'otherEncryption':
      return 'Encryption does not fit: try the same address with https:// in place of http://, or the other way round.';
    case 'notARelay':
      return `Another program answers there (status ${why.status}). Check the port, and behind a proxy the path before /v1/relay.`;
    case 'noUpgrade':
      return `A relay answers there, and a proxy in between keeps the upgrade to a websocket from it (status ${why.status}). Let the proxy pass on the headers Upgrade and Connection, by HTTP/1.1.`;
    case 'certificateRefused':
      return `Its certificate is not trusted (${why.code}).`;
    case 'fingerprintDiffers':
      return 'What answers there has another certificate than this relay, so it may be another program.';
    case 'failed':
      return `The connection broke off (${why.code}).`;
  }
}

/** The same of this computer's own addresses, where silence has other reasons. */
function ownNoAnswer(why: NoAnswer): string {
  switch (why.kind) {
    case 'refused':
    case 'timedOut':
    case 'noRoute':
    case 'nameUnknown':
      return 'Its network may just have changed: check again in a moment.';
    default:
      return noAnswer(why);
  }
}

const echo: Record<EchoTrouble, string> = {
  notLinked: 'Both were let in, and the relay did not link them.',
  nothingCame: 'They were linked, and what one sent did not reach the other.',
  changed: 'What arrived was not what had been sent.',
  lost: 'The relay ended the connection in between. Its log may tell why.',
};

const differs: Record<Advertisement, string> = {
  name: 'another name',
  port: 'another port',
  fingerprint: 'another certificate',
};

const commandsFollow = 'These lines, in a terminal, change that:';

/** The same in a sentence or two, with what it means and what to do. */
export function findingText(finding: Finding, f: Formats): string {
  switch (finding.kind) {
    case 'skipped':
      return skipped[finding.why];
    case 'listens':
      return `The relay is open on port ${finding.port}.`;
    case 'relayOff':
      return 'No device can connect until it is turned on.';
    case 'relayStarting':
      return 'The relay is just starting. Check again in a moment.';
    case 'relayProblem':
      return `${shortProblem(finding.problem, common.shortProblem)} The overview tells more, and what to do.`;
    case 'doesNotListen':
      return `It should be open on port ${finding.port}, and does not answer this computer itself. ${ownNoAnswer(finding.why)}`.trim();
    case 'onNetwork':
      return finding.vpn.length > 0
        ? `Its address is ${f.list(finding.hosts)}. A VPN is on too (${f.list(finding.vpn)}): if a device cannot connect, turn it off for a try.`
        : `Its address is ${f.list(finding.hosts)}. Devices have to be in the same network.`;
    case 'onlyVirtual':
      return `It has only adapters of virtual machines, containers or a VPN (${f.list(finding.adapters)}), which devices at home do not reach. Connect it to your home network, by cable or Wi-Fi.`;
    case 'noNetwork':
      return 'Connect it to your home network, by cable or Wi-Fi.';
    case 'answersAt':
      return finding.hosts.length === 1
        ? `It answered at its own address, ${finding.hosts[0]}.`
        : `It answered at each of its addresses: ${f.list(finding.hosts)}.`;
    case 'silentAt': {
      const [first] = finding.silent;
      const hosts = f.list(finding.silent.map(({ host }) => host));
      const others = finding.answers.length > 0 ? ` Use ${f.list(finding.answers)} instead.` : '';
      return `Not even this computer itself gets an answer at ${hosts}. ${first ? ownNoAnswer(first.why) : ''}${others}`.trim();
    }
    case 'badAddress':
      return 'It looks like http://HOST:PORT/v1/relay, or with https.';
    case 'answers':
      return `A relay answers at ${finding.url}.`;
    case 'answersElsewhere':
      return `A relay answers at ${finding.url}, and not at what was typed. On the device, type exactly that.`;
    case 'noAnswer':
      return `No relay answers at ${finding.url}. ${noAnswer(finding.why)}`;
    case 'letsIn':
      return finding.wrongTried
        ? 'The right password is let in, a wrong one is turned away.'
        : 'User name and password are right.';
    case 'turnsAway':
      return 'The relay refused them. The password’s case matters, the user name’s does not.';
    case 'letsAnybodyIn':
      return 'Turn the relay off, and report this: it must not happen.';
    case 'passwordLocked':
      return 'Unlock the keychain that holds it, then check again.';
    case 'hasToWait':
      return `The relay does not listen to this address for ${finding.seconds} seconds. Then try again, with the right password.`;
    case 'loginFailed':
      return noAnswer(finding.why);
    case 'talk':
      return 'A message went there and back, unchanged.';
    case 'keyRefused':
      return `User name and password are right, and the relay said: ${finding.message}. Somebody at the relay may have to let new devices in.`;
    case 'doNotTalk':
      return echo[finding.why];
    case 'seen':
      return `Found on the network as “${finding.name}”. Whether others see it too depends on the network.`;
    case 'notSeen':
      return `This computer says that it is “${finding.name}”, and did not hear itself. A firewall or the network may keep it (UDP port 5353). Devices can still connect by address.`;
    case 'seenOtherwise':
      return `What is found as “${finding.name}” has ${f.list(finding.differs.map((what) => differs[what]))}. It may be an old announcement, or somebody else who claims to be this relay. Check again in two minutes.`;
    case 'notAdvertised':
      return `The reason: ${whyNotAdvertised(finding.trouble, common)}. They can still connect by address.`;
    case 'cannotLook':
      return `The system does not let programs look for relays (${finding.code}). Devices can still connect by address.`;
    case 'found':
      return `“${finding.name}” says that it is at ${finding.url}.`;
    case 'foundNone':
      return 'It has to run and make itself known in the same network, and firewalls have to let multicast DNS (UDP port 5353) through.';
    case 'foundSeveral':
      return `Say which one is meant: ${f.list(finding.relays.map(({ id, name }) => `${id} is “${name}”`))}.`;
    case 'certificateValid':
      return `Valid until ${f.date(finding.validUntil)}, and it names every address in use.`;
    case 'certificateEnds':
      return finding.own
        ? `It is valid until ${f.date(finding.validUntil)}. Make a new one in time: devices that trust this one have to be told.`
        : `It is valid until ${f.date(finding.validUntil)}. Renew it in time.`;
    case 'certificateEnded':
      return `It was valid until ${f.date(finding.validUntil)}, so devices may refuse the relay. If the date is wrong, check this computer’s clock.`;
    case 'namesMissing':
      return `It does not name ${f.list(finding.hosts)}, so devices that connect there may refuse it.`;
    case 'certificatePinned':
      return 'It has the fingerprint that was given.';
    case 'certificateTrusted':
      return 'This computer trusts it for this address.';
    case 'certificateUnchecked':
      return `Somebody in between could read the password. Compare its fingerprint with what the relay shows, then use --fingerprint: ${finding.seen}.`;
    case 'certificateUntrusted':
      return `The reason: ${finding.code}.${finding.seen === undefined ? '' : ` If the relay shows the fingerprint ${finding.seen}, use it with --fingerprint.`}`;
    case 'certificateDiffers':
      return `It has the fingerprint ${finding.seen}, so no password was sent. Compare it with what the relay shows: it may have a new certificate, or this is not your relay.`;
    case 'noFirewall':
      return 'No firewall that is known here is on.';
    case 'portOpen':
      return `${programs[finding.program]} lets devices in.`;
    case 'firewallUnknown':
      return 'It does not tell, and may turn devices away. If they cannot connect, look at its settings.';
    case 'discoveryClosed':
      return finding.program === 'windows'
        ? 'It lets devices in, but has no rule for how they find the relay by themselves (UDP port 5353). The system will ask whether to change that.'
        : `${programs[finding.program]} lets devices in, but not the way on which they find the relay by themselves (UDP port 5353). ${commandsFollow}`;
    case 'portClosed':
      return finding.program === 'windows'
        ? 'Windows Firewall has no rule for Buckets Relay, so devices can find the relay but may not get through. Windows will ask whether to change that.'
        : `${programs[finding.program]} has no rule for port ${finding.port}, so devices may not get through. ${commandsFollow}`;
    case 'portUncertain':
      return finding.program === 'mac'
        ? 'The macOS firewall is on and has no rule for Buckets Relay yet, so it may ask, or keep devices out. Look in System Settings, Network, Firewall, Options. It also has to be allowed under Privacy & Security, Local Network.'
        : `${programs[finding.program]} is on and shows its rules to administrators only, so it may turn devices away. If they cannot connect, these lines in a terminal let them in:`;
    case 'programBlocked':
      return finding.program === 'windows'
        ? 'A rule of Windows Firewall blocks Buckets Relay. Windows writes such rules when its question is cancelled. It will ask whether to change that.'
        : 'The macOS firewall blocks Buckets Relay. Allow it in System Settings, Network, Firewall, Options.';
    case 'allBlocked':
      return finding.program === 'windows'
        ? 'Windows Firewall blocks all incoming connections, whatever the rules. Turn that off for this network, in Windows Security under Firewall & network protection.'
        : 'The macOS firewall blocks all incoming connections. Turn that off in System Settings, Network, Firewall, Options.';
    case 'publicNetwork':
      return `Buckets Relay is let in at home only, and Windows takes ${f.list(finding.networks)} for public. If this is your home network, make it private: Windows Settings, Network & internet, properties of the connection.`;
  }
}
