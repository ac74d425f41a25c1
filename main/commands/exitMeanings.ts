import { EXIT_CODES } from './commandError';

type Code = 0 | (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** What each exit code says, for the man page. */
export const EXIT_MEANINGS: Readonly<Record<Code, string>> = {
  0: 'All went well.',
  [EXIT_CODES.failed]: 'It did not go well; a sentence on standard error says why.',
  [EXIT_CODES.usage]: 'The command was not understood.',
  [EXIT_CODES.nothingCame]: 'receive alone: the other device left without having sent anything.',
};
