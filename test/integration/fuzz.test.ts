import { Bystanders, until } from '../helpers/bystanders';
import { Random } from '../helpers/random';
import { basic, frame, OPCODE, RawDevice, upgradeRequest } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { ACCOUNT, expect, type TestRelay, test } from '../helpers/relayFixture';
import { strictAnswers } from '../helpers/strictHttp';

// Whatever comes, the relay goes on: for those who keep to the protocol nothing is different.

let random = new Random();
let howAgain = '';

test.beforeEach(() => {
  random = new Random();
  howAgain = `again with RELAY_TEST_SEED=${random.seed}`;
});

interface Keyed {
  readonly keys: { readonly raw: Uint8Array };
}

/** A command that is right, or nearly. */
function command(devices: readonly Keyed[]): Buffer {
  const key = random.once(4) ? random.bytes(32) : random.pick(devices).keys.raw;
  const kinds = [
    () => message('c', key),
    () => message('x', key),
    () => message('d', key, random.bytes(random.int(200))),
    () => message('d', key, ''),
    () => message('i', random.bytes(64), key),
  ];
  return random.pick(kinds)();
}

/** Frames of which most are right, so that the wrong ones find the relay in all kinds of states. */
function frames(count: number, devices: readonly Keyed[], wildness: number): Buffer[] {
  const all: Buffer[] = [];
  while (all.length < count) {
    const bytes = command(devices);
    const whole = frame(OPCODE.binary, bytes);
    if (random.once(wildness)) {
      all.push(
        random.pick([
          () => random.mutated(whole),
          () => frame(OPCODE.binary, random.mutated(bytes)),
          () => frame(OPCODE.binary, random.bytes(random.int(50))),
          () => frame(random.int(16), random.bytes(random.int(150)), random.once(2)),
          () => random.bytes(1 + random.int(20)),
        ])(),
      );
      continue;
    }
    switch (random.int(6)) {
      case 0: {
        // One message in several websocket messages, and with a ping in between.
        const at = random.int(bytes.length);
        all.push(frame(OPCODE.binary, bytes.subarray(0, at)));
        all.push(frame(OPCODE.ping, random.bytes(random.int(126))));
        all.push(frame(OPCODE.binary, bytes.subarray(at)));
        break;
      }
      case 1: {
        const at = random.int(bytes.length);
        all.push(frame(OPCODE.binary, bytes.subarray(0, at), false));
        all.push(frame(OPCODE.continuation, bytes.subarray(at)));
        break;
      }
      case 2:
        all.push(frame(random.once(2) ? OPCODE.ping : OPCODE.pong, random.bytes(random.int(126))));
        break;
      case 3:
        all.push(frame(OPCODE.binary, Buffer.concat([bytes, command(devices)])));
        break;
      default:
        all.push(whole);
    }
  }
  return all.slice(0, count);
}

/** Says everything in pieces of any size, then that it has done; resolves when the relay has done so too. */
async function sayAll(device: RawDevice, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const piece = bytes.subarray(at, at + 1 + random.int(5_000));
    at += piece.length;
    if (device.raw.socket.destroyed) break;
    await new Promise<void>((resolve) => device.raw.socket.write(piece, () => resolve()));
  }
  device.raw.socket.end();
  await device.closed;
}

/** Everybody but the bystanders has gone, and this was told of each, once. */
async function expectAllGone(relay: TestRelay, others: Bystanders): Promise<void> {
  const count = (wanted: string) => relay.events.all.filter(({ kind }) => kind === wanted).length;
  await relay.events.untilCount(count('opened') - 2, ({ kind }) => kind === 'closed');
  expect(count('closed'), howAgain).toBe(count('opened') - 2);
  expect(count('left'), howAgain).toBe(count('authenticated') - 2);
  const last = await relay.device();
  const there = [await last.next(), await last.next()];
  expect(there.map((heard) => 'key' in heard && heard.key).sort(), howAgain).toEqual(
    [others.a.key, others.b.key].sort(),
  );
  await last.quiet();
}

