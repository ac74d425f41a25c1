// @ts-check
// One client of NATS, told by its parent to publish messages or to count them: what the exchange itself can do.
import { connect } from '@nats-io/transport-node';

const [url = '', role = '', size = ''] = process.argv.slice(2);
const connection = await connect({ servers: url, noEcho: true });

if (role === 'subscribe') {
  let bytes = 0;
  let messages = 0;
  connection.subscribe('bench.data', {
    callback: (_error, message) => {
      bytes += message.data.length;
      messages += 1;
      // The publisher goes on only when this is not far behind: core NATS drops for who is slow.
      if (messages % 16 === 0) connection.publish('bench.taken');
    },
  });
  await connection.flush();
  process.on('message', () => {
    process.send?.({ bytes, messages });
    bytes = 0;
    messages = 0;
  });
  process.send?.('ready');
} else {
  const data = new Uint8Array(Number(size));
  let ahead = 0;
  const most = 64;
  const send = () => {
    while (ahead < most) {
      connection.publish('bench.data', data);
      ahead += 1;
    }
  };
  connection.subscribe('bench.taken', {
    callback: () => {
      ahead -= 16;
      send();
    },
  });
  await connection.flush();
  process.on('message', send);
  process.send?.('ready');
}
