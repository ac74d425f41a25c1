import { contextBridge, ipcRenderer } from 'electron';
import { type Bridge, CALL_NAMES, type CallName, SNAPSHOT_CHANNEL, type Snapshot } from './contract';

const call = (name: CallName) => (argument?: unknown) => ipcRenderer.invoke(name, argument);

const calls = Object.fromEntries(
  CALL_NAMES.filter((name) => name !== 'watch').map((name) => [name, call(name)]),
);

const bridge = {
  ...calls,
  onSnapshot(listener: (snapshot: Snapshot) => void) {
    const heard = (_event: unknown, snapshot: Snapshot) => listener(snapshot);
    ipcRenderer.on(SNAPSHOT_CHANNEL, heard);
    void call('watch')();
    return () => void ipcRenderer.removeListener(SNAPSHOT_CHANNEL, heard);
  },
  // Built from the contract's list of names, which the type system cannot follow through fromEntries.
} as Bridge;

contextBridge.exposeInMainWorld('relay', bridge);
