import type { Account, ConnId } from '../../../main/protocol/relay';
import { ManualClock } from '../../helpers/manualClock';
import { MemoryHub } from '../../helpers/memoryExchange';
import { type PlayedDevice, PlayedNode } from '../../helpers/playedNodes';
import { Random } from '../../helpers/random';
import { challengeOf, fakeSignature, fakeVerify, inWords, key } from '../protocol/relayTestKit';

/** Two nodes, without sockets, on which single moments are played. */
export function stage() {
  const [hub, clock, random] = [new MemoryHub(), new ManualClock(), new Random(1)];
  const closed: number[] = [];
  const onClosed = (conn: ConnId) => void closed.push(conn);
  const start = (ahead = 0) => new PlayedNode({ hub, clock, random, verify: fakeVerify, onClosed }, ahead);
  const [one, two] = [start(), start()];
  const int = (below: number) => random.int(below);
  const settle = () => hub.settle(int);
  settle();
  let conns = 0;

  function login(node: PlayedNode, name: string, account = 'home') {
    const conn = ++conns as ConnId;
    // No two at one moment.
    clock.pass(1);
    const heard: string[] = [];
    const device: PlayedDevice = {
      ...{ conn, account: account as Account, node },
      hears: (event) => void heard.push(inWords(event)),
      ...{ held: new Set(), slow: undefined },
    };
    node.open(device, challengeOf(conn));
    node.iam(device, key(name), fakeSignature(key(name), challengeOf(conn)));
    return {
      ...{ device, heard },
      ask: (kind: 'connect' | 'disconnect', other: string) => node.command(device, { kind, key: key(other) }),
      send: (other: string, text: string) =>
        node.command(device, { kind: 'sendData', key: key(other), data: Buffer.from(text) }),
      go: () => node.gone(device),
    };
  }

  return {
    ...{ hub, clock, start, one, two, closed, settle, login },
    /** Lets things get on just so far. */
    until(isSo: () => boolean) {
      while (!isSo()) if (!hub.step(int)) throw new Error('it did not come to that');
    },
  };
}

export const hex = (text: string) => Buffer.from(text).toString('hex');
