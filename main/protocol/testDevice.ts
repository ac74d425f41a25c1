/**
 * An extension of the protocol, for test devices: an upgrade with this header asks that no other device hears of the one
 * that connects, and a relay that sees to it answers with the same. Others leave it out, and then no key is proved there.
 */
export const TEST_DEVICE_HEADER = 'buckets-relay-visit';

export const TEST_DEVICE_VALUE = '1';
