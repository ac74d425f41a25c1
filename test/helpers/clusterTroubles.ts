import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeProcess } from './clusterFixture';
import { type NatsServer, startNats } from './natsServer';
import type { Random } from './random';
import { TcpProxy } from './tcpProxy';

/** After so much silence nodes give each other up, in milliseconds. */
const SILENCE_MS = 5_000;

interface Place {
  readonly way: TcpProxy;
  node: NodeProcess;
  isThere: boolean;
}

/** Nodes as processes, each with its own way to the exchange, and what may happen to all of that. */
export class ClusterTroubles {
  private constructor(
    private nats: NatsServer,
    private readonly places: readonly Place[],
    private readonly startNode: (address: string) => Promise<NodeProcess>,
    private readonly random: Random,
  ) {}

  static async begin(
    nodes: number,
    random: Random,
    startNode: (address: string) => Promise<NodeProcess>,
    undo: (work: () => unknown) => void,
  ): Promise<ClusterTroubles> {
    const nats = await startNats();
    const places = await Promise.all(
      Array.from({ length: nodes }, async () => {
        const way = await TcpProxy.before(nats.port);
        undo(() => way.close());
        return { way, node: await startNode(addressOf(way)), isThere: true };
      }),
    );
    const cluster = new ClusterTroubles(nats, places, startNode, random);
    undo(() => cluster.nats.stop());
    return cluster;
  }

  /** Of one of the nodes that are there. */
  port(): number {
    const { node } = this.random.pick(this.places.filter(({ isThere }) => isThere));
    return node.port;
  }

  /** What may happen, by name; each resolves when it is over. */
  readonly all = {
    'a node is killed': () => this.replaceNode('SIGKILL'),
    'a node ends in order': () => this.replaceNode('SIGTERM'),
    'a node stands still for a moment': () => this.pauseNode(SILENCE_MS * 0.1, SILENCE_MS * 0.7),
    'a node stands still for long': () => this.pauseNode(SILENCE_MS * 1.2, SILENCE_MS * 1.6),
    'a node is cut off for a moment': () => this.cutOff(SILENCE_MS * 0.1, SILENCE_MS * 0.7),
    'a node is cut off for long': () => this.cutOff(SILENCE_MS * 1.2, SILENCE_MS * 1.6),
    'the exchange is killed': () => this.restartNats('SIGKILL'),
    'the exchange ends in order': () => this.restartNats('SIGTERM'),
  };

  private async replaceNode(signal: NodeJS.Signals): Promise<void> {
    const place = this.random.pick(this.places);
    place.isThere = false;
    place.node.kill(signal);
    await place.node.cli.exited;
    place.node = await this.startNode(addressOf(place.way));
    place.isThere = true;
  }

  private async pauseNode(least: number, most: number): Promise<void> {
    const { node } = this.random.pick(this.places);
    node.kill('SIGSTOP');
    await sleep(least + this.random.int(most - least));
    node.kill('SIGCONT');
  }

  private async cutOff(least: number, most: number): Promise<void> {
    const { way } = this.random.pick(this.places);
    way.stall();
    await sleep(least + this.random.int(most - least));
    way.goOn();
  }

  private async restartNats(signal: NodeJS.Signals): Promise<void> {
    await this.nats.stop(signal);
    this.nats = await startNats([], this.nats.port);
  }
}

const addressOf = ({ port }: TcpProxy): string => `nats://127.0.0.1:${port}`;
