/** Exit codes, beside 0 for success: they are told in README. */
export const EXIT = {
  /** It did not go well; a sentence says why. */
  failed: 1,
  /** The command was not understood. */
  usage: 2,
  /** `receive` alone: the other device left without having sent anything. */
  nothingCame: 3,
} as const;

/** Ends a command with one sentence on standard error and an exit code. Thrown; the program's entry catches it. */
export class Failure extends Error {
  constructor(
    sentence: string,
    readonly exitCode: (typeof EXIT)[keyof typeof EXIT] = EXIT.failed,
  ) {
    super(sentence);
  }
}
