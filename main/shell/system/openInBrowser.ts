import { shell } from 'electron';

/**
 * Shows a page in the person's browser; false when that did not work. Only pages of the web: any other address could
 * start a program.
 */
export async function openInBrowser(url: string): Promise<boolean> {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') return false;
  try {
    await shell.openExternal(url);
    return true;
  } catch {
    return false;
  }
}
