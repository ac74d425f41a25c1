import type { Clock } from '../lib/clock';
import type { DeviceKey } from '../protocol/deviceKey';
import type { Account } from '../protocol/relay';
import type { Mesh } from './mesh';
import type { Control, DistantDevice } from './messages';
import type { NodeId } from './nodeId';
import { type AccountHash, accountHash } from './subjects';

/** A node that has not answered by then is left out, in milliseconds. */
const WAIT_MS = 500;

/** So many of one node are told: a page shows a household's. */
const MOST = 500;

interface Question {
  readonly unanswered: Set<NodeId>;
  readonly devices: Map<DeviceKey, DistantDevice>;
  readonly done: () => void;
}

/** Lists of an account's devices at other nodes, for who wants one now and then, with devices here or without. */
export class DeviceLists {
  private readonly questions = new Map<number, Question>();
  private lastId = 0;

  /** `devicesOf` gives those that are here. */
  constructor(
    private readonly mesh: Mesh,
    private readonly clock: Clock,
    private readonly devicesOf: (account: AccountHash) => readonly DistantDevice[],
  ) {}

  get count(): number {
    return this.questions.size;
  }

  /** Those at all nodes that answer soon. */
  ask(account: Account): Promise<DistantDevice[]> {
    const id = ++this.lastId;
    return new Promise((resolve) => {
      const devices = new Map<DeviceKey, DistantDevice>();
      const done = () => {
        undo();
        this.questions.delete(id);
        resolve([...devices.values()]);
      };
      const undo = this.clock.after(WAIT_MS, done);
      const nodes = this.mesh.up();
      this.questions.set(id, { unanswered: new Set(nodes), devices, done });
      for (const node of nodes)
        this.mesh.say(node, { kind: 'list', list: id, account: accountHash(account) });
      if (nodes.length === 0) done();
    });
  }

  control(node: NodeId, control: Control): void {
    if (control.kind === 'list') {
      const devices = this.devicesOf(control.account).slice(0, MOST);
      this.mesh.say(node, { kind: 'listed', list: control.list, devices: [...devices] });
    }
    if (control.kind !== 'listed') return;
    const question = this.questions.get(control.list);
    if (!question?.unanswered.has(node)) return;
    for (const device of control.devices) {
      // Of one that has just moved, the newer login counts.
      const before = question.devices.get(device.key);
      if (!before || before.stamp < device.stamp) question.devices.set(device.key, device);
    }
    this.answered(question, node);
  }

  /** Nothing comes of it any more. */
  down(node: NodeId): void {
    for (const question of [...this.questions.values()]) this.answered(question, node);
  }

  private answered(question: Question, node: NodeId): void {
    if (question.unanswered.delete(node) && question.unanswered.size === 0) question.done();
  }
}
