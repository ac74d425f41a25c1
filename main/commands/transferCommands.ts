import type { Command } from 'commander';
import { EXIT_CODES } from './commandError';
import { asDevice, deviceAction } from './deviceOptions';
import { withExamples } from './examples';
import type { Direction } from './runTransfer';

export function addTransferCommands(program: Command): void {
  withExamples(addTransfer(program, 'send', 'Send standard input to another device.'), [
    'buckets-relay send http://192.168.1.24:9001/v1/relay "$(cat phone.public)" < budget',
    'buckets-relay send --discover --username household --password-file password.txt "$(cat phone.public)" < budget',
  ]);
  const receive = addTransfer(
    program,
    'receive',
    'Write what another device sends to standard output.',
  ).addHelpText(
    'after',
    `\nEnds with ${EXIT_CODES.nothingCame} when the other device left without having sent anything.`,
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
      deviceAction(async (...target) => (await import('./runTransfer')).runTransfer(direction, ...target)),
    );
}
