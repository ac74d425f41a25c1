import { Argument, type Command } from 'commander';
import { withExamples } from '../examples';
import { SERVICE_ACTIONS, type ServiceAction, type ServiceOptions } from './serviceActions';

export function addServiceCommand(program: Command): void {
  const service = program
    .command('service')
    .description('Have systemd run a relay on this computer from its start on, or tell how that one is.')
    .addArgument(new Argument('[what]', 'what to do').choices(SERVICE_ACTIONS).default('status'))
    .option('--user', 'a service of your own, not of the system: needs no root, and runs as you')
    .option('--print', 'install: print the unit that would be written, and do nothing')
    .addHelpText(
      'after',
      `
  install      write the unit, and a config file if there is none, and start it; again, to renew the unit and restart
  uninstall    stop it, and remove the unit; config file and data stay
  status       whether it is installed and runs, and where it listens; ends with 1 when it does not run`,
    )
    .action(async (what: ServiceAction, options: ServiceOptions, command) => {
      if (options.print && what !== 'install') command.error('error: --print is for install.');
      await (await import('./runService')).runService(what, options);
    });
  withExamples(service, [
    'sudo buckets-relay service install',
    'buckets-relay service install --user',
    'buckets-relay service status',
    'buckets-relay service install --print > buckets-relay.service',
  ]);
}
