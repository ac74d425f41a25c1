import type { Command } from 'commander';
import type { DeviceConnection } from '../client/connection';
import { receiveStream, sendStream, type TransferProblem } from '../client/transfer';
import type { Result } from '../lib/result';
import type { DeviceKey } from '../protocol/deviceKey';
import { asDevice, connect, type DeviceOptions, parseTarget } from './device';
import { Failure } from './failure';
import { describeProblem } from './sentences';

export function addTransferCommands(program: Command): void {
  addTransfer(program, 'send', 'Send standard input to another device.', (connection, peer) =>
    sendStream(connection, peer, process.stdin),
  );
  addTransfer(program, 'receive', 'Write what another device sends to standard output.', (connection, peer) =>
    receiveStream(connection, peer, process.stdout),
  );
}

function addTransfer(
  program: Command,
  name: string,
  description: string,
  transfer: (connection: DeviceConnection, peer: DeviceKey) => Promise<Result<unknown, TransferProblem>>,
): void {
  asDevice(program.command(name))
    .description(description)
    .action(
      async (
        first: string | undefined,
        second: string | undefined,
        options: DeviceOptions,
        command: Command,
      ) => {
        const { relay, peer } = parseTarget([first, second], options, command);
        const done = await transfer(await connect(relay, options), peer);
        if (!done.ok) throw new Failure(describeProblem(done.error));
      },
    );
}
