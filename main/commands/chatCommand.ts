import type { Command } from 'commander';
import { asDevice, deviceAction } from './deviceOptions';
import { withExamples } from './examples';

export function addChatCommand(program: Command): void {
  const command = asDevice(program.command('chat'))
    .description('Talk with another device, line by line.')
    .addHelpText(
      'after',
      '\nWhat is typed, or comes on standard input, is sent; what the other device sends is written to standard output. It ends with its input (Ctrl+D).',
    )
    .action(deviceAction(async (...target) => (await import('./runChat')).runChat(...target)));
  withExamples(command, [
    'buckets-relay chat http://192.168.1.24:9001/v1/relay "$(cat other.key.public)"',
    'buckets-relay chat --discover -u household --password-file password.txt "$(cat other.key.public)"',
  ]);
}
