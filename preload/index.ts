import { contextBridge, ipcRenderer } from 'electron';
import { type Bridge, IPC_CALL_NAMES, type IpcCallName, type IpcEventName, type IpcEvents } from './contract';

const call = (name: IpcCallName) => (argument?: unknown) => ipcRenderer.invoke(name, argument);

const WATCHING: readonly IpcCallName[] = ['watch', 'watchLog'];

const calls = Object.fromEntries(
  IPC_CALL_NAMES.filter((name) => !WATCHING.includes(name)).map((name) => [name, call(name)]),
);

function listen<P extends IpcEventName>(push: P, listener: (value: IpcEvents[P]) => void): () => void {
  const heard = (_event: unknown, value: IpcEvents[P]) => listener(value);
  ipcRenderer.on(push, heard);
  return () => void ipcRenderer.removeListener(push, heard);
}

const bridge = {
  ...calls,
  onSnapshot(listener: (snapshot: IpcEvents['snapshot']) => void) {
    const undo = listen('snapshot', listener);
    void call('watch')();
    return undo;
  },
  onLog(listener: (push: IpcEvents['log']) => void) {
    const undo = listen('log', listener);
    void call('watchLog')(true);
    return () => {
      undo();
      void call('watchLog')(false);
    };
  },
  onNavigate: (listener: (destination: IpcEvents['navigate']) => void) => listen('navigate', listener),
  onRestorePageState: (listener: (memory: IpcEvents['restorePageState']) => void) =>
    listen('restorePageState', listener),
  onSuspendPage: (listener: () => void) => listen('suspendPage', listener),
  // Built from the contract's list of names, which the type system cannot follow through fromEntries.
} as Bridge;

contextBridge.exposeInMainWorld('relay', bridge);
