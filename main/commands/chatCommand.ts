import type { Command } from 'commander';
import { asDevice, type DeviceOptions, parseTarget } from './deviceOptions';

export function addChatCommand(program: Command): void {
  asDevice(program.command('chat'))
    .description('Talk with another device, line by line.')
    .addHelpText(
      'after',
      '\nWhat is typed, or comes on standard input, is sent; what the other device sends is written to standard output. It ends with its input (Ctrl+D).',
    )
    .action(
      async (
        first: string | undefined,
        second: string | undefined,
        options: DeviceOptions,
        command: Command,
      ) => {
        const { relay, peer } = parseTarget([first, second], options, command);
        await (await import('./runChat')).runChat(relay, peer, options);
      },
    );
}
