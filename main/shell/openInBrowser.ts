import { shell } from 'electron';
import { err, ok, type Result } from '../lib/result';

/**
 * Shows a page in the person's browser. Only pages of the web: any other address could start a program. The problem is a
 * sentence for the person.
 */
export async function openInBrowser(url: string): Promise<Result<void, string>> {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') return err(`${url} is no page of the web.`);
  try {
    await shell.openExternal(url);
    return ok(undefined);
  } catch {
    return err(`No browser could be opened. The page is ${url}`);
  }
}
