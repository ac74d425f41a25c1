/** Exit codes, beside 0 for success: what they mean is told in exitMeanings.ts and in docs/commands.md. */
export const EXIT_CODES = {
  /** It did not go well; a sentence says why. */
  failed: 1,
  /** The command was not understood. */
  usage: 2,
  /** `receive` alone: the other device left without having sent anything. */
  nothingCame: 3,
  /** `receive` alone: what came is not what `--expect-bytes` or `--sha256` tell. */
  notWhatWasExpected: 4,
} as const;

/** Ends a command with one sentence on standard error and an exit code. Thrown; the program's entry catches it. */
export class CommandError extends Error {
  constructor(
    sentence: string,
    readonly exitCode: (typeof EXIT_CODES)[keyof typeof EXIT_CODES] = EXIT_CODES.failed,
  ) {
    super(sentence);
  }
}
