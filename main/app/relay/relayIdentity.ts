import type { Identity } from '../../protocol/identity';
import { makeRelayId, type RelayId, relayIdOf } from '../../protocol/relayId';

/** Gives the relay's key; undefined where none can be kept, and for one that has another identity from earlier times. */
export type LoadRelayKey = (known: RelayId | undefined) => Identity | undefined;

/** Who the relay is, and the key by which it proves that, if it can. */
export function relayIdentity(
  relayKey: LoadRelayKey | undefined,
  known: RelayId | undefined,
): { readonly relayId: RelayId; readonly identity: Identity | undefined } {
  const identity = relayKey?.(known);
  return { relayId: known ?? (identity ? relayIdOf(identity.publicKey) : makeRelayId()), identity };
}
