import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createConnectionSlots } from '../../../../main/server/limits/connectionSlots';
import { DEFAULT_LIMITS, type Limits } from '../../../../main/server/limits/limits';
import { connectionId } from '../../../../main/server/network/address';

// Who comes from elsewhere cannot come to a test's loopback: sockets are played, with the address that they need.

let ports = 0;

class PlayedSocket extends EventEmitter {
  readonly remotePort = ++ports;
  readonly localAddress = '192.0.2.100';
  destroyed = false;
  constructor(readonly remoteAddress: string | undefined) {
    super();
  }
  destroy(): this {
    if (!this.destroyed) {
      this.destroyed = true;
      // As a real one, a moment later.
      queueMicrotask(() => this.emit('close'));
    }
    return this;
  }
  async end(): Promise<void> {
    this.destroy();
    await Promise.resolve();
  }
}

function lobby(limits: Partial<Limits> = {}) {
  const crowded: string[] = [];
  const slots = createConnectionSlots({ ...DEFAULT_LIMITS, ...limits }, (from, reason) =>
    crowded.push(`${from}: ${reason}`),
  );
  const come = (address: string | undefined) => {
    const socket = new PlayedSocket(address);
    return { socket, taken: slots.admit(socket as unknown as Socket) };
  };
  return {
    slots,
    crowded,
    come,
    /** Comes, logs in and proves a key. */
    device(address: string) {
      const came = come(address);
      slots.loggedIn(came.socket as unknown as Socket);
      slots.settled(came.socket as unknown as Socket);
      return came;
    },
  };
}

test('so many connections in all: devices stay, and who is none makes room, the longest there first', async () => {
  const { come, device, crowded } = lobby({ connections: 3 });
  const first = device('192.0.2.1');
  const [second, third] = [come('127.0.0.1'), come('192.0.2.3')];
  expect(device('192.0.2.4').taken).toBe(true);
  expect([second.socket.destroyed, third.socket.destroyed]).toEqual([true, false]);
  expect(device('192.0.2.5').taken).toBe(true);
  expect(third.socket.destroyed).toBe(true);
  expect(crowded).toEqual(['127.0.0.1: made room', '192.0.2.3: made room']);
  expect(come('192.0.2.6').taken).toBe(false);
  expect(crowded.at(-1)).toBe('192.0.2.6: too many connections');
  expect(first.socket.destroyed).toBe(false);
  await first.socket.end();
  expect(come('192.0.2.6').taken).toBe(true);
});

test('so many from one address, who make room for each other, while nobody else has to', async () => {
  const { come, device, crowded } = lobby({ connectionsPerAddress: 2 });
  const other = come('192.0.2.2');
  const first = come('192.0.2.1');
  const settled = device('192.0.2.1');
  expect(device('::ffff:192.0.2.1').taken).toBe(true);
  expect([other, first, settled].map(({ socket }) => socket.destroyed)).toEqual([false, true, false]);
  expect(come('192.0.2.1').taken).toBe(false);
  expect(crowded).toEqual(['192.0.2.1: made room', '192.0.2.1: too many from one address']);
  expect(come('192.0.2.2').taken).toBe(true);
  await settled.socket.end();
  expect(come('192.0.2.1').taken).toBe(true);
});

test('an IPv6 /64 counts as one address', () => {
  const { device, come } = lobby({ connectionsPerAddress: 2 });
  expect(device('2001:db8:0:1::1').taken).toBe(true);
  expect(device('2001:db8:0:1:ffff::2').taken).toBe(true);
  expect(come('2001:db8:0:1::3').taken).toBe(false);
  expect(come('2001:db8:0:2::1').taken).toBe(true);
});

test('this computer itself may have as many as there are', () => {
  const { device } = lobby({ connectionsPerAddress: 1, connections: 100 });
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    for (let i = 0; i < 10; i++) expect(device(address).taken, address).toBe(true);
});

test('so many that are not yet a device’s: the fullest address makes room', () => {
  const { come, device } = lobby({ newcomers: 4 });
  const single = come('192.0.2.1');
  const crowd = [come('192.0.2.2'), come('192.0.2.2'), come('192.0.2.2')];
  // Devices are none of them.
  device('192.0.2.2');
  come('192.0.2.3');
  come('192.0.2.3');
  expect(crowd.map(({ socket }) => socket.destroyed)).toEqual([true, true, false]);
  expect(single.socket.destroyed).toBe(false);
});

test('one that has logged in and proved no key makes room like the others', () => {
  const { slots, come } = lobby({ newcomers: 1 });
  const slow = come('192.0.2.1');
  slots.loggedIn(slow.socket as unknown as Socket);
  come('192.0.2.2');
  expect(slow.socket.destroyed).toBe(true);
});

