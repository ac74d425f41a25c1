import { type DeviceKey, PUBLIC_KEY_BYTES } from '../../../protocol/deviceKey';
import { encodeEvent } from '../../../protocol/wire';
import { serverFrame } from '../frames/frame';

/** An Entered or Exited: `37:>32:`, the key, two commas. */
const MESSAGE_BYTES = 7 + PUBLIC_KEY_BYTES + 2;

/** The same with the head of its frame. All are alike, so that the size of many tells how many they are. */
export const PRESENCE_FRAME_BYTES = 2 + MESSAGE_BYTES;

export const presenceFrame = (kind: 'entered' | 'exited', key: DeviceKey): Buffer =>
  serverFrame(encodeEvent({ kind, key }));

/** The bytes of the messages in so many bytes of presence frames. */
export const presenceBytes = (frameBytes: number): number =>
  (frameBytes / PRESENCE_FRAME_BYTES) * MESSAGE_BYTES;
