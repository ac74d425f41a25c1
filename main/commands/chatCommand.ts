import type { Command } from 'commander';
import { asDevice, deviceAction } from './deviceOptions';

export function addChatCommand(program: Command): void {
  asDevice(program.command('chat'))
    .description('Talk with another device, line by line.')
    .addHelpText(
      'after',
      '\nWhat is typed, or comes on standard input, is sent; what the other device sends is written to standard output. It ends with its input (Ctrl+D).',
    )
    .action(deviceAction(async (...target) => (await import('./runChat')).runChat(...target)));
}
