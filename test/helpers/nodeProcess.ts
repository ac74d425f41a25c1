import { createClusterNode } from '../../main/cluster/clusterNode';
import { connectNats } from '../../main/cluster/nats/natsExchange';
import { createRelayServer } from '../../main/server/relayServer';

// One node of a relay as a process of its own: `process.cjs NATS NAME USERNAME PASSWORD`. It says its port, and how many
// others it has found; it ends in order upon SIGTERM.

async function run(nats = '', name = '', username = '', password = ''): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const exchange = await connectNats(
    { servers: [nats] },
    { onLost: () => say('lost'), onRestored: () => say('restored'), onForbidden: say, onError: say },
  );
  if (!exchange.ok) throw new Error(exchange.error.detail);
  const node = createClusterNode(exchange.value, name);
  const server = createRelayServer({
    ...{ credentials: { username, password }, port: 0, address: '127.0.0.1' },
    ...{ join: node.join, onEvent() {} },
  });
  const listening = await server.start();
  if (!listening.ok) throw new Error(listening.error.kind);
  say(`port ${listening.value.port}`);
  let known = 0;
  const looking = setInterval(() => {
    if (node.others() === known) return;
    known = node.others();
    say(`others ${known}`);
  }, 20);
  process.on('SIGTERM', async () => {
    clearInterval(looking);
    await server.stop();
    node.stop();
    await exchange.value.close();
  });
}

void run(...process.argv.slice(2));
