import type { Command } from 'commander';
import type { DeviceConnection } from '../client/connection';
import { receiveStream, sendStream, type TransferProblem } from '../client/transfer';
import type { Result } from '../lib/result';
import type { DeviceKey } from '../protocol/deviceKey';
import { asDevice, connect, type DeviceOptions, parseTarget } from './device';
import { EXIT, Failure } from './failure';
import { describeProblem, NOTHING_CAME } from './sentences';
import { say } from './terminal';

/** How long the other device may be missing before somebody at a terminal is told what is waited for. */
const MOMENT_MS = 2_000;

type Transfer<T> = (
  connection: DeviceConnection,
  peer: DeviceKey,
  onConnected: () => void,
) => Promise<Result<T, TransferProblem>>;

export function addTransferCommands(program: Command): void {
  addTransfer(program, 'send', 'Send standard input to another device.', (connection, peer, onConnected) =>
    sendStream(connection, peer, process.stdin, onConnected),
  );
  addTransfer(
    program,
    'receive',
    'Write what another device sends to standard output.',
    (connection, peer, onConnected) => receiveStream(connection, peer, process.stdout, onConnected),
    (received) => {
      if (received === 0) throw new Failure(NOTHING_CAME, EXIT.nothingCame);
    },
  ).addHelpText(
    'after',
    `\nEnds with ${EXIT.nothingCame} when the other device left without having sent anything.`,
  );
}

function addTransfer<T>(
  program: Command,
  name: string,
  description: string,
  transfer: Transfer<T>,
  finish: (value: T) => void = () => {},
): Command {
  return asDevice(program.command(name))
    .description(description)
    .action(
      async (
        first: string | undefined,
        second: string | undefined,
        options: DeviceOptions,
        command: Command,
      ) => {
        const { relay, peer } = parseTarget([first, second], options, command);
        const connection = await connect(relay, options);
        const telling = process.stderr.isTTY
          ? setTimeout(() => say('Waiting for the other device…'), MOMENT_MS)
          : undefined;
        const done = await transfer(connection, peer, () => clearTimeout(telling));
        clearTimeout(telling);
        if (!done.ok) throw new Failure(describeProblem(done.error));
        finish(done.value);
      },
    );
}
