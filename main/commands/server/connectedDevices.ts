import { abbreviate } from '../../protocol/deviceKey';
import type { Account } from '../../protocol/relay';
import type { Traffic } from '../../server/dataPath/sending/peer';
import type { ConnectedDevice } from '../../web/pages/page';

/** The devices of an account that are connected at `now` (milliseconds since 1970), in the order in which they came. */
export const connectedDevices = (
  all: readonly Traffic[],
  account: Account,
  now: number,
): readonly ConnectedDevice[] =>
  all
    .filter((device) => device.account === account)
    .map(({ key, since }) => ({ name: abbreviate(key), ms: Math.max(0, now - since) }));
