/** The websocket close codes that a device may get from this relay; 4000 and up are our own (RFC 6455 section 7.4). */
export const CLOSE = {
  /** The relay stops, or is asked to start anew. */
  goingAway: { code: 1001, reason: 'The relay is stopping' },
  /** A text message came, where the protocol knows only binary ones. */
  notBinary: { code: 1003, reason: 'Only binary messages are understood here' },
  /** The same key has authenticated on a newer connection. */
  replaced: { code: 4001, reason: 'Replaced by a newer connection of the same device' },
  /** The bytes are not the protocol's. */
  malformed: { code: 4002, reason: 'Malformed message' },
  /** No key was proved in time after connecting. */
  notInTime: { code: 4003, reason: 'No key was proved in time' },
  /** Others waited too long for this device to take what they sent it. */
  tooSlow: { code: 4004, reason: 'Too slow in taking what was sent' },
  /** A person blocked this device's key, or has not let it in yet. */
  notAdmitted: { code: 4005, reason: 'This device is not let in' },
  /** A message was begun and not ended, and there is no room or time left for it. */
  unfinished: { code: 4006, reason: 'A message was begun and not finished' },
} as const satisfies Record<string, { readonly code: number; readonly reason: string }>;

export type CloseKind = keyof typeof CLOSE;
