import type { EXIT_CODES } from './commandError';

type Code = 0 | (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** What each exit code says, for the man page. Only types are imported: the codes stay in the file that the relay starts with. */
export const EXIT_MEANINGS: Readonly<Record<Code, string>> = {
  0: 'All went well.',
  1: 'It did not go well; a sentence on standard error says why.',
  2: 'The command was not understood.',
  3: 'receive alone: the other device left without having sent anything.',
  4: 'receive alone: what came is not what --expect-bytes and --sha256 expected.',
};
