import { dialog } from 'electron';

/** What is asked before something that cannot be undone. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  /** The button that does it. */
  readonly yes: string;
}

/** Asks with the system's dialog; doing nothing is what Enter and Escape choose. */
export async function confirmed({ message, detail, yes }: Question): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message,
    detail,
    buttons: ['Cancel', yes],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
