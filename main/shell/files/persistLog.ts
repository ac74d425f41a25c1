import type { Controller } from '../../app/controllerTypes';
import type { EventLog } from '../../app/log/eventLog';
import type { AppInfo } from '../../app/snapshot';
import { parseDeviceKey } from '../../protocol/deviceKey';
import { createFormats, type LogWording, textsFor } from '../../texts';
import { windowSink } from '../ipc/logSink';
import { streamLog } from '../ipc/logStream';
import { createLogFile } from './logFile';

/** What comes of the log: a file, and what the window shows. */
export interface PersistedLog {
  readonly path: string;
  /** How the log is put into words for a person. */
  readonly speech: LogWording;
  /** The window watches from now on, or no more. */
  watch(on: boolean): void;
  /** It can be seen again. */
  wake(): void;
  /** Resolves when all is written. */
  stop(): Promise<void>;
}

/** Writes the log to a file in `directory`, and pushes it to the page while that watches. */
export function persistLog(
  log: EventLog,
  controller: Controller,
  { language, locale }: AppInfo,
  directory: string,
  contents: () => Electron.WebContents | undefined,
): PersistedLog {
  const nameOf = (text: string) => {
    const key = parseDeviceKey(text);
    return key && controller.state.get().known.get(key)?.name;
  };
  const file = createLogFile(directory, controller.logIsUnsaved);
  const unsubscribe = log.subscribe((entry) => file.write(entry, nameOf));
  const pushed = streamLog(
    log,
    windowSink(contents, () => pushed.wake()),
  );
  return {
    path: file.path,
    speech: { t: textsFor(language), f: createFormats(language, locale), nameOf },
    watch: pushed.watch,
    wake: pushed.wake,
    async stop() {
      unsubscribe();
      pushed.stop();
      await file.flush();
    },
  };
}
