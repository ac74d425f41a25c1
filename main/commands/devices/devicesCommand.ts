import type { Command } from 'commander';
import { dataOption } from '../dataDirectory';
import type { ControlRequest } from './controlProtocol';

interface DevicesOptions {
  readonly data?: string;
  readonly json?: boolean;
}

const ON_OFF = ['on', 'off'];

export function addDevicesCommand(program: Command): void {
  const devices = program
    .command('devices')
    .description('List the devices of the relay that runs on this computer, or decide on one of them.')
    .addOption(dataOption())
    .option('--json', 'as JSON, for programs')
    .addHelpText(
      'after',
      '\nA DEVICE is told by its name, its key, or as much of that as no other one begins with.',
    )
    .action((_options, command) => run({ kind: 'list' }, command));
  devices
    .command('list', { isDefault: true })
    .description('list them: those who are connected, the others that are known, and who waits to be let in')
    .action((_options, command) => run({ kind: 'list' }, command));
  devices
    .command('name <device> <name>')
    .description('give a device a name; an empty one takes it away')
    .action((device, name, _options, command) => run({ kind: 'name', device, name }, command));
  const decisions = {
    block: 'disconnect it, and let it in no more',
    unblock: 'let it in again',
    forget: 'disconnect it, and know nothing of it',
    'let-in': 'know it from now on: for one that waits, or will come',
  } as const;
  for (const [kind, description] of Object.entries(decisions) as [keyof typeof decisions, string][])
    devices
      .command(`${kind} <device>`)
      .description(description)
      .action((device, _options, command) => run({ kind, device }, command));
  devices
    .command('only-known')
    .description('whether only devices that are known may connect')
    .argument('<on|off>', 'on: others wait until they are let in')
    .action((value, _options, command) => {
      if (!ON_OFF.includes(value)) command.error('error: it is on or off.');
      return run({ kind: 'only-known', on: value === 'on' }, command);
    });
}

const run = async (request: ControlRequest, command: Command) =>
  (await import('./runDevices')).runDevices(request, command.optsWithGlobals<DevicesOptions>());
