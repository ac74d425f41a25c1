import { shell } from 'electron';
import { z } from 'zod';
import type { Controller } from '../../app/controllerTypes';
import type { EventLog } from '../../app/log/eventLog';
import { exportText } from '../../app/log/logExport';
import type { Texts } from '../../texts';
import { confirmed } from '../dialogs/confirm';
import { saveAs } from '../dialogs/fileDialogs';
import type { PersistedLog } from '../files/persistLog';
import type { AppWindow } from '../window/window';
import type { FileHandlers } from './ipcHandlers';

const nothing = z.undefined();

export interface FileHandlerDependencies {
  readonly controller: Controller;
  readonly window: AppWindow;
  readonly texts: Texts;
  readonly log: EventLog;
  readonly persistedLog: PersistedLog;
}

/** The calls about the log and the certificate's file. */
export function createFileHandlers(deps: FileHandlerDependencies): FileHandlers {
  const { controller, window, texts, log, persistedLog } = deps;
  const { system, common } = texts;
  return {
    watchLog: { argument: z.boolean(), answer: persistedLog.watch },
    clearLog: {
      argument: nothing,
      async answer() {
        const agreed = await confirmed(system.clearLog, common.cancel, window.browser());
        if (agreed) log.clear();
        return agreed;
      },
    },
    exportLog: {
      argument: nothing,
      async answer() {
        const day = new Date().toISOString().slice(0, 10);
        const text = await exportText(log.entries(), persistedLog.speech);
        return saveAs(window.browser(), system.exportLog, `Buckets Relay ${day}.log`, text);
      },
    },
    showLogFile: { argument: nothing, answer: () => shell.showItemInFolder(persistedLog.path) },
    saveCertificate: {
      argument: nothing,
      async answer() {
        const certificate = controller.certificatePem();
        if (certificate === undefined) return { kind: 'cancelled' };
        return saveAs(window.browser(), system.saveCertificate, 'buckets-relay.crt', certificate);
      },
    },
  };
}
