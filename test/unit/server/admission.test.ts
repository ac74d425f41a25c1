import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createAdmission } from '../../../main/server/admission';
import { DEFAULT_LIMITS, type Limits } from '../../../main/server/limits';

// Who comes from elsewhere cannot come to a test's loopback: sockets are played, with the address that they need.

class PlayedSocket extends EventEmitter {
  destroyed = false;
  constructor(readonly remoteAddress: string | undefined) {
    super();
  }
  destroy(): this {
    if (!this.destroyed) {
      this.destroyed = true;
      this.emit('close');
    }
    return this;
  }
}

function lobby(limits: Partial<Limits> = {}) {
  const admission = createAdmission({ ...DEFAULT_LIMITS, ...limits });
  return {
    admission,
    come(address: string | undefined) {
      const socket = new PlayedSocket(address);
      return { socket, refused: admission.admit(socket as unknown as Socket) };
    },
  };
}

test('so many connections in all, whoever they are from', () => {
  const { come } = lobby({ connections: 3 });
  const first = come('192.0.2.1');
  come('127.0.0.1');
  come('2001:db8::1');
  expect(come('127.0.0.1').refused).toBe('too many connections');
  expect(come('192.0.2.9').refused).toBe('too many connections');
  first.socket.destroy();
  expect(come('127.0.0.1').refused).toBeUndefined();
  expect(come('127.0.0.1').refused).toBe('too many connections');
});

test('so many from one address, while others still come', () => {
  const { come } = lobby({ connectionsPerAddress: 2 });
  const first = come('192.0.2.1');
  expect(come('192.0.2.1').refused).toBeUndefined();
  expect(come('192.0.2.1').refused).toBe('too many from one address');
  expect(come('::ffff:192.0.2.1').refused).toBe('too many from one address');
  expect(come('192.0.2.2').refused).toBeUndefined();
  first.socket.destroy();
  expect(come('192.0.2.1').refused).toBeUndefined();
  expect(come('192.0.2.1').refused).toBe('too many from one address');
});

test('an IPv6 /64 counts as one address', () => {
  const { come } = lobby({ connectionsPerAddress: 2 });
  expect(come('2001:db8:0:1::1').refused).toBeUndefined();
  expect(come('2001:db8:0:1:ffff::2').refused).toBeUndefined();
  expect(come('2001:db8:0:1::3').refused).toBe('too many from one address');
  expect(come('2001:db8:0:2::1').refused).toBeUndefined();
});

test('this computer itself may have as many as there are', () => {
  const { come } = lobby({ connectionsPerAddress: 1, connections: 100, handshakes: 100 });
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    for (let i = 0; i < 10; i++) expect(come(address).refused, address).toBeUndefined();
});

test('so many that are not yet a device’s; a device that goes makes no room among these', () => {
  const { admission, come } = lobby({ handshakes: 2 });
  const device = come('192.0.2.1');
  come('192.0.2.2');
  expect(come('192.0.2.3').refused).toBe('too many handshakes');
  admission.upgraded(1);
  expect(come('192.0.2.3').refused).toBeUndefined();
  expect(come('192.0.2.4').refused).toBe('too many handshakes');
  device.socket.destroy();
  admission.upgraded(-1);
  expect(come('192.0.2.4').refused).toBe('too many handshakes');
});

test('one that was refused is not counted, and not let go of twice', () => {
  const { come } = lobby({ connections: 1 });
  const first = come('192.0.2.1');
  for (let i = 0; i < 5; i++) {
    const { socket } = come('192.0.2.2');
    expect(socket.listenerCount('close')).toBe(0);
    socket.destroy();
  }
  expect(come('192.0.2.2').refused).toBe('too many connections');
  first.socket.destroy();
  expect(come('192.0.2.2').refused).toBeUndefined();
});

test('one that is gone before it was looked at has no address, and is let go of all the same', () => {
  const { come } = lobby({ connectionsPerAddress: 1 });
  const ghost = come(undefined);
  expect(ghost.refused).toBeUndefined();
  expect(come('192.0.2.1').refused).toBeUndefined();
  ghost.socket.destroy();
  expect(come(undefined).refused).toBeUndefined();
});

test('cutAll cuts all that are open', () => {
  const { admission, come } = lobby();
  const sockets = ['127.0.0.1', '192.0.2.1', '2001:db8::1'].map((address) => come(address).socket);
  sockets[0]?.destroy();
  admission.cutAll();
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
  admission.cutAll();
});

test('after any coming and going the limits hold exactly, and nothing stays counted', () => {
  const ADDRESSES = ['192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::2', '127.0.0.1'];
  const network = (address: string) => (address.startsWith('2001') ? '2001' : address);
  const step = fc.oneof(fc.record({ come: fc.constantFrom(...ADDRESSES) }), fc.record({ go: fc.nat(30) }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { come } = lobby({ connections: 6, connectionsPerAddress: 2 });
      const open: PlayedSocket[] = [];
      for (const what of steps) {
        if ('go' in what) {
          open.splice(what.go % Math.max(1, open.length), 1)[0]?.destroy();
          continue;
        }
        const same = open.filter(({ remoteAddress = '' }) => network(remoteAddress) === network(what.come));
        const { socket, refused } = come(what.come);
        const tooManyHere = what.come !== '127.0.0.1' && same.length >= 2;
        const expected =
          open.length >= 6 ? 'too many connections' : tooManyHere ? 'too many from one address' : undefined;
        expect(refused).toBe(expected);
        if (!refused) open.push(socket);
      }
      for (const socket of open) socket.destroy();
      for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.2', '2001:db8::3', '2001:db8::4', '::1'])
        expect(come(address).refused).toBeUndefined();
    }),
  );
});
