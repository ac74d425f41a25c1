import { connectDevice, type DeviceConnection } from '../../main/client/connection';
import type { Fingerprint } from '../../main/lib/fingerprint';
import type { DeviceKey } from '../../main/protocol/deviceKey';
import { generateIdentity, type Identity } from '../../main/protocol/identity';
import type { RelayEvent } from '../../main/protocol/messages';
import { abbreviate } from '../../preload/views';
import { type DesktopApp, storedPassword } from './desktopApp';

// Devices of our own client, at the relay of an app under test.

export interface AppDevice extends DeviceConnection {
  readonly identity: Identity;
  readonly key: DeviceKey;
  readonly abbreviation: string;
}

interface How {
  readonly identity?: Identity;
  readonly port?: number;
  readonly username?: string;
  readonly password?: string;
  /** Over TLS, to the relay with this certificate and no other. */
  readonly fingerprint?: string;
}

/** Connects a device, a new one unless it is given; the result tells why not. */
export async function tryToConnect(app: DesktopApp, how: How = {}) {
  const { identity = generateIdentity(), port = app.port, fingerprint } = how;
  const connected = await connectDevice({
    url: `${fingerprint ? 'https' : 'http'}://127.0.0.1:${port}/v1/relay`,
    username: how.username ?? 'household',
    password: how.password ?? (await storedPassword(app)),
    identity,
    verifyCertificate: true,
    ...(fingerprint && { fingerprint: fingerprint as Fingerprint }),
  });
  if (!connected.ok) return connected;
  const { publicKey: key } = identity;
  return { ok: true, value: { ...connected.value, identity, key, abbreviation: abbreviate(key) } } as const;
}

export async function connect(app: DesktopApp, how?: How): Promise<AppDevice> {
  const connected = await tryToConnect(app, how);
  if (!connected.ok) throw new Error(JSON.stringify(connected.error));
  return connected.value;
}

/** Links two devices, as both ask for each other. */
export async function link(a: AppDevice, b: AppDevice): Promise<void> {
  await a.send({ kind: 'connect', key: b.key });
  await b.send({ kind: 'connect', key: a.key });
  await Promise.all([handleEvent(a, 'connected'), handleEvent(b, 'connected')]);
}

/** Sends so many bytes from one device to the other, to which it is linked, and waits until they are there. */
export async function pass(from: AppDevice, to: AppDevice, bytes: number): Promise<void> {
  const atOnce = 50_000;
  for (let sent = 0; sent < bytes; sent += atOnce)
    await from.send({ kind: 'sendData', key: to.key, data: Buffer.alloc(Math.min(atOnce, bytes - sent), 7) });
  for (let got = 0; got < bytes; ) got += (await handleEvent(to, 'data')).data.length;
}

/** The next event of that kind; others are passed over. Rejects when the connection ends without it. */
async function handleEvent<K extends RelayEvent['kind']>(device: AppDevice, kind: K) {
  for (;;) {
    const next = await device.events.next();
    if (next.done) throw new Error(`ended without ${kind}: ${JSON.stringify(next.value)}`);
    if (next.value.kind === kind) return next.value as Extract<RelayEvent, { kind: K }>;
  }
}

/** Reads a connection to its end. */
export async function endOf(device: DeviceConnection) {
  for (;;) {
    const next = await device.events.next();
    if (next.done) return next.value;
  }
}
