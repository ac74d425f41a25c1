import { createHash } from 'node:crypto';
import { fstatSync, type Stats } from 'node:fs';
import type { DeviceConnection } from '../client/connection';
import { receiveStream, sendStream, type TransferProblem, type TransferWatch } from '../client/transfer';
import { ok, type Result } from '../lib/result';
import type { DeviceKey } from '../protocol/deviceKey';
import { CommandError, EXIT_CODES } from './commandError';
import { connect } from './connect';
import type { DeviceOptions, Target } from './deviceOptions';
import { type Received, unmetMessage } from './expectation';
import { NOTHING_CAME, problemMessage } from './problemMessages';
import { printStatus } from './terminal';
import { formatBytes, TransferProgress } from './transferProgress';

/** `send` takes standard input, `receive` gives to standard output. */
export type Direction = 'send' | 'receive';

export interface TransferOptions extends DeviceOptions {
  /** Of `receive` alone, as `sha256`. */
  readonly expectBytes?: number;
  readonly sha256?: string;
}

/** Its file descriptor. Node takes what it cannot read from, as a directory, for something empty. */
const STDIN = 0;

/** How long the other device may be missing before somebody at a terminal is told what is waited for. */
const MOMENT_MS = 2_000;

/** Sends to another device, or receives from it, until its end. Throws a CommandError. */
export async function runTransfer(
  direction: Direction,
  relay: Target,
  peer: DeviceKey,
  options: TransferOptions,
): Promise<void> {
  if (direction === 'send' && inputStats()?.isDirectory())
    throw new CommandError(
      'Standard input is a directory, which cannot be sent: send a file, as an archive of it.',
    );
  const connection = await connect(relay, options);
  const progress = progressOf(direction);
  const { watch, came } = watchTransfer(progress);
  const done = await move(direction, connection, peer, options, watch).catch((error) => {
    progress?.end();
    throw inputProblem() ?? error;
  });
  if (!done.ok) progress?.end();
  if (!done.ok) throw new CommandError(problemMessage(done.error));
  const moved = came();
  if (progress) {
    progress.clear();
    const what = direction === 'send' ? 'Sent' : 'Received';
    printStatus(`${what} ${formatBytes(moved.bytes)}, SHA-256 ${moved.sha256}`);
  }
  // (Of more than was expected, the rest was counted and not looked at.)
  if (direction === 'receive') await check(options, { ...moved, bytes: done.value });
}

/** Gives how many bytes came; of `send`, none do. */
async function move(
  direction: Direction,
  connection: DeviceConnection,
  peer: DeviceKey,
  { expectBytes }: TransferOptions,
  watch: TransferWatch,
): Promise<Result<number, TransferProblem>> {
  if (direction === 'receive') {
    const bound = expectBytes === undefined ? {} : { maxBytes: expectBytes };
    return receiveStream(connection, peer, process.stdout, { ...watch, ...bound });
  }
  const sent = await sendStream(connection, peer, process.stdin, watch);
  return sent.ok ? ok(0) : sent;
}

/** Tells somebody who looks how it goes, and sums up what passes. */
function watchTransfer(progress: TransferProgress | undefined): {
  readonly watch: TransferWatch;
  /** What has passed in all; to be asked once. */
  came(): Received;
} {
  const telling = process.stderr.isTTY
    ? setTimeout(() => printStatus('Waiting for the other device…'), MOMENT_MS).unref()
    : undefined;
  // That ends the program with a sentence, which needs a line of its own.
  process.stdout.prependListener('error', () => progress?.end());
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    watch: {
      onConnected() {
        clearTimeout(telling);
        progress?.start();
      },
      onData(data) {
        hash.update(data);
        bytes += data.length;
        progress?.add(data.length);
      },
    },
    came: () => ({ bytes, sha256: hash.digest('hex') }),
  };
}

/** Throws a CommandError when what came is not what was expected; when nothing was, it has to be something. */
async function check({ expectBytes, sha256 }: TransferOptions, came: Received): Promise<void> {
  const isExpecting = expectBytes !== undefined || sha256 !== undefined;
  const unmet = unmetMessage({ bytes: expectBytes, sha256 }, came);
  if (isExpecting && unmet === undefined) return;
  if (came.bytes === 0) throw new CommandError(NOTHING_CAME, EXIT_CODES.nothingCame);
  if (unmet === undefined) return;
  // The program ends with the sentence, and what came is to be where it belongs by then.
  await new Promise((resolve) => process.stdout.write('', resolve));
  throw new CommandError(unmet, EXIT_CODES.notWhatWasExpected);
}

/** Shown to somebody who looks, unless the data itself is on the terminal. */
function progressOf(direction: Direction): TransferProgress | undefined {
  const data = direction === 'send' ? process.stdin : process.stdout;
  if (!process.stderr.isTTY || process.env.TERM === 'dumb' || data.isTTY) return undefined;
  return new TransferProgress(process.stderr, direction === 'send' ? inputSize() : undefined);
}

/** The bytes of standard input, if that is a file. */
function inputSize(): number | undefined {
  const input = inputStats();
  return input?.isFile() ? input.size : undefined;
}

function inputStats(): Stats | undefined {
  try {
    return fstatSync(STDIN);
  } catch {
    return undefined;
  }
}

/** Why standard input could not be read to its end, if that was so. */
function inputProblem(): CommandError | undefined {
  const { errored } = process.stdin;
  return errored
    ? new CommandError(`Standard input cannot be read: ${errored.message}. What was sent is not complete.`)
    : undefined;
}
