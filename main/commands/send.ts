import type { Command } from 'commander';
import { sendStream } from '../client/transfer';
import type { DeviceKey } from '../protocol/deviceKey';
import { asDevice, connect, type DeviceOptions } from './device';
import { Failure } from './failure';
import { describeProblem } from './sentences';

export function addSendCommand(program: Command): void {
  asDevice(program.command('send'))
    .description('Send standard input to another device.')
    .action(async (url: string, peer: DeviceKey, options: DeviceOptions) => {
      const connection = await connect(url, options);
      const sent = await sendStream(connection, peer, process.stdin);
      if (!sent.ok) throw new Failure(describeProblem(sent.error));
    });
}
