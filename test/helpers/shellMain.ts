import { app } from 'electron';
import { autostart, refreshStartAtLogin } from '../../main/shell/system/autostart';
import { openInBrowser } from '../../main/shell/system/openInBrowser';
import { createUpdates, type Updates, updateSource } from '../../main/shell/system/updates';
import { ManualClock } from './manualClock';

// An app that is nothing but parts of the shell, in the hands of a test: see shellApp.ts.

const parts = {
  setStartAtLogin: (on: boolean) => autostart.set(on, true),
  startsAtLogin: autostart.isOn,
  refreshStartAtLogin: () => refreshStartAtLogin(true),
  openInBrowser,
  updateSource,
  /** Lines of problems, and what was ended. */
  told: [] as string[],
  clock: new ManualClock(),
  looksByItself: true,
  makeUpdates: (url: string, canInstall: boolean): Updates =>
    createUpdates({
      clock: parts.clock,
      looksByItself: () => parts.looksByItself,
      source: {
        feed: { provider: 'generic', url },
        notesUrl: (version) => `${url}/notes/${version}`,
        canInstall,
      },
      endAll: async () => {
        parts.told.push('ended');
      },
      onProblem: (line) => parts.told.push(line),
    }),
  updates: undefined as Updates | undefined,
};

export type Shell = typeof parts;

declare global {
  var shell: Shell;
}
globalThis.shell = parts;

app.on('window-all-closed', () => {});
