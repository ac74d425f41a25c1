import { relayFiles } from '../dataDirectory';
import { print, printJson } from '../terminal';
import { askRelay } from './askRelay';
import type { ControlRequest, ListedDevice } from './controlProtocol';

/** Asks the running relay, and prints its devices where these were asked for. Throws a CommandError. */
export async function runDevices(
  request: ControlRequest,
  { data, json }: { readonly data?: string; readonly json?: boolean },
): Promise<void> {
  const { devices, onlyKnown, moreWaiting } = await askRelay(
    relayFiles({ ...(data && { data }) }).directory,
    request,
  );
  if (json) {
    printJson({ onlyKnown, moreWaiting, devices });
    return;
  }
  if (request.kind !== 'list') return;
  const lines =
    devices.length > 0 ? table([HEADINGS, ...devices.sort(byState).map(cells)]) : ['No device is known yet.'];
  if (onlyKnown) lines.push('', 'Only known devices may connect.');
  if (moreWaiting > 0) lines.push(`${moreWaiting} more wait to be let in.`);
  print(lines.join('\n'));
}

const HEADINGS = ['NAME', 'KEY', 'STATE', 'SINCE', 'ADDRESS', 'SENT', 'RECEIVED', 'LINKED'];

const ORDER = ['connected', 'waiting', 'away', 'blocked'];

const byState = (a: ListedDevice, b: ListedDevice): number =>
  ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || b.lastSeen - a.lastSeen;

/** As much of a key as tells a household's devices apart, and can be given to the other commands. */
const KEY_LENGTH = 12;

function cells({ key, name, state, from, lastSeen, sent, received, linkedWith }: ListedDevice): string[] {
  const since = new Date(lastSeen).toISOString().replace('T', ' ').slice(0, 16);
  const count = (bytes: number | undefined) => (bytes === undefined ? '' : String(bytes));
  const links = (linkedWith ?? []).map((other) => other.slice(0, KEY_LENGTH)).join(' ');
  return [name ?? '-', key.slice(0, KEY_LENGTH), state, since, from, count(sent), count(received), links];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