test('a visitor has no newcomer’s place, and makes room where there is no other, before newcomers do', async () => {
  const { slots, come, device } = lobby({ connections: 4, connectionsPerAddress: 3, newcomers: 2 });
  const visitors = [come('192.0.2.1'), come('192.0.2.2')];
  for (const { socket } of visitors) slots.visits(socket as unknown as Socket);
  // Newcomers, who have two places, come and go among themselves.
  const [first, second] = [come('192.0.2.3'), device('192.0.2.4')];
  expect(visitors.map(({ socket }) => socket.destroyed)).toEqual([false, false]);
  const third = device('192.0.2.5');
  expect([...visitors, first].map(({ socket }) => socket.destroyed)).toEqual([true, false, false]);
  for (let i = 0; i < 2; i++) device('192.0.2.6');
  expect([...visitors, first].map(({ socket }) => socket.destroyed)).toEqual([true, true, true]);
  expect(come('192.0.2.7').taken).toBe(false);
  for (const { socket } of [second, third]) await socket.end();
  const again = come('192.0.2.7');
  slots.visits(again.socket as unknown as Socket);
  // One that is gone is nobody's visitor.
  await again.socket.end();
  slots.visits(again.socket as unknown as Socket);
  expect([device('192.0.2.8'), device('192.0.2.8'), device('192.0.2.8')].map(({ taken }) => taken)).toEqual([
    true,
    true,
    false,
  ]);
});

test('a visitor makes room for its own address', () => {
  const { slots, come, device } = lobby({ connectionsPerAddress: 2 });
  const visitor = come('192.0.2.1');
  slots.visits(visitor.socket as unknown as Socket);
  device('192.0.2.1');
  expect(visitor.socket.destroyed).toBe(false);
  expect(device('192.0.2.1').taken).toBe(true);
  expect(visitor.socket.destroyed).toBe(true);
});

test('one that was refused is not counted, and not let go of twice', async () => {
  const { come, device } = lobby({ connections: 1 });
  const first = device('192.0.2.1');
  for (let i = 0; i < 5; i++) {
    const { socket } = come('192.0.2.2');
    expect(socket.listenerCount('close')).toBe(0);
    socket.destroy();
  }
  expect(come('192.0.2.2').taken).toBe(false);
  await first.socket.end();
  expect(come('192.0.2.2').taken).toBe(true);
});

test('one that is gone before it was looked at has no address, and is let go of all the same', async () => {
  const { device, come } = lobby({ connectionsPerAddress: 1 });
  const ghost = come(undefined);
  expect(ghost.taken).toBe(true);
  expect(device('192.0.2.1').taken).toBe(true);
  await ghost.socket.end();
  expect(come(undefined).taken).toBe(true);
});

test('cut cuts all that are open, but for those who are spared', () => {
  const { slots, come } = lobby();
  const [gone, spared, ...others] = ['127.0.0.1', '192.0.2.1', '2001:db8::1', '192.0.2.2'].map(
    (address) => come(address).socket,
  );
  if (!gone || !spared) throw new Error('no socket');
  gone.destroy();
  slots.cut(new Set([connectionId(spared as unknown as Socket)]));
  expect(spared.destroyed).toBe(false);
  expect(others.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  slots.cut(new Set());
  expect(spared.destroyed).toBe(true);
});

test('after any coming and going devices are kept, the limits hold, and nothing stays counted', async () => {
  const ADDRESSES = ['192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::2', '127.0.0.1'];
  const network = (address = '') => (address.startsWith('2001') ? '2001' : address);
  const come = fc.record({ come: fc.constantFrom(...ADDRESSES), settles: fc.boolean() });
  const step = fc.oneof(come, fc.record({ go: fc.nat(30) }));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const room = lobby({ connections: 6, connectionsPerAddress: 2, newcomers: 3 });
      let devices: PlayedSocket[] = [];
      const all: PlayedSocket[] = [];
      for (const what of steps) {
        if ('go' in what) {
          await devices[what.go % Math.max(1, devices.length)]?.end();
          devices = devices.filter(({ destroyed }) => !destroyed);
          continue;
        }
        const { socket, taken } = what.settles ? room.device(what.come) : room.come(what.come);
        const here = devices.filter(({ remoteAddress }) => network(remoteAddress) === network(what.come));
        const full = devices.length >= 6 || (what.come !== '127.0.0.1' && here.length >= 2);
        assert.equal(taken, !full);
        if (taken) all.push(socket);
        if (taken && what.settles) devices.push(socket);
        const open = all.filter(({ destroyed }) => !destroyed);
        assert.ok(devices.every((device) => open.includes(device)));
        assert.ok(open.length <= 6);
        assert.ok(open.length - devices.length <= 3);
      }
      for (const socket of all) await socket.end();
      for (const address of ['192.0.2.1', '192.0.2.1', '192.0.2.2', '2001:db8::3', '2001:db8::4', '::1'])
        assert.ok(room.device(address).taken);
    }),
  );
});
