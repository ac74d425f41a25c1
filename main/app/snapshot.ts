import type { Language, Platform, Snapshot } from '../../preload/views';
import { unreachable } from '../lib/unreachable';
import { abbreviate, type DeviceKey } from '../protocol/deviceKey';
import { relayUrl } from '../protocol/relayUrl';
import { shortProblem, type Texts } from '../texts';
import { deviceViews } from './devices/deviceViews';
import { FIRST_PORT, settingsView } from './settings/settings';
import type { AppState } from './state';

/** The state in a sentence: the tray's first line and tooltip, the window's heading. */
export function statusSentence({ relay, devices }: AppState, { common }: Texts): string {
  switch (relay.kind) {
    case 'starting':
      return common.starting;
    case 'running':
      return common.running(devices.length);
    case 'stopped':
      return common.stopped;
    case 'problem':
      return common.notRunning(shortProblem(relay.problem, common.shortProblem));
    default:
      return unreachable(relay);
  }
}

const isEncrypted = ({ settings }: AppState) => settings.tls.kind !== 'off';

/** Whole addresses to give to a device, best first. */
export const addresses = (state: AppState): string[] =>
  state.hosts.map((host) => relayUrl(host, state.settings.port ?? FIRST_PORT, isEncrypted(state)));

/** What a person calls a device, or what tells it from others. */
export const deviceName = (state: AppState, key: DeviceKey): string =>
  state.known.get(key)?.name ?? abbreviate(key);

/** What the window needs to know of the app, besides its state. */
export interface AppInfo {
  readonly version: string;
  readonly platform: Platform;
  readonly language: Language;
  readonly locale: string;
}

export function snapshot(state: AppState, texts: Texts, appInfo: AppInfo): Snapshot {
  return {
    ...appInfo,
    relay: state.relay.kind,
    sentence: statusSentence(state, texts),
    problem: state.relay.kind === 'problem' ? state.relay.problem : undefined,
    turnedOff: state.turnedOff,
    addresses: addresses(state),
    certificate: state.certificate,
    settings: settingsView(state.settings, state.computerName),
    advertised: state.advertised,
    passwordKept: state.passwordKept,
    ...deviceViews(state),
    activity: state.activity,
    turnedAway: state.turnedAway,
    doctor: state.doctor,
    trayMissing: state.trayMissing,
    setAside: state.setAside,
    saveProblem: state.saveProblem,
    update: state.update,
    welcomed: state.settings.welcomed,
  };
}
