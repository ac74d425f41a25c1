import type { Dispose } from '../../lib/observable';
import type { DeviceKey } from '../../protocol/deviceKey';
import type { ConnId } from '../../protocol/relay';
import type { ServerEvent } from '../../server/events';
import { isLoopback } from '../../server/network/address';

/** The doctor's own devices on the relay: let in whatever the settings, and no news to anybody. */
export interface TestDevices {
  /**
   * Devices with these keys come from this computer, after somebody with a wrong password on purpose. The undo ends
   * the waiting for what has not happened; the keys stay known until the next ones are expected, for what is told late.
   */
  expect(keys: readonly DeviceKey[]): Dispose;
  isTestDeviceKey(key: DeviceKey): boolean;
  /** Whether a test device did this. Each event is to be shown once. */
  isFromTestDevice(event: ServerEvent): boolean;
}

export function createTestDevices(): TestDevices {
  let keys: ReadonlySet<DeviceKey> = new Set();
  const conns = new Set<ConnId>();
  /** What tells no key, and is expected from this computer so many times more. */
  let openings = 0;
  let wrongLogins = 0;

  return {
    expect(expected) {
      keys = new Set(expected);
      openings = expected.length;
      wrongLogins = 1;
      return () => {
        openings = 0;
        wrongLogins = 0;
      };
    },
    isTestDeviceKey: (key) => keys.has(key),
    isFromTestDevice(event) {
      switch (event.kind) {
        case 'testDeviceOpened': {
          const isOurs = isLoopback(event.from) && openings-- > 0;
          if (isOurs) conns.add(event.conn);
          return isOurs;
        }
        case 'loginRefused':
          return event.reason === 'wrong' && isLoopback(event.from) && wrongLogins-- > 0;
        case 'closed':
          return conns.delete(event.conn);
        default:
          return false;
      }
    },
  };
}
