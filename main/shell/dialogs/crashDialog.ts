import { app, clipboard, dialog, shell } from 'electron';
import type { Texts } from '../../texts';
import type { Crash } from '../files/crashReport';

/**
 * Tells once, when the window is first shown, that the app did not end in order last time, and offers what somebody
 * needs to mend it. Sends nothing to anybody.
 */
export function createCrashDialog(crash: Crash | undefined, logPath: string, texts: Texts): () => void {
  let untold = crash;
  return () => {
    if (untold) void tell(untold, logPath, texts);
    untold = undefined;
  };
}

async function tell(crash: Crash, logPath: string, texts: Texts): Promise<void> {
  const { crash: words } = texts.system;
  const lines = report(crash, texts);
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: app.getName(),
    message: words.message,
    detail: `${words.detail}\n\n${lines}`,
    buttons: [words.close, words.copy, words.showLog],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 1) clipboard.writeText(lines);
  if (response === 2) shell.showItemInFolder(logPath);
}

const report = ({ version, started, error }: Crash, { common, system }: Texts): string =>
  [
    `${common.version(version)}, Electron ${process.versions.electron}, ${process.platform} ${process.arch}`,
    system.crash.started(new Date(started).toISOString()),
    error ?? system.crash.noTrace,
  ].join('\n');
