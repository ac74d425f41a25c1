import { type Command, Option } from 'commander';
import { databaseOption } from '../accounts/databaseOption';
import { withExamples } from '../examples';
import { parseLoopbackAddress } from './parseLoopbackAddress';

/** Beside a relay's own port. */
const PORT = 9_002;

export function addAdminCommand(program: Command): void {
  const command = program
    .command('admin')
    .description('Serve a page for the operator of a relay for many, for one browser of this computer.')
    .addOption(databaseOption())
    .addOption(
      new Option('--listen <address:port>', 'where it listens: an address of this computer alone')
        .argParser(parseLoopbackAddress)
        .default({ host: '127.0.0.1', port: PORT }, `127.0.0.1:${PORT}`),
    )
    .action(async (options, command) => (await import('./runAdmin')).runAdmin(options, command));
  withExamples(command, [
    'buckets-relay admin',
    'buckets-relay admin --listen 127.0.0.1:9500 -d /var/lib/buckets-relay/bucketsrelay.sqlite',
  ]);
}
