import type { Command } from 'commander';
import { recordOptionTexts } from './optionTexts';
import { runServer } from './runServer';
import { withServerOptions } from './serverOptions';

export function addServerCommand(program: Command): void {
  const server = withServerOptions(program.command('server'))
    .description('Run a relay in this terminal, without a window.')
    .addHelpText(
      'after',
      '\nPrints one line when devices can connect, and logs to standard error. SIGHUP has it read its files again.',
    );
  const texts = recordOptionTexts(server);
  server.action((options) => runServer(options, server, texts));
}
