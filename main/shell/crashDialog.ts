import { app, clipboard, dialog, shell } from 'electron';
import type { Crash } from './crashNote';

/**
 * Tells once, when the window is first shown, that the app did not end in order last time, and offers what somebody
 * needs to mend it. Sends nothing to anybody.
 */
export function crashTeller(crash: Crash | undefined, logPath: string | undefined): () => void {
  let untold = crash;
  return () => {
    if (untold) void tell(untold, logPath);
    untold = undefined;
  };
}

async function tell(crash: Crash, logPath: string | undefined): Promise<void> {
  const more = logPath === undefined ? [] : ['Show log'];
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: app.getName(),
    message: 'Buckets Relay stopped unexpectedly last time.',
    detail: `It runs again, with your settings as they were. Nothing about it was sent to anybody. To have it mended, report it with these lines.\n\n${report(crash)}`,
    buttons: ['Close', 'Copy report', ...more],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response === 1) clipboard.writeText(report(crash));
  if (response === 2 && logPath !== undefined) shell.showItemInFolder(logPath);
}

const report = ({ version, started, error }: Crash): string =>
  [
    `Version ${version}, Electron ${process.versions.electron}, ${process.platform} ${process.arch}`,
    `Started ${new Date(started).toISOString()}`,
    error ?? 'It was ended from outside, or left no trace.',
  ].join('\n');
