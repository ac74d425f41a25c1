import { networkInterfaces } from 'node:os';
import type { Command } from 'commander';
import type { Check } from '../../preload/doctor';
import { findingOf, firstThatAnswers, runRemoteChecks } from '../app/doctor/remoteChecks';
import { check } from '../app/doctor/verdict';
import { discover } from '../client/discovery';
import type { Fingerprint } from '../lib/fingerprint';
import { browsingAdapters } from '../lib/networkAdapters';
import { parseRelayId, type RelayId } from '../protocol/relayId';
import { stripCredentials } from '../protocol/relayUrl';
import { checkFirewall } from '../server/firewall/firewall';
import { checksText, createFormats, textsFor } from '../texts';
import { passwordOf } from './accountOptions';
import { print, printJson } from './terminal';

export interface DoctorOptions {
  readonly username?: string;
  readonly password?: string;
  readonly passwordFile?: string;
  readonly sslVerify: boolean;
  readonly fingerprint?: Fingerprint;
  readonly discover?: string | true;
  readonly json?: boolean;
}

/** How long relays may take to answer, in milliseconds; a named one may be restarting or waking up. */
const LOOK_MS = 3_000;
const LOOK_FOR_ONE_MS = 10_000;

/** Looks at each link of the chain from this computer to the relay, and prints what it found. */
export async function runDoctor(
  url: string | undefined,
  options: DoctorOptions,
  command: Command,
): Promise<void> {
  if (url !== undefined && options.discover !== undefined)
    command.error('error: give either an address or --discover, not both.');
  const hasAddress = url !== undefined || options.discover !== undefined;
  const inside = await lookAtRelay(hasAddress, command);
  const isRemote = hasAddress || inside === undefined;
  const { checks, target } =
    isRemote && url === undefined ? await find(wantedId(options, command)) : { checks: [], target: url };
  if (target !== undefined) checks.push(...(await examineAt(target, options, command)));
  if (inside) checks.push(...inside);
  // Sentences hold numbers and dates, and the command line speaks English.
  if (options.json) printJson({ url: target && stripCredentials(target), checks });
  else print(checksText(checks, textsFor('en'), createFormats('en', 'en-GB')));
  if (checks.some(({ verdict }) => verdict === 'failed')) process.exitCode = 1;
}

/** What is found where a relay runs, about its accounts and other nodes; undefined where neither is asked for. */
async function lookAtRelay(hasAddress: boolean, command: Command): Promise<Check[] | undefined> {
  const isNamed = ['database', 'cluster', 'config'].some(
    (name) => command.getOptionValueSourceWithGlobals(name) !== undefined,
  );
  if (!isNamed) return undefined;
  const { readDoctorSettings } = await import('./doctor/readDoctorSettings');
  const { accounts, cluster } = await readDoctorSettings(command, hasAddress);
  if (!accounts && !cluster) return undefined;
  return [
    ...(accounts ? await (await import('./doctor/accountChecks')).accountChecks(accounts) : []),
    ...(cluster ? await (await import('./doctor/clusterChecks')).clusterChecks(cluster) : []),
  ];
}

function wantedId({ discover: id }: DoctorOptions, command: Command): RelayId | undefined {
  if (id === undefined || id === true) return undefined;
  return (
    parseRelayId(id) ??
    command.error("error: --discover takes a relay's identity: 32 hex digits, as `discover` lists them.")
  );
}

async function find(id: RelayId | undefined): Promise<{ checks: Check[]; target: string | undefined }> {
  const found = await discover({
    adapters: browsingAdapters(networkInterfaces()),
    timeoutMs: id === undefined ? LOOK_MS : LOOK_FOR_ONE_MS,
    ...(id !== undefined && { id }),
  });
  if (!found.ok)
    return {
      checks: [check('advertised', { kind: 'cannotLook', code: found.error.code })],
      target: undefined,
    };
  const finding = findingOf(found.value);
  const urls = found.value.flatMap((relay) => relay.urls);
  const target = finding.kind === 'found' ? await firstThatAnswers(urls) : undefined;
  return { checks: [check('advertised', finding)], target };
}

async function examineAt(url: string, options: DoctorOptions, command: Command): Promise<Check[]> {
  const { username, fingerprint } = options;
  const password = await passwordOf(options, command);
  const account = username && password ? { username, password } : undefined;
  const checks = await runRemoteChecks(url, {
    account,
    verifyCertificate: options.sslVerify,
    ...(fingerprint && { fingerprint }),
  });
  const port = ownPort(url);
  if (port === undefined) return checks;
  const firewall = await checkFirewall(
    { platform: process.platform, program: process.execPath },
    { port, findable: options.discover !== undefined },
  );
  return [...checks, check('firewall', firewall)];
}

/** The port of a relay that this very computer offers to others; undefined for those that it does not. */
function ownPort(url: string): number | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const own = Object.values(networkInterfaces()).flatMap((infos) => infos ?? []);
  return own.some(({ address, internal }) => address === host && !internal) ? Number(port) : undefined;
}
