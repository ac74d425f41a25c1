import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { DesktopApp } from './desktopApp';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe has to say against what a window shows now, in its present theme: rules, with what breaks them. */
export async function accessibilityFaults({ page }: Pick<DesktopApp, 'page'>): Promise<string[]> {
  // The page's policy forbids scripts of others; what comes by the debugger is not bound by it.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await source);
  const { violations, passes } = await page.evaluate<AxeResults>(
    "axe.run(document, { resultTypes: ['violations'] })",
  );
  if (passes.length === 0) throw new Error('axe has looked at nothing');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/**
 * In which themes axe looks at a web page of this width: in German, whose words are the longest, all on a phone, whose
 * layout is its own, and light alone further up, since colours do not change with the width; in English light on a phone.
 */
export const schemesAt = (width: number, locale: string): readonly ('light' | 'dark')[] => {
  if (locale !== 'de') return width <= 320 ? ['light'] : [];
  return width <= 320 ? ['light', 'dark'] : ['light'];
};
