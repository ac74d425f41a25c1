import type { DesktopApp } from './desktopApp';

// The system's dialogs cannot be driven from a page, so they are answered in the main process, in the person's place.

/** Lets the dialogs that ask a question be answered with that button from now on: 0 is to do nothing. */
export const answerDialog = ({ electron }: DesktopApp, response: 0 | 1): Promise<void> =>
  electron.evaluate(({ dialog }, button) => {
    dialog.showMessageBox = async () => ({ response: button, checkboxChecked: false });
  }, response);

/** Chooses these files, one for each dialog; none is to cancel. */
export const chooseFiles = ({ electron }: DesktopApp, ...paths: readonly string[]): Promise<void> =>
  electron.evaluate(({ dialog }, files) => {
    const left = [...files];
    dialog.showOpenDialog = async () => {
      const path = left.shift();
      return { canceled: path === undefined, filePaths: path === undefined ? [] : [path] };
    };
  }, paths);

/** Saves what is to be saved at `path`; the empty one is to cancel. */
export const saveTo = ({ electron }: DesktopApp, path: string): Promise<void> =>
  electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: filePath === '', filePath });
  }, path);
