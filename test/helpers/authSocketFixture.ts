import type { RelayServerOptions } from '../../main/server/relayServer';
import { createAuthSocket } from '../../main/web/authSocket/authSocket';
import { createSite } from '../../main/web/createSite';
import { createOriginCheck } from '../../main/web/originCheck';
import { AuthClient } from './authClient';
import { ManualClock } from './manualClock';
import { PlayedRegistration } from './playedRegistration';
import { test as base, expect, type TestRelay } from './relayFixture';

export { expect };

/** A relay with `/v1/auth`, whose registration is played. */
export interface AuthRelay extends TestRelay {
  readonly registration: PlayedRegistration;
  readonly clock: ManualClock;
  /** What the registration rejected with. */
  readonly faults: unknown[];
  client(headers?: Readonly<Record<string, string>>, localAddress?: string): Promise<AuthClient>;
}

interface Kit {
  startAuth: (options?: Partial<RelayServerOptions> & { readonly publicUrl?: string }) => Promise<AuthRelay>;
  auth: AuthRelay;
}

export const test = base.extend<Kit>({
  startAuth: async ({ startRelay, undo }, use) => {
    await use(async ({ publicUrl, ...options } = {}) => {
      const registration = new PlayedRegistration();
      const clock = new ManualClock();
      const faults: unknown[] = [];
      const authSocket = createAuthSocket({
        ...{ registration, clock },
        isForeign: createOriginCheck(publicUrl === undefined ? undefined : new URL(publicUrl)),
        onFault: (error) => faults.push(error),
      });
      const relay = await startRelay({ site: createSite({ authSocket }), ...options });
      return {
        ...relay,
        ...{ registration, clock, faults },
        async client(headers, localAddress) {
          const client = await AuthClient.open(relay.port, headers, localAddress);
          undo(() => client.end());
          return client;
        },
      };
    });
  },
  auth: async ({ startAuth }, use) => use(await startAuth()),
});
