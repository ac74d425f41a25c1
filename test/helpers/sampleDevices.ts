import { generateIdentity } from '../../main/protocol/identity';
import { type AppDevice, connect, link, pass, tryToConnect } from './appDevices';
import { type DesktopApp, expect, title } from './desktopApp';

// A household as it may be: what pictures show, and what is looked at for what it lacks.

const KEYS = Array.from({ length: 5 }, generateIdentity);
const day = 24 * 60 * 60_000;

/** Devices that the household knows, as their file: three that come, one that is away, and a blocked one. */
export const householdFile = (now = Date.now()): string =>
  JSON.stringify({
    version: 1,
    devices: [
      { name: 'Mara’s phone', lastSeen: now - day },
      { name: 'Kitchen laptop', lastSeen: now - day },
      { name: 'The tablet that Jonas bought for the living room', lastSeen: now - day },
      { name: 'Old desktop', lastSeen: now - 22 * day },
      { lastSeen: now - 3 * day, blocked: true, turnedAway: { at: now - 2 * day, from: '192.168.1.77' } },
    ].map((device, i) => ({
      key: KEYS[i]?.publicKey,
      lastFrom: `192.168.1.${30 + i}`,
      blocked: false,
      ...device,
    })),
  });

/** Three of them connect and pass data on; with `stranger`, an unknown one knocks. */
export async function comeTogether(app: DesktopApp, { stranger = false } = {}): Promise<AppDevice[]> {
  await expect(title(app)).toHaveText(/^(Running|Läuft|En marcha)/);
  const [phone, laptop, tablet] = [
    await connect(app, { identity: KEYS[0] ?? generateIdentity() }),
    await connect(app, { identity: KEYS[1] ?? generateIdentity() }),
    await connect(app, { identity: KEYS[2] ?? generateIdentity() }),
  ];
  await link(phone, laptop);
  await pass(phone, laptop, 1_084_000);
  await pass(laptop, phone, 3_120_000);
  if (stranger) expect((await tryToConnect(app)).ok).toBe(false);
  return [phone, laptop, tablet];
}
