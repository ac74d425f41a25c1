import { contextBridge, ipcRenderer } from 'electron';
import { type Bridge, CALL_NAMES, type CallName, type Pushes, type PushName } from './contract';

const call = (name: CallName) => (argument?: unknown) => ipcRenderer.invoke(name, argument);

const WATCHING: readonly CallName[] = ['watch', 'watchLog'];

const calls = Object.fromEntries(
  CALL_NAMES.filter((name) => !WATCHING.includes(name)).map((name) => [name, call(name)]),
);

function listen<P extends PushName>(push: P, listener: (value: Pushes[P]) => void): () => void {
  const heard = (_event: unknown, value: Pushes[P]) => listener(value);
  ipcRenderer.on(push, heard);
  return () => void ipcRenderer.removeListener(push, heard);
}

const bridge = {
  ...calls,
  onSnapshot(listener: (snapshot: Pushes['snapshot']) => void) {
    const undo = listen('snapshot', listener);
    void call('watch')();
    return undo;
  },
  onLog(listener: (push: Pushes['log']) => void) {
    const undo = listen('log', listener);
    void call('watchLog')(true);
    return () => {
      undo();
      void call('watchLog')(false);
    };
  },
  onGo: (listener: (destination: Pushes['go']) => void) => listen('go', listener),
  onRecall: (listener: (memory: Pushes['recall']) => void) => listen('recall', listener),
  onLeave: (listener: () => void) => listen('leave', listener),
  // Built from the contract's list of names, which the type system cannot follow through fromEntries.
} as Bridge;

contextBridge.exposeInMainWorld('relay', bridge);
