import { app, BrowserWindow, dialog } from 'electron';
import type { Update } from '../app/updateState';
import type { Undo } from '../lib/observable';
import { openInBrowser } from './openInBrowser';
import type { Updates } from './updates';

export interface UpdateTeller {
  /** To be called whenever the window comes into view. */
  shown(): void;
  stop: Undo;
}

/**
 * Tells of a newer version once, while somebody has the window in view, and does what they say then. Whoever wants no
 * update is not asked about the same one again before the next start.
 */
export function createUpdateTeller(updates: Updates): UpdateTeller {
  const told = new Set<string>();

  function tellWhenInView(): void {
    const state = updates.state.get();
    if (state.kind !== 'available' || told.has(state.version) || !isInView()) return;
    told.add(state.version);
    void tell(updates, state, state.canInstall);
  }

  return { shown: tellWhenInView, stop: updates.state.subscribe(tellWhenInView) };
}

const isInView = (): boolean => BrowserWindow.getAllWindows().some((window) => window.isVisible());

async function tell(updates: Updates, update: Update, canInstall: boolean): Promise<void> {
  const detail = canInstall
    ? 'Settings and password stay as they are. The download goes on while the relay works.'
    : 'Install it the way this version came here. Settings and password stay as they are.';
  const buttons = ['Later', 'Show what is new', ...(canInstall ? ['Download'] : [])];
  const answer = await ask(`Version ${update.version} of Buckets Relay is there.`, detail, buttons);
  if (answer === 'Show what is new') await show(update);
  if (answer === 'Download') await bring(updates, update);
}

async function bring(updates: Updates, update: Update): Promise<void> {
  await updates.download();
  const state = updates.state.get();
  if (state.kind === 'failed') {
    const answer = await ask(state.text, 'This version goes on working.', ['Close', 'Show its page']);
    if (answer === 'Show its page') await show(update);
  } else if (state.kind === 'ready') {
    const detail = 'The relay is away for a few seconds. Your devices come back by themselves.';
    const answer = await ask(`Restart with version ${update.version}?`, detail, ['Later', 'Restart']);
    if (answer === 'Restart') await updates.install();
  }
}

async function show({ notesUrl }: Update): Promise<void> {
  const opened = await openInBrowser(notesUrl);
  if (!opened.ok) await ask(opened.error, '', ['Close']);
}

/** Doing nothing is first, and what Enter and Escape choose. Gives the button. */
async function ask(message: string, detail: string, buttons: string[]): Promise<string | undefined> {
  const options = { title: app.getName(), message, detail, buttons, defaultId: 0, cancelId: 0, noLink: true };
  const { response } = await dialog.showMessageBox({ type: 'info', ...options });
  return buttons[response];
}
