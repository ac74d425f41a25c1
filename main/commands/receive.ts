import type { Command } from 'commander';
import { receiveStream } from '../client/transfer';
import { asDevice, connect, type DeviceOptions, parseTarget } from './device';
import { Failure } from './failure';
import { describeProblem } from './sentences';

export function addReceiveCommand(program: Command): void {
  asDevice(program.command('receive'))
    .description('Write what another device sends to standard output.')
    .action(
      async (
        first: string | undefined,
        second: string | undefined,
        options: DeviceOptions,
        command: Command,
      ) => {
        const { relay, peer } = parseTarget([first, second], options, command);
        const connection = await connect(relay, options);
        const received = await receiveStream(connection, peer, process.stdout);
        if (!received.ok) throw new Failure(describeProblem(received.error));
      },
    );
}
