import type { Command } from 'commander';
import { EXIT_CODES } from './commandError';
import { asDevice, deviceAction } from './deviceOptions';
import type { Direction } from './runTransfer';

export function addTransferCommands(program: Command): void {
  addTransfer(program, 'send', 'Send standard input to another device.');
  addTransfer(program, 'receive', 'Write what another device sends to standard output.').addHelpText(
    'after',
    `\nEnds with ${EXIT_CODES.nothingCame} when the other device left without having sent anything.`,
  );
}

function addTransfer(program: Command, direction: Direction, description: string): Command {
  return asDevice(program.command(direction))
    .description(description)
    .action(
      deviceAction(async (...target) => (await import('./runTransfer')).runTransfer(direction, ...target)),
    );
}
