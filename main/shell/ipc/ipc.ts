import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { z } from 'zod';
import { type Answer, type Argument, IPC_CALL_NAMES, type IpcCallName } from '../../../preload/contract';

/** How a call is answered: `argument` reads what the page sent, as from a stranger, before `answer` sees it. */
export type IpcHandlers = {
  readonly [C in IpcCallName]: {
    readonly argument: z.ZodType<Argument<C>>;
    answer(argument: Argument<C>): Answer<C> | Promise<Answer<C>>;
  };
};

/**
 * Registers every call of the contract. One that does not come from the main frame of `contents()` at `url`'s
 * host, or whose argument is not what the contract says, is refused. `done` is called when a call was carried out, before
 * it is answered: what the call changed is to be seen by then.
 */
export function registerIpcHandlers(
  handlers: IpcHandlers,
  contents: () => Electron.WebContents | undefined,
  url: string,
  done: () => void,
): void {
  for (const name of IPC_CALL_NAMES)
    register(name, handlers[name], (event) => isOurs(event, contents(), url), done);
}

function register<C extends IpcCallName>(
  name: C,
  handler: IpcHandlers[C],
  isAllowed: (event: IpcMainInvokeEvent) => boolean,
  done: () => void,
): void {
  ipcMain.handle(name, async (event, argument: unknown) => {
    if (!isAllowed(event)) throw new Error(`${name} was refused: it does not come from the app's window`);
    const parsed = handler.argument.safeParse(argument);
    if (!parsed.success) throw new Error(`${name} was refused: its argument is not what it should be`);
    const answer = await handler.answer(parsed.data);
    done();
    return answer;
  });
}

function isOurs(event: IpcMainInvokeEvent, contents: Electron.WebContents | undefined, url: string): boolean {
  const frame = event.senderFrame;
  if (!contents || !frame || event.sender !== contents || frame !== contents.mainFrame) return false;
  return URL.canParse(frame.url) && new URL(frame.url).host === new URL(url).host;
}
