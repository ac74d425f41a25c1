import { existsSync } from 'node:fs';
import { ok, type Result } from '../../lib/result';
import type { AdmitDevice } from '../../protocol/relay';
import type { ControlProblem } from '../../server/control/controlSocket';
import type { ServerEvent } from '../../server/events';
import type { RelayServer } from '../../server/relayServer';
import { CommandError } from '../commandError';
import type { RelayFiles } from '../dataDirectory';
import type { DeviceRegistry } from '../devices/deviceRegistry';

/** The devices of `server`: known, let in or not, and managed by `devices`. */
export interface ServerDevices {
  readonly admit: AdmitDevice;
  handleEvent(event: ServerEvent): void;
  /**
   * Loads the known devices where there are any. To be called at once when the relay listens, so that no connection is
   * heard in between: it waits for nothing but files that are read at once. Throws a CommandError.
   */
  load(): Promise<void>;
  /** Devices can connect: from now on it can be spoken to. */
  begin(): Promise<void>;
  /** Reads the known devices again. Throws a CommandError. */
  reload(): void;
  close(): void;
}

/** How often a relay that has no folder of its own looks whether it is free, in milliseconds. */
const RETRY_MS = 2_000;

/**
 * What knows the devices is loaded when the relay listens already: at once where some are known, and else when all that
 * devices wait for is done.
 */
export function createServerDevices(
  files: RelayFiles,
  server: () => RelayServer,
  log: (text: string) => void,
): ServerDevices {
  let ownsFile = false;
  let isGivenUp = false;
  let closeControl = () => {};
  let registry: DeviceRegistry | undefined;
  const early: ServerEvent[] = [];

  const loadRegistry = async () =>
    (await import('../devices/deviceRegistry')).createDeviceRegistry({
      path: files.devices,
      mayWrite: () => ownsFile,
      traffic: () => server().traffic(),
      expel: (key) => server().expel(key),
      log,
    });

  async function openControl(devices: DeviceRegistry): Promise<Result<void, ControlProblem>> {
    const { answerLine, controlPath } = await import('../devices/controlProtocol');
    const { openControlSocket } = await import('../../server/control/controlSocket');
    const path = controlPath(files.directory);
    const opened = await openControlSocket(files.directory, path, (line) => answerLine(line, devices.answer));
    if (!opened.ok) return opened;
    ownsFile = true;
    closeControl = opened.value;
    return ok(undefined);
  }

  /** The other relay may be one that is just ending: then this one takes its place. */
  function openControlLater(devices: DeviceRegistry): void {
    const timer = setInterval(async () => {
      if (!(await openControl(devices)).ok) return;
      clearInterval(timer);
      try {
        // What the other one has written last.
        devices.reload();
        log(`this relay keeps its devices in ${files.directory} now`);
      } catch (error) {
        log(error instanceof Error ? error.message : String(error));
      }
    }, RETRY_MS).unref();
    closeControl = () => clearInterval(timer);
  }

  function tell(devices: DeviceRegistry, problem: ControlProblem): void {
    if (problem.kind === 'taken') openControlLater(devices);
    log(
      problem.kind === 'taken'
        ? `another relay keeps its devices in ${files.directory}: as long as it runs, this one remembers none, and is out of reach for “buckets-relay devices”. Give it a folder of its own with --data`
        : `no devices can be remembered or managed in ${files.directory} (${problem.code}): choose another folder with --data`,
    );
  }

  const knowsSome = existsSync(files.devices);
  return {
    // Nobody is heard before the known devices are loaded; if somebody were, nobody blocked would slip in.
    admit: (key) => registry?.admit(key) ?? (knowsSome ? 'unknown' : 'admitted'),
    handleEvent(event) {
      if (registry) registry.handleEvent(event);
      else if (!isGivenUp) early.push(event);
    },
    async load() {
      if (knowsSome) registry = await loadRegistry();
    },
    async begin() {
      try {
        const devices = registry ?? (await loadRegistry());
        const opened = await openControl(devices);
        if (!opened.ok) tell(devices, opened.error);
        for (const event of early.splice(0)) devices.handleEvent(event);
        registry = devices;
      } catch (error) {
        // As in a folder that is somebody else's: who is connected already is not to be let down.
        if (!(error instanceof CommandError)) throw error;
        log(error.message);
        isGivenUp = true;
        early.length = 0;
      }
    },
    reload: () => registry?.reload(),
    close() {
      registry?.close();
      closeControl();
    },
  };
}
