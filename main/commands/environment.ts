const OFF = new Set(['0', 'false', 'no', 'off']);

/**
 * Prepares the environment's variables for commander: one that is empty, as a composition of containers leaves it, counts
 * as not set; and a switch that says `false` is off, whereas commander would take any value for on.
 */
export function readEnvironment(environment: NodeJS.ProcessEnv): void {
  for (const [name, value = ''] of Object.entries(environment))
    if (name.startsWith('RELAY_') && value.trim() === '') delete environment[name];
  const { RELAY_ADVERTISE } = environment;
  if (RELAY_ADVERTISE && OFF.has(RELAY_ADVERTISE.trim().toLowerCase())) delete environment.RELAY_ADVERTISE;
}
