import { type Command, InvalidArgumentError, Option } from 'commander';
import { EXIT_CODES } from './commandError';
import { asDevice, deviceAction } from './deviceOptions';
import { parseByteCount, parseSha256 } from './expectation';
import type { Direction, TransferOptions } from './runTransfer';

export function addTransferCommands(program: Command): void {
  addTransfer(program, 'send', 'Send standard input to another device.');
  addTransfer(program, 'receive', 'Write what another device sends to standard output.')
    .addOption(
      new Option('--expect-bytes <number>', 'how many bytes have to come').argParser(parseExpectedBytes),
    )
    .addOption(
      new Option('--sha256 <hex>', 'the SHA-256 of what has to come, in hex').argParser(parseExpectedSha256),
    )
    .addHelpText(
      'after',
      `\nEnds with ${EXIT_CODES.nothingCame} when the other device left without having sent anything, and with ${EXIT_CODES.notWhatWasExpected} when what came is not what was expected.`,
    );
}

function addTransfer(program: Command, direction: Direction, description: string): Command {
  return asDevice(program.command(direction))
    .description(description)
    .action(
      deviceAction<TransferOptions>(async (...target) =>
        (await import('./runTransfer')).runTransfer(direction, ...target),
      ),
    );
}

function parseExpectedBytes(text: string): number {
  const count = parseByteCount(text);
  if (count === undefined) throw new InvalidArgumentError('Bytes are counted by a whole number, as 48213.');
  return count;
}

function parseExpectedSha256(text: string): string {
  const digest = parseSha256(text);
  if (digest === undefined)
    throw new InvalidArgumentError('A SHA-256 is 64 hex digits, as `sha256sum` prints them.');
  return digest;
}
