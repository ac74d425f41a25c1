const ON = new Set(['1', 'true', 'yes', 'on']);
/** The variables of switches. */
const SWITCHES = ['RELAY_ADVERTISE', 'RELAY_MULTI_USER', 'RELAY_PRIVATE_ACCOUNTS'];

const OFF = new Set(['0', 'false', 'no', 'off']);

/**
 * Prepares the environment's variables for commander: one that is empty, as a composition of containers leaves it, counts
 * as not set; and a switch that says `false` is off, whereas commander would take any value for on.
 */
export function readEnvironment(environment: NodeJS.ProcessEnv): void {
  for (const [name, value = ''] of Object.entries(environment))
    if (name.startsWith('RELAY_') && value.trim() === '') delete environment[name];
  // One that is off counts before a config file that has it on.
  if (OFF.has(wordOf(environment.RELAY_ADVERTISE))) environment.RELAY_NO_ADVERTISE ??= '1';
  for (const name of SWITCHES) if (OFF.has(wordOf(environment[name]))) delete environment[name];
}

/** Whether the value of a switch's variable says that it is on. */
export const isOn = (value: string | undefined): boolean => ON.has(wordOf(value));

const wordOf = (value = ''): string => value.trim().toLowerCase();
