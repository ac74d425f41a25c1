import type { DistantReceiver, FramedData, Sender } from '../server/distant';
import { Credit, Granting, LINK_WINDOW_BYTES } from './credit';
import type { LocalDevice } from './localDevices';
import type { DistantDevice } from './messages';
import type { NodeId } from './nodeId';
import { Assembly } from './parts';
import type { Login } from './stamp';

/**
 * A link between a device here and one at another node. Of the two nodes that of the device with the lesser key offers it,
 * and the other accepts: so two that ask for each other at once make one link. Who accepted is linked from then on, who
 * offered from when that is heard; as all that one node says to another arrives in its order, each device hears Connected
 * before it gets data, and both or none.
 */
export class DistantLink implements DistantReceiver, Sender {
  isLinked = false;
  readonly credit = new Credit(LINK_WINDOW_BYTES);
  /** Of frames that come in parts, those that have come. */
  readonly assembly = new Assembly();
  /** Here data comes from it: it waits by not being granted more. */
  readonly input: Granting;

  constructor(
    readonly id: number,
    readonly node: NodeId,
    readonly local: LocalDevice,
    readonly far: DistantDevice,
    private readonly send: (link: DistantLink, pieces: readonly Buffer[], data: FramedData) => void,
    grant: (link: DistantLink, bytes: number) => void,
  ) {
    this.input = new Granting(LINK_WINDOW_BYTES, (bytes) => grant(this, bytes));
  }

  /** Of the device there. */
  get login(): Login {
    return { node: this.node, stamp: this.far.stamp };
  }

  forward(pieces: readonly Buffer[], data: FramedData): void {
    this.send(this, pieces, data);
  }
}
