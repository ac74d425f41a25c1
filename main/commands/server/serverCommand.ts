import type { Command } from 'commander';
import { withExamples } from '../examples';
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
  withExamples(server, [
    'buckets-relay server --account relay-account.json',
    'buckets-relay server --address 0.0.0.0 --account relay-account.json --tls self-signed --advertise',
    'RELAY_USERNAME=household RELAY_PASSWORD_FILE=password.txt buckets-relay server --port 9002 --log-format json',
    'buckets-relay server --config relay.toml --print-config',
    'buckets-relay server --multi-user --database accounts.sqlite',
  ]);
  const texts = recordOptionTexts(server);
  server.action((options) => {
    // It may stand before the command's name, too.
    const source = program.getOptionValueSource('database');
    if (source) server.setOptionValueWithSource('database', program.getOptionValue('database'), source);
    return runServer(options, server, texts);
  });
}
