// @ts-check
// One client of NATS, told by its parent to publish messages or to count them: what the exchange itself can do.
import { connect } from '@nats-io/transport-node';

const [url = '', role = '', size = ''] = process.argv.slice(2);
const connection = await connect({ servers: url, noEcho: true });

/** The publisher hears of so many at a time, and is never further ahead than this: core NATS drops for who is slow. */
const TOLD = 16;
const AHEAD = 64;

if (role === 'subscribe') {
  let bytes = 0;
  let messages = 0;
  connection.subscribe('bench.data', {
    callback: (_error, message) => {
      bytes += message.data.length;
      messages += 1;
      if (messages % TOLD === 0) connection.publish('bench.taken');
    },
  });
  await connection.flush();
  process.on('message', () => {
    process.send?.({ bytes });
    bytes = 0;
  });
} else {
  const data = new Uint8Array(Number(size));
  let ahead = 0;
  let isGoing = false;
  const send = () => {
    for (; isGoing && ahead < AHEAD; ahead++) connection.publish('bench.data', data);
  };
  connection.subscribe('bench.taken', {
    callback: () => {
      ahead -= TOLD;
      send();
    },
  });
  await connection.flush();
  process.on('message', (message) => {
    isGoing = message === 'go';
    send();
  });
}
process.send?.('ready');