test('100,000 random frames end those who send them, and nobody else', async ({ relay }) => {
  test.slow();
  const [CONNECTIONS, FRAMES, AT_ONCE] = [400, 250, 10];
  const others = await Bystanders.at(relay);
  const fuzzers: RawDevice[] = [];
  let opened = 0;

  const fuzz = async () => {
    while (opened < CONNECTIONS) {
      opened += 1;
      const device = await RawDevice.open({ port: relay.port, ...ACCOUNT });
      if (!random.once(5)) await device.login();
      fuzzers.push(device);
      const devices: Keyed[] = [...fuzzers.slice(-AT_ONCE), others.a, others.b];
      await sayAll(device, Buffer.concat(frames(FRAMES, devices, random.pick([3, 30, 300]))));
    }
  };
  const talk = async () => {
    while (opened < CONNECTIONS) await others.exchange(1, 1 + random.int(5_000));
  };
  await Promise.all([talk(), ...Array.from({ length: AT_ONCE }, fuzz)]).catch((error) => {
    throw new Error(`${error} (${howAgain})`, { cause: error });
  });
  await others.exchange(5);
  await expectAllGone(relay, others);
});

test('2,000 mutated handshakes get answers that are well-framed, or none', async ({ relay }) => {
  test.slow();
  const others = await Bystanders.at(relay);
  const login = `Authorization: ${basic(ACCOUNT.username, ACCOUNT.password)}`;
  const right = Buffer.from(`${upgradeRequest('/v1/relay', login).join('\r\n')}\r\n\r\n`);
  const wrong: string[] = [];
  for (let i = 0; i < 2_000; i += 20) {
    const one = async () => {
      let request = random.mutated(right);
      while (random.once(2)) request = random.mutated(request);
      const socket = await relay.raw();
      socket.socket.end(request);
      const said = await socket.rest();
      // What follows a 101 is a websocket’s, and of no interest here.
      const upgraded = said.toString('latin1').startsWith('HTTP/1.1 101 ');
      try {
        if (!upgraded) strictAnswers(said, request.toString('latin1').startsWith('HEAD') ? ['HEAD'] : []);
      } catch (error) {
        wrong.push(`${error} to ${JSON.stringify(request.toString('latin1'))}`);
      }
    };
    await Promise.all(Array.from({ length: 20 }, one));
  }
  expect(wrong, howAgain).toEqual([]);
  await others.exchange();
  await expectAllGone(relay, others);
});

test('devices that do what they like with each other hear nothing that was never said', async ({ relay }) => {
  test.slow();
  const others = await Bystanders.at(relay);
  const devices = await Promise.all(Array.from({ length: 12 }, () => relay.device()));
  const byKey = new Map(devices.map((device) => [device.key, device]));
  /** By `from to`: everything that was sent that way, of which some may have been refused. */
  const said = new Map<string, string[]>();
  for (let i = 0; i < 5_000; i++) {
    const [from, to] = [random.pick(devices), random.pick(devices)];
    if (random.once(6)) from.disconnect(to);
    else if (random.once(2)) from.connect(to);
    else {
      const text = `${i} ${'.'.repeat(random.int(300))}`;
      const way = `${from.key} ${to.key}`;
      said.set(way, [...(said.get(way) ?? []), text]);
      from.data(to, text);
    }
    if (random.once(50)) await others.exchange();
  }
  const wrong: string[] = [];
  let heardData = 0;
  for (const device of devices) {
    const linked = new Set<string>();
    device.data(device, 'the end');
    // Its own mistakes are answered too; the answer to this last one is the last of all.
    others.a.connect(device);
    device.connect(others.a);
    await until(device, (heard) => {
      if (heard.kind === 'connected') {
        if (linked.has(heard.key)) wrong.push('connected twice');
        linked.add(heard.key);
      }
      if (heard.kind === 'disconnected' && !linked.delete(heard.key)) wrong.push('disconnected from nobody');
      if (heard.kind === 'data') {
        heardData += 1;
        const way = said.get(`${heard.key} ${device.key}`) ?? [];
        // In order: what was refused in between is passed over.
        const at = way.indexOf(heard.data.toString());
        if (at < 0 || !linked.has(heard.key) || !byKey.has(heard.key))
          wrong.push(`never said: ${heard.data}`);
        way.splice(0, at + 1);
      }
      return heard.kind === 'connected' && heard.key === others.a.key;
    });
  }
  expect(wrong, howAgain).toEqual([]);
  expect(heardData, howAgain).toBeGreaterThan(0);
});
