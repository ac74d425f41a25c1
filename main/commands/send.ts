import type { Command } from 'commander';
import { sendStream } from '../client/transfer';
import { asDevice, connect, type DeviceOptions, parseTarget } from './device';
import { Failure } from './failure';
import { describeProblem } from './sentences';

export function addSendCommand(program: Command): void {
  asDevice(program.command('send'))
    .description('Send standard input to another device.')
    .action(
      async (
        first: string | undefined,
        second: string | undefined,
        options: DeviceOptions,
        command: Command,
      ) => {
        const { relay, peer } = parseTarget([first, second], options, command);
        const connection = await connect(relay, options);
        const sent = await sendStream(connection, peer, process.stdin);
        if (!sent.ok) throw new Failure(describeProblem(sent.error));
      },
    );
}
