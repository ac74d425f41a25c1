import { Argument, type Command } from 'commander';
import { dataOption } from '../dataDirectory';
import { withExamples } from '../examples';
import type { ControlRequest } from './controlProtocol';

interface DevicesOptions {
  readonly data?: string;
  readonly json?: boolean;
}

const ACTIONS = ['list', 'name', 'block', 'unblock', 'forget', 'let-in', 'only-known'] as const;

type Action = (typeof ACTIONS)[number];

export function addDevicesCommand(program: Command): void {
  const devices = program
    .command('devices')
    .description('List the devices of the relay that runs on this computer, or decide on one of them.')
    .addArgument(new Argument('[what]', 'what to do').choices(ACTIONS).default('list'))
    .argument(
      '[device]',
      'its name, its key, or as much of that as no other one begins with; on or off for only-known',
    )
    .argument('[new-name]', 'what it is called from now on')
    .addOption(dataOption())
    .option('--json', 'list them as JSON, for programs')
    .addHelpText(
      'after',
      `
  list         those who are connected, the others that are known, and who waits to be let in
  name         give a device a name; an empty one takes it away
  block        disconnect it, and let it in no more
  unblock      let it in again
  forget       disconnect it, and know nothing of it
  let-in       know it from now on: for one that waits, or will come
  only-known   whether devices that are not known wait until they are let in: on or off`,
    )
    .action(async (what: Action, device, name, options: DevicesOptions, command) => {
      const request = requestOf(what, device, name, command);
      await (await import('./runDevices')).runDevices(request, options);
    });
  withExamples(devices, [
    'buckets-relay devices',
    'buckets-relay devices name 9kQ2 "The kitchen tablet"',
    'buckets-relay devices block "The kitchen tablet"',
    'buckets-relay devices only-known on',
  ]);
}

function requestOf(
  kind: Action,
  device: string | undefined,
  name: string | undefined,
  command: Command,
): ControlRequest {
  if (kind === 'list') return { kind };
  if (kind === 'only-known') {
    if (device !== 'on' && device !== 'off') return command.error('error: only-known is on or off.');
    return { kind, on: device === 'on' };
  }
  if (device === undefined || device === '')
    return command.error("error: missing required argument 'device'");
  if (kind !== 'name') return { kind, device };
  if (name === undefined) return command.error("error: missing required argument 'new-name'");
  return { kind, device, name };
}
