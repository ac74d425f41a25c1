import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { dialog } from 'electron';
import { z } from 'zod';
import { type BackupChosen, type BackupSaved, MAX_PASSPHRASE } from '../../../preload/contract';
import { backupOf } from '../../app/backup/movedRelay';
import type { RelayBackup } from '../../app/backup/relayBackup';
import {
  checkBackupFile,
  MAX_BACKUP_SIZE,
  MIN_PASSPHRASE,
  openBackup,
  sealBackup,
} from '../../app/backup/sealedBackup';
import type { Controller } from '../../app/controllerTypes';
import { replaceFile } from '../../lib/atomicFile';
import { type PreparedFiles, prepareFiles } from '../../lib/replaceFiles';
import { createSerialQueue } from '../../lib/serialQueue';
import type { Texts } from '../../texts';
import { confirmed } from '../dialogs/confirm';
import { askForFile, askWhere } from '../dialogs/fileDialogs';
import { filesOf, keptBeforeMove, readRelay } from '../files/relayFolder';
import type { AppWindow } from '../window/window';
import type { IpcHandlers } from './ipc';

/** The calls about moving the relay to another computer, and another one to this. */
export type BackupHandlers = Pick<
  IpcHandlers,
  'saveBackup' | 'chooseBackup' | 'openBackup' | 'moveHere' | 'dropBackup'
>;

export interface BackupHandlerDependencies {
  readonly controller: Controller;
  readonly window: AppWindow;
  readonly texts: Texts;
  readonly userData: string;
  /** Ends all that writes, calls `last`, and starts the app again. */
  readonly startAnew: (last: () => void) => Promise<void>;
}

const nothing = z.undefined();
const passphraseSchema = z.string().min(1).max(MAX_PASSPHRASE);
const newPassphraseSchema = passphraseSchema.refine((text) => [...text].length >= MIN_PASSPHRASE);

/** The file that a person chose, and what is in it once it is open. Its secrets stay in this process. */
interface ChosenFile {
  readonly text: string;
  backup?: RelayBackup;
}

export function createBackupHandlers(deps: BackupHandlerDependencies): BackupHandlers {
  const { controller, window, texts } = deps;
  let chosen: ChosenFile | undefined;
  /** A passphrase costs much memory to look at: one after the other. */
  const enqueue = createSerialQueue();

  async function choose(): Promise<BackupChosen> {
    chosen = undefined;
    const path = await askForFile(window.browser(), texts.moving.choose, [
      { name: texts.moving.backups, extensions: ['backup'] },
      { name: texts.system.allFiles, extensions: ['*'] },
    ]);
    if (path === undefined) return { kind: 'cancelled' };
    try {
      const text = (await stat(path)).size > MAX_BACKUP_SIZE ? '' : await readFile(path, 'utf8');
      const checked = checkBackupFile(text);
      if (!checked.ok) return { kind: 'refused', why: checked.error };
      chosen = { text };
      return { kind: 'chosen', name: basename(path) };
    } catch (error) {
      return { kind: 'failed', text: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    saveBackup: {
      argument: newPassphraseSchema,
      answer: (passphrase) => enqueue(() => save(deps, passphrase)),
    },
    chooseBackup: { argument: nothing, answer: choose },
    openBackup: {
      argument: passphraseSchema,
      answer: (passphrase) =>
        enqueue(async () => {
          const file = chosen;
          const opened = file && (await openBackup(file.text, passphrase));
          if (!file || !opened || file !== chosen) return { kind: 'cancelled' };
          if (!opened.ok) return { kind: 'refused', why: opened.error };
          file.backup = opened.value;
          const { madeAt, account, devices } = opened.value;
          return { kind: 'opened', backup: { madeAt, username: account.username, devices: devices.size } };
        }),
    },
    moveHere: {
      argument: nothing,
      async answer() {
        const file = chosen;
        if (!file?.backup) return { kind: 'cancelled' };
        const agreed = await confirmed(texts.moving.confirm, texts.common.cancel, window.browser());
        if (!agreed || file !== chosen) return { kind: 'cancelled' };
        const files = prepareFiles(filesOf(file.backup, controller.state.get().settings, deps.userData));
        if (!files.ok) return { kind: 'failed', ...files.error };
        chosen = undefined;
        void deps.startAnew(() => put(files.value, texts));
        return { kind: 'moving' };
      },
    },
    dropBackup: {
      argument: nothing,
      answer() {
        chosen = undefined;
      },
    },
  };
}

async function save(deps: BackupHandlerDependencies, passphrase: string): Promise<BackupSaved> {
  const { controller, window, texts } = deps;
  const day = new Date().toISOString().slice(0, 10);
  const path = await askWhere(window.browser(), texts.moving.saveAs, `Buckets Relay ${day}.backup`);
  if (path === undefined) return { kind: 'cancelled' };
  const password = controller.revealPassword();
  if (password === undefined) return { kind: 'passwordLocked' };
  const { settings, known } = controller.state.get();
  const relay = { settings, devices: known, password, ...(await readRelay(deps.userData, settings)) };
  const sealed = await sealBackup(backupOf(relay, Date.now()), passphrase);
  if (!sealed.ok) return { kind: 'tooLarge' };
  const written = replaceFile(path, sealed.value);
  return written.ok ? { kind: 'saved' } : { kind: 'failed', text: written.error.text };
}

/** There is no page any more that could say what went wrong. */
function put(files: PreparedFiles, { moving: { notMoved } }: Texts): void {
  const done = files.replace(keptBeforeMove(new Date()));
  if (!done.ok) dialog.showErrorBox(notMoved.title, notMoved.text(done.error.path, done.error.code));
}
