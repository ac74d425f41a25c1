import { writeFile } from 'node:fs/promises';
import { type BrowserWindow, dialog } from 'electron';
import type { SaveResult } from '../../../preload/contract';
import type { Texts } from '../../texts';

/** What a dialog that asks for a file says. */
export interface FileQuestion {
  readonly title: string;
  readonly button: string;
}

/** Asks for a file; undefined when the person chose none. */
export async function askForFile(
  parent: BrowserWindow | undefined,
  { title, button }: FileQuestion,
  filters: Electron.FileFilter[],
): Promise<string | undefined> {
  const options: Electron.OpenDialogOptions = {
    ...{ title, message: title, buttonLabel: button },
    ...{ filters, properties: ['openFile'] },
  };
  const { filePaths } = await (parent
    ? dialog.showOpenDialog(parent, options)
    : dialog.showOpenDialog(options));
  return filePaths[0];
}

/** Asks for a certificate and then for its key; undefined when the person chose none. */
export async function askForPair(
  parent: BrowserWindow | undefined,
  { system }: Texts,
): Promise<{ certificatePath: string; keyPath: string } | undefined> {
  const filters = [
    { name: system.pemFiles, extensions: ['pem', 'crt', 'cer', 'key'] },
    { name: system.allFiles, extensions: ['*'] },
  ];
  const ask = (question: FileQuestion) => askForFile(parent, question, filters);
  const certificatePath = await ask(system.chooseCertificate);
  if (certificatePath === undefined) return undefined;
  const keyPath = await ask(system.chooseKey);
  return keyPath === undefined ? undefined : { certificatePath, keyPath };
}

/** Asks where a file is to be saved; undefined when the person chose no place. */
export async function askWhere(
  parent: BrowserWindow | undefined,
  title: string,
  fileName: string,
): Promise<string | undefined> {
  const options: Electron.SaveDialogOptions = { title, defaultPath: fileName };
  const { filePath } = await (parent
    ? dialog.showSaveDialog(parent, options)
    : dialog.showSaveDialog(options));
  return filePath || undefined;
}

/** Asks where to, and writes `content` there. */
export async function saveAs(
  parent: BrowserWindow | undefined,
  title: string,
  fileName: string,
  content: string | Uint8Array,
): Promise<SaveResult> {
  const filePath = await askWhere(parent, title, fileName);
  if (filePath === undefined) return { kind: 'cancelled' };
  try {
    await writeFile(filePath, content);
    return { kind: 'saved' };
  } catch (error) {
    return { kind: 'failed', text: error instanceof Error ? error.message : String(error) };
  }
}
