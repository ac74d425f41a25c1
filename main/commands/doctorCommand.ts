import { type Command, Option } from 'commander';
import { databaseOption } from './accounts/databaseOption';
import { loginOptions, pinOption } from './deviceOptions';
import { withExamples } from './examples';
import { clusterOptions } from './server/cluster/clusterOptions';

export function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description('Find out why a device cannot connect to a relay, from where this is run.')
    .argument(
      '[url]',
      "the relay's address, http(s)://HOST:PORT/v1/relay; without it, the one in this network",
    )
    .option('--discover [id]', 'find the relay with this identity, or the only one, in this network');
  for (const option of loginOptions()) command.addOption(option);
  command
    .option('-k, --no-ssl-verify', 'accept any certificate')
    .addOption(pinOption())
    .addOption(databaseOption());
  for (const option of clusterOptions()) command.addOption(option);
  command
    .option('--config <file>', 'the config file of a relay, whose database and NATS are looked at')
    .addOption(new Option('--json', 'as JSON, for programs'))
    .addHelpText(
      'after',
      '\nWith user name and password, two test devices log in and talk to each other. Ends with 1 when a check failed.\n' +
        'With --database or --config, where a relay for many users runs: its database, disk, packages and key for licences.\n' +
        'With --cluster or --config, where a node of several runs: NATS, the rights there, other nodes and their clocks.',
    )
    .action(async (url, options, command) => (await import('./runDoctor')).runDoctor(url, options, command));
  withExamples(command, [
    'buckets-relay doctor http://192.168.1.24:9001/v1/relay',
    'buckets-relay doctor --username household --password-file password.txt',
    'buckets-relay doctor --discover --json',
    'buckets-relay doctor --database accounts.sqlite',
    'buckets-relay doctor --cluster tls://nats.example.org --cluster-credentials node.nk',
  ]);
}
