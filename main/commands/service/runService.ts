import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { unreachable } from '../../lib/unreachable';
import { CommandError } from '../commandError';
import { print, printStatus } from '../terminal';
import { restartCommand } from './exampleConfig';
import { installService, uninstallService } from './installService';
import type { ServiceAction, ServiceOptions } from './serviceActions';
import { type ServicePlace, SYSTEM_PLACE, UNIT, userPlace } from './servicePlace';
import { thisProgram } from './serviceProgram';
import { expectSystemd, type Systemctl, systemctlOf } from './systemctl';
import { unitFile } from './unitFile';

/** Installs or removes the service, or tells how it is. Throws a CommandError. */
export async function runService(what: ServiceAction, options: ServiceOptions): Promise<void> {
  const place = options.user ? userPlace(process.env, homedir()) : SYSTEM_PLACE;
  if (options.print) return print(unitFile(place, thisProgram()).trimEnd());
  const systemctl = systemctlOf(place.scope);
  await expectSystemd(systemctl, process.platform);
  if (what === 'status') return tellStatus(place, systemctl);
  expectRights(place, what, process.getuid?.());
  switch (what) {
    case 'install':
      return install(place, systemctl);
    case 'uninstall':
      return uninstall(place, systemctl);
    default:
      return unreachable(what);
  }
}

/** Throws a CommandError where the user `uid` may not change the system's services. */
export function expectRights({ scope }: ServicePlace, what: string, uid: number | undefined): void {
  if (scope === 'user' || uid === 0) return;
  throw new CommandError(
    `Services of the system are for root: “sudo buckets-relay service ${what}”, or --user for one of your own.`,
  );
}

async function install(place: ServicePlace, systemctl: Systemctl): Promise<void> {
  const { madeConfig } = await installService(place, thisProgram(), systemctl);
  const [sudo, user] = place.scope === 'user' ? ['', '--user '] : ['sudo ', ''];
  print(`The relay runs, and starts with ${place.scope === 'user' ? 'your session' : 'this computer'}.
  Account   ${sudo}cat ${place.account}
  Address   buckets-relay service status${place.scope === 'user' ? ' --user' : ''}
  Log       ${sudo}journalctl ${user}-u buckets-relay
  Devices   ${sudo}buckets-relay devices --data ${place.data}
  Config    ${place.config}${madeConfig ? '' : ' (as it was)'}; after a change: ${restartCommand(place)}
  Unit      ${place.unit}`);
  if (place.scope === 'user')
    printStatus('“loginctl enable-linger” has it run while you are not logged in, too.');
}

async function uninstall(place: ServicePlace, systemctl: Systemctl): Promise<void> {
  const removed = await uninstallService(place, systemctl);
  print(
    removed
      ? `The service is removed. Still there are the config file ${place.config} and what the relay has made, in ${place.data}.`
      : `There is no service to be removed: there is no ${place.unit}.`,
  );
}

async function tellStatus(place: ServicePlace, systemctl: Systemctl): Promise<void> {
  const user = place.scope === 'user' ? ' --user' : '';
  if (!existsSync(place.unit))
    throw new CommandError(
      `The service is not installed: “${user ? '' : 'sudo '}buckets-relay service install${user}” does that.`,
    );
  const told = await systemctl('status', '--no-pager', '--lines=10', UNIT);
  if (told.ok) print(told.value.trimEnd());
  else if (told.error.kind === 'failed') print(told.error.stdout.trimEnd());
  const active = await systemctl('is-active', '--quiet', UNIT);
  if (!active.ok)
    throw new CommandError(`The relay does not run: “journalctl${user} -e -u buckets-relay” tells why.`);
}
