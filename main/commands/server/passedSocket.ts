import { CommandError } from '../commandError';

/** The first file descriptor that systemd passes (sd_listen_fds(3)). */
const FIRST = 3;

const VARIABLES = ['LISTEN_FDS', 'LISTEN_PID', 'LISTEN_FDNAMES'];

/**
 * The descriptor of the socket that systemd has opened for the process `pid`, if it has, and takes the variables that
 * tell of it out of `environment`: they are for nobody who is started from here. Throws a CommandError for several sockets.
 */
export function takePassedSocket(environment: NodeJS.ProcessEnv, pid: number): number | undefined {
  const [count, receiver] = [Number(environment.LISTEN_FDS), Number(environment.LISTEN_PID)];
  for (const name of VARIABLES) delete environment[name];
  if (receiver !== pid || !(count > 0)) return undefined;
  if (count === 1) return FIRST;
  throw new CommandError(
    `The relay was passed ${count} sockets, and listens on one alone. Leave one ListenStream= in the socket unit.`,
  );
}
