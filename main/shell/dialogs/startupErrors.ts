import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { app, dialog } from 'electron';
import { type FolderProblem, folderProblem } from '../../lib/writableFolder';
import { languageOf, type Texts, textsFor } from '../../texts';

// Everything that ends the app before there is a window or a tray to tell of it.

/** Why the app cannot keep anything in its own folder, or undefined. To be asked before Chromium wants to write there. */
export function dataFolderProblem(): FolderProblem | undefined {
  // Electron takes the usual folder, without a word, in place of one that it is told and cannot use.
  const told = app.commandLine.getSwitchValue('user-data-dir');
  return folderProblem(told === '' ? usualFolder() : resolve(told));
}

function usualFolder(): string {
  try {
    return app.getPath('userData');
  } catch {
    // Electron has tried to make it.
    return join(app.getPath('appData'), app.getName());
  }
}

/** Says what is wrong with the folder, on standard error and in a dialog, and ends the app with 1. */
export async function endWithoutFolder(problem: FolderProblem): Promise<void> {
  const { cannotStart } = textsFor(languageOf(app.getPreferredSystemLanguages())).system;
  const text = cannotStart.folder[problem.kind](problem.path, problem.code, process.platform !== 'win32');
  process.stderr.write(`${cannotStart.title} ${text}\n`);
  // Chromium itself needs a folder for the dialog, if only for as long.
  const passing = passingFolder();
  if (passing !== undefined) {
    app.setPath('userData', passing);
    app.setPath('sessionData', passing);
    await app.whenReady();
    dialog.showErrorBox(cannotStart.title, text);
    rmSync(passing, { recursive: true, force: true });
  }
  app.exit(1);
}

function passingFolder(): string | undefined {
  try {
    return mkdtempSync(join(tmpdir(), 'buckets-relay-'));
  } catch {
    return undefined;
  }
}

/** Shows that a bug ended the start; what it was stands on standard error, and is told at the next start. */
export function showFailedStart({ system }: Texts): void {
  dialog.showErrorBox(system.cannotStart.title, system.cannotStart.bug);
}
