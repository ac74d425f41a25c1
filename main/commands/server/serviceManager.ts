import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { errorCode } from '../../lib/errorCode';
import { createSerialQueue } from '../../lib/serialQueue';

// What a service manager is told of the relay, by the rules of sd_notify(3). Node has no datagram sockets of the kind that
// it listens on; the program that comes with systemd has.

/** What is told to the service manager that started the relay. Nothing of it rejects. */
export interface ServiceManager {
  /** Devices can connect; `status` is shown to who asks for the service. From now on it hears that the relay is alive. */
  ready(status: string): Promise<void>;
  /** Tells that files are read again before and after `work` does that. */
  reloading(work: () => Promise<void>): Promise<void>;
  stopping(): Promise<void>;
}

/** Milliseconds that a message may take. */
const TELL_MS = 5_000;

/** A sign of life comes at somewhat less than half of the time after which the manager takes the relay for dead. */
const WATCHDOG_PART = 0.49;

/** And at least once an hour: a timer's milliseconds have a bound. */
const MAX_INTERVAL_MS = 3_600_000;

/** `environment` names the manager's socket; what goes wrong is said through `log`, once. */
export function connectServiceManager(
  environment: NodeJS.ProcessEnv,
  log: (text: string) => void,
): ServiceManager {
  const inTurn = createSerialQueue();
  const run = promisify(execFile);
  // It needs no more, and a password among the variables is none of its business.
  const { PATH, NOTIFY_SOCKET } = environment;
  let hasFailed = false;
  let watchdog: NodeJS.Timeout | undefined;

  const tell = (...assignments: readonly string[]): Promise<void> =>
    inTurn(async () => {
      try {
        await run('systemd-notify', assignments, { env: { PATH, NOTIFY_SOCKET }, timeout: TELL_MS });
      } catch (error) {
        if (!hasFailed) log(failureMessage(error));
        hasFailed = true;
      }
    });

  return {
    ready(status) {
      const interval = watchdogInterval(environment, process.pid);
      if (interval !== undefined) watchdog = setInterval(() => void tell('WATCHDOG=1'), interval).unref();
      return tell('READY=1', `MAINPID=${process.pid}`, `STATUS=${status}`);
    },
    async reloading(work) {
      // The time is for units of Type=notify-reload, which tell by it which reload is meant.
      await tell('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1_000n}`);
      await work();
      await tell('READY=1');
    },
    stopping() {
      clearInterval(watchdog);
      return tell('STOPPING=1', 'STATUS=stopping');
    },
  };
}

/** Milliseconds between two signs of life; undefined where nobody waits for any, or for those of another process. */
function watchdogInterval(environment: NodeJS.ProcessEnv, pid: number): number | undefined {
  const { WATCHDOG_USEC, WATCHDOG_PID } = environment;
  const microseconds = Number(WATCHDOG_USEC);
  if (!(microseconds > 0) || (WATCHDOG_PID && Number(WATCHDOG_PID) !== pid)) return undefined;
  return Math.min((microseconds / 1_000) * WATCHDOG_PART, MAX_INTERVAL_MS);
}

const failureMessage = (error: unknown): string =>
  errorCode(error) === 'ENOENT'
    ? 'the service manager cannot be told how the relay is: there is no program systemd-notify. Install it (package systemd), or use Type=simple without WatchdogSec='
    : `the service manager could not be told how the relay is: systemd-notify failed (${errorCode(error)})`;
