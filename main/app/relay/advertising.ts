import type { LogEvent } from '../../../preload/logEntry';
import type { Advertised } from '../../../preload/views';
import { parseFingerprint } from '../../lib/fingerprint';
import type { Advertisement, Advertiser, AdvertiserState } from '../../server/discovery/advertiser';
import type { Controller } from '../controllerTypes';
import { settingsView } from '../settings/settings';
import type { AppState } from '../state';

/** Lets devices nearby find the relay as it is at any time. */
export interface Advertising {
  /** Takes leave before the computer sleeps. */
  pause(): void;
  /** The computer is awake again. */
  resume(): void;
  /** Takes leave for good. */
  stop(): Promise<void>;
}

export function createAdvertising(
  controller: Controller,
  advertiser: Advertiser,
  log: { add(event: LogEvent): void },
): Advertising {
  const { state } = controller;
  let paused = false;
  let told: string | undefined;

  const announce = (present: AppState) => void advertiser.set(paused ? undefined : advertisementOf(present));

  /** Once for each name or failure: it is tried again and again. */
  function notify(event: LogEvent): void {
    const text = JSON.stringify(event);
    if (text !== told) log.add(event);
    told = text;
  }

  const undo = [
    state.subscribe(announce),
    advertiser.state.subscribe((found) => {
      controller.advertisedIs(advertisedView(found));
      if (found.kind === 'advertised') notify({ kind: 'advertised', name: found.name });
      if (found.kind === 'failed') notify({ kind: 'advertisingFailed', trouble: found.problem });
    }),
  ];

  return {
    pause() {
      paused = true;
      announce(state.get());
    },
    resume() {
      paused = false;
      announce(state.get());
      advertiser.refresh();
    },
    async stop() {
      for (const step of undo) step();
      await advertiser.stop();
    },
  };
}

/** What devices nearby are to find; nothing while no other device could reach the relay. */
export function advertisementOf({
  relay,
  settings,
  computerName,
  certificate,
}: AppState): Advertisement | undefined {
  const { advertise, reach, relayId: id } = settings;
  if (relay.kind !== 'running' || !advertise || reach === 'computer' || id === undefined) return undefined;
  const { name } = settingsView(settings, computerName);
  const { address, port } = relay;
  const fingerprint = certificate && parseFingerprint(certificate.fingerprint);
  return { name, id, address, port, ...(fingerprint && { fingerprint }) };
}

function advertisedView(state: AdvertiserState): Advertised {
  switch (state.kind) {
    case 'advertised':
      return { kind: 'advertised', name: state.name };
    case 'failed':
      return { kind: 'failed', trouble: state.problem };
    default:
      return { kind: state.kind };
  }
}
