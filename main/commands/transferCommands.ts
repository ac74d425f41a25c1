import { type Command, InvalidArgumentError, Option } from 'commander';
import { EXIT_CODES } from './commandError';
import { asDevice, deviceAction } from './deviceOptions';
import { withExamples } from './examples';
import type { Direction, TransferOptions } from './runTransfer';

export function addTransferCommands(program: Command): void {
  withExamples(addTransfer(program, 'send', 'Send standard input to another device.'), [
    'buckets-relay send http://192.168.1.24:9001/v1/relay "$(cat phone.public)" < budget',
    'buckets-relay send --discover --username household --password-file password.txt "$(cat phone.public)" < budget',
  ]);
  const receive = addTransfer(program, 'receive', 'Write what another device sends to standard output.')
    .addOption(new Option('--expect-bytes <number>', 'how many bytes have to come').argParser(parseByteCount))
    .addOption(new Option('--sha256 <hex>', 'the SHA-256 of what has to come, in hex').argParser(parseSha256))
    .addHelpText(
      'after',
      `\nEnds with ${EXIT_CODES.nothingCame} when the other device left without having sent anything, and with ${EXIT_CODES.notWhatWasExpected} when what came is not what was expected.`,
    );
  withExamples(receive, [
    'buckets-relay receive http://192.168.1.24:9001/v1/relay "$(cat laptop.public)" > budget.copy',
    'buckets-relay receive --discover --username household --password-file password.txt "$(cat laptop.public)" > budget.copy',
  ]);
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

function parseByteCount(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(count))
    throw new InvalidArgumentError('Bytes are counted by a whole number, as 48213.');
  return count;
}

/** In lower case. */
function parseSha256(text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw new InvalidArgumentError('A SHA-256 is 64 hex digits, as `sha256sum` prints them.');
  return text.toLowerCase();
}
