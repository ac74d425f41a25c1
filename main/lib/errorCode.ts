/** What the system calls a failure (`ENOENT`, `ECONNREFUSED`), or the error's own text where it has no code. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
