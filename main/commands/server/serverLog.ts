import type { LogEvent, LogLevel } from '../../../preload/logEntry';
import { createJsonLog, jsonLine } from '../../app/log/jsonLog';
import { isAtLeast } from '../../app/log/logLevel';
import { logLine } from '../../app/log/terminalMessages';
import { createLogOutput } from './logOutput';

export interface ServerLogOptions {
  readonly logLevel: LogLevel;
  readonly logFormat: 'text' | 'json';
  readonly logFile?: string;
}

/** What `server` tells: its own messages, and what happens on the relay. */
export interface ServerLog {
  message(text: string): void;
  event(event: LogEvent): void;
  /** From now on events are put into words: what does that is read when devices can connect already. */
  begin(): Promise<void>;
  setLevel(level: LogLevel): void;
  /** Resolves when all is written, or nobody takes it. */
  flush(): Promise<void>;
}

export async function createServerLog(options: ServerLogOptions): Promise<ServerLog> {
  const isJson = options.logFormat === 'json';
  const stamped = (text: string) =>
    isJson ? jsonLine({ level: 'info', kind: 'message', text }, new Date()) : logLine(text, new Date());
  const output = createLogOutput(
    options.logFile === undefined
      ? process.stderr
      : await (await import('./rotatedFile')).openRotatedFile(options.logFile),
    stamped,
  );
  let level = options.logLevel;
  const early: LogEvent[] = [];
  let record: (event: LogEvent) => void = (event) => early.push(event);

  return {
    message: (text) => output.write(stamped(text)),
    event: (event) => record(event),
    async begin() {
      const write = isJson
        ? createJsonLog(output.write)
        : (await import('../../app/log/textLog')).createTextLog(output.write);
      record = (event) => isAtLeast(event, level) && write(event);
      for (const event of early.splice(0)) record(event);
    },
    setLevel(newer) {
      level = newer;
    },
    flush: output.flush,
  };
}
