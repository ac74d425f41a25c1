import type { Copyable } from '../../preload/contract';
import { unreachable } from '../lib/unreachable';
import { pairingUrl } from '../protocol/pairingUrl';
import type { Controller } from './controllerTypes';
import { settingsView } from './settings/settings';
import { addresses } from './snapshot';

/** The text of the pairing code, with the password in it; undefined while the keychain is locked. */
export function revealPairing({ state, revealPassword }: Controller): string | undefined {
  const present = state.get();
  const password = revealPassword();
  if (password === undefined) return undefined;
  return pairingUrl({
    addresses: addresses(present),
    username: settingsView(present.settings, present.computerName).username,
    password,
    fingerprint: present.certificate?.fingerprint,
    id: present.settings.relayId,
  });
}

/** What goes on the clipboard; undefined when there is no such thing. */
export function clipboardText(
  controller: Controller,
  what: Exclude<Copyable, { kind: 'doctorReport' }>,
): string | undefined {
  const present = controller.state.get();
  switch (what.kind) {
    case 'address':
      return addresses(present)[what.index];
    case 'username':
      return settingsView(present.settings, present.computerName).username;
    case 'password':
      return controller.revealPassword();
    case 'pairing':
      return revealPairing(controller);
    case 'fingerprint':
      return present.certificate?.fingerprint;
    case 'deviceKey':
    case 'shownText':
      return what.kind === 'deviceKey' ? what.key : what.text;
    default:
      return unreachable(what);
  }
}
