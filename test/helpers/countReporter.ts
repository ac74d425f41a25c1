import { writeFileSync } from 'node:fs';
import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';

/**
 * Ends a run with one plain line, `3 passed, 0 failed` or `3 passed, 0 failed, 1 skipped`, after naming every
 * test that was skipped and why. A test that passed only on a second try counts as failed. Where `TEST_COUNT_FILE` names
 * a file, the line goes there, for somebody who has more to say before it.
 */
export default class CountReporter implements Reporter {
  private root: Suite | undefined;
  private errors = 0;

  onBegin(_config: unknown, root: Suite): void {
    this.root = root;
  }

  /** A file that does not load has no test to count, and still must not look like success. */
  onError(): void {
    this.errors += 1;
  }

  onEnd(_result: FullResult): void {
    const tests = this.root?.allTests() ?? [];
    const passed = tests.filter((test) => test.outcome() === 'expected').length;
    const skipped = tests.filter((test) => test.outcome() === 'skipped');
    const failed = tests.length - passed - skipped.length + this.errors;

    if (skipped.length > 0)
      print('', 'Skipped:', ...skipped.map((test) => `  ${title(test)}: ${reason(test)}`));
    const count = `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
    const { TEST_COUNT_FILE: file } = process.env;
    if (file) writeFileSync(file, count);
    else print('', count);
  }
}

const title = (test: TestCase): string => test.titlePath().filter(Boolean).join(' › ');

/** Playwright calls a test that never got its turn (after `--max-failures`, or a broken set-up) skipped too. */
const reason = (test: TestCase): string => {
  const said = [...test.annotations, ...test.results.flatMap((result) => result.annotations)];
  const skip = said.find(({ type }) => type === 'skip' || type === 'fixme');
  if (skip) return skip.description ?? 'no reason given';
  return test.results.length === 0 ? 'did not run' : 'no reason given';
};

const print = (...lines: string[]): void => {
  for (const line of lines) process.stdout.write(`${line}\n`);
};
