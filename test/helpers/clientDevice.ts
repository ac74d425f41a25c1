import { connectDevice, type DeviceConnection } from '../../main/client/connection';
import type { DeviceKey } from '../../main/protocol/deviceKey';
import { generateIdentity } from '../../main/protocol/identity';
import { ACCOUNT } from './relayFixture';

/** A new device of our own client, connected. */
export async function connectTo(url: string): Promise<{ key: DeviceKey; connection: DeviceConnection }> {
  const identity = generateIdentity();
  const connection = await connectDevice({ url, ...ACCOUNT, identity, verifyCertificate: true });
  if (!connection.ok) throw new Error(connection.error.kind);
  return { key: identity.publicKey, connection: connection.value };
}
