const KINDS = ['settings', 'password', 'devices', 'log'] as const;

/** What the app saves. */
export type SavedKind = (typeof KINDS)[number];

/** What could not be saved last time, and why, in the system's words. */
export interface SaveErrors {
  /** `problem` is undefined when it could be saved. */
  note(what: SavedKind, problem: string | undefined): void;
  /** The one that matters most. */
  problem(): string | undefined;
}

export function createSaveErrors(first: Partial<Record<SavedKind, string | undefined>>): SaveErrors {
  const problems = new Map(KINDS.map((kind) => [kind, first[kind]]));
  return {
    note: (what, problem) => void problems.set(what, problem),
    problem: () => [...problems.values()].find((problem) => problem !== undefined),
  };
}
