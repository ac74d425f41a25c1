// @ts-check
// Somebody in the network who sends multicast DNS that nobody should: garbage, packets that lie about themselves, a
// thousand relays, and questions without end. Round after round, until it is ended; the first one is told on stdout.
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { setTimeout } from 'node:timers/promises';
import { lengthFirst, nameBytes, query, record, response, SERVICE, TYPE, words } from './mdnsPackets.mjs';

const [address = '', victim = ''] = process.argv.slice(2);
/** @param {string} name @param {string[]} texts */
const relay = (name, texts) =>
  response([
    record(SERVICE, TYPE.PTR, nameBytes(`${name}.${SERVICE}`)),
    record(`${name}.${SERVICE}`, TYPE.SRV, Buffer.concat([words(0, 0, 9), nameBytes('evil.local')])),
    record(
      `${name}.${SERVICE}`,
      TYPE.TXT,
      Buffer.concat(texts.flatMap((text) => lengthFirst(Buffer.from(text)))),
    ),
    record('evil.local', TYPE.A, Buffer.of(192, 168, 7, 66)),
  ]);

const good = () => ['v=1', 'path=/v1/relay', 'tls=0', `id=${randomBytes(16).toString('hex')}`];

const manyQuestions = query(`${victim}.${SERVICE}`, Array(5_000).fill(TYPE.ANY));

const odd = [
  Buffer.alloc(0),
  Buffer.alloc(11),
  Buffer.alloc(9_000, 0xff),
  words(0, 0x8400, 0xffff, 0xffff, 0xffff, 0xffff),
  words(0, 0, 1, 0, 0, 0, 0xc00c, TYPE.ANY, 1),
  Buffer.concat([response([record('a.local', TYPE.A, Buffer.of(1))])]),
  Buffer.concat([response([record('a.local', TYPE.SRV, Buffer.alloc(2))])]),
  response([record(`${victim}.${SERVICE}`, TYPE.TXT, randomBytes(500))]),
  response([record(SERVICE, TYPE.PTR, Buffer.of(0xc0, 0xff))]),
  relay('\u001b[31mred\u0007\u202eder', good()),
  relay('long', [...good(), ...Array.from({ length: 200 }, () => `x=${'y'.repeat(250)}`)]),
  relay('odd', ['=', '', 'v', 'v=1', 'id=00', '\u0000=\u0000']),
  manyQuestions,
];

const socket = createSocket({ type: 'udp4', reuseAddr: true });
socket.bind(5353, '0.0.0.0', async () => {
  socket.setMulticastInterface(address);
  for (let round = 1; ; round++) {
    const garbage = Array.from({ length: 50 }, (_, size) => randomBytes(size * 20));
    // Half of them say only that they are there.
    const crowd = Array.from({ length: 1_000 }, (_, index) =>
      relay(`relay ${round} ${index}`, index % 2 === 0 ? good() : ['v=2']),
    );
    for (const [index, packet] of [...odd, ...garbage, ...crowd].entries()) {
      await new Promise((sent) => socket.send(packet, 5353, '224.0.0.251', sent));
      if (index % 20 === 0) await setTimeout(1);
    }
    if (round === 1) console.log('one round');
  }
});
