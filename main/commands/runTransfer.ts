import { receiveStream, sendStream } from '../client/transfer';
import type { DeviceKey } from '../protocol/deviceKey';
import { CommandError, EXIT_CODES } from './commandError';
import { connect } from './connect';
import type { DeviceOptions, Target } from './deviceOptions';
import { NOTHING_CAME, problemMessage } from './problemMessages';
import { printStatus } from './terminal';

/** `send` takes standard input, `receive` gives to standard output. */
export type Direction = 'send' | 'receive';

/** How long the other device may be missing before somebody at a terminal is told what is waited for. */
const MOMENT_MS = 2_000;

/** Sends to another device, or receives from it, until its end. Throws a CommandError. */
export async function runTransfer(
  direction: Direction,
  relay: Target,
  peer: DeviceKey,
  options: DeviceOptions,
): Promise<void> {
  const connection = await connect(relay, options);
  const telling = process.stderr.isTTY
    ? setTimeout(() => printStatus('Waiting for the other device…'), MOMENT_MS)
    : undefined;
  const connected = () => clearTimeout(telling);
  const done =
    direction === 'send'
      ? await sendStream(connection, peer, process.stdin, connected)
      : await receiveStream(connection, peer, process.stdout, connected);
  clearTimeout(telling);
  if (!done.ok) throw new CommandError(problemMessage(done.error));
  if (direction === 'receive' && done.value === 0)
    throw new CommandError(NOTHING_CAME, EXIT_CODES.nothingCame);
}
