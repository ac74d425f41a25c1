import type { Command } from 'commander';
import { receiveStream } from '../client/transfer';
import type { DeviceKey } from '../protocol/deviceKey';
import { asDevice, connect, type DeviceOptions } from './device';
import { Failure } from './failure';
import { describeProblem } from './sentences';

export function addReceiveCommand(program: Command): void {
  asDevice(program.command('receive'))
    .description('Write what another device sends to standard output.')
    .action(async (url: string, peer: DeviceKey, options: DeviceOptions) => {
      const connection = await connect(url, options);
      const received = await receiveStream(connection, peer, process.stdout);
      if (!received.ok) throw new Failure(describeProblem(received.error));
    });
}
