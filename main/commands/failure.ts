/** Ends a command with one sentence on standard error and exit code 1. Thrown; the program's entry catches it. */
export class Failure extends Error {}
