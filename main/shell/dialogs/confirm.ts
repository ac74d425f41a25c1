import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';

/** What is asked before something that cannot be undone. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  /** The button that does it. */
  readonly yes: string;
}

/**
 * Asks with the system's dialog, on top of `parent` if there is one; doing nothing, which the button `cancel` says, is
 * what Enter and Escape choose.
 */
export async function confirmed(
  { message, detail, yes }: Question,
  cancel: string,
  parent: BrowserWindow | undefined,
): Promise<boolean> {
  const options: MessageBoxOptions = {
    type: 'question',
    message,
    detail,
    buttons: [cancel, yes],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  const { response } = await (parent
    ? dialog.showMessageBox(parent, options)
    : dialog.showMessageBox(options));
  return response === 1;
}
