import { clipboard, shell } from 'electron';
import { z } from 'zod';
import { type Copyable, SNAPSHOT_CHANNEL } from '../../preload/contract';
import type { Controller } from '../app/controller';
import { addresses, snapshot } from '../app/projections';
import { portSchema } from '../app/settings';
import { unreachable } from '../lib/unreachable';
import { confirmed, type Question } from './confirm';
import type { Handlers } from './ipc';

const nothing = z.undefined();

const copyable = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('address'), index: z.int().min(0) }),
  z.object({ kind: z.literal('username') }),
  z.object({ kind: z.literal('password') }),
  z.object({ kind: z.literal('deviceKey'), key: z.string() }),
]) satisfies z.ZodType<Copyable>;

/** What each of the window's calls does. `watch` is called when the page wants its snapshots. */
export function callHandlers(controller: Controller, watch: () => void): Handlers {
  const { state } = controller;

  function textOf(what: Copyable): string | undefined {
    switch (what.kind) {
      case 'address':
        return addresses(state.get())[what.index];
      case 'username':
        return state.get().username;
      case 'password':
        return controller.revealPassword();
      case 'deviceKey':
        return state.get().devices.find(({ key }) => key === what.key)?.key;
      default:
        return unreachable(what);
    }
  }

  return {
    watch: { argument: nothing, answer: watch },
    startRelay: { argument: nothing, answer: controller.startRelay },
    stopRelay: { argument: nothing, answer: controller.stopRelay },
    changePort: { argument: portSchema, answer: controller.changePort },
    revealPassword: { argument: nothing, answer: controller.revealPassword },
    replacePassword: {
      argument: nothing,
      async answer() {
        if (await confirmed(REPLACE_PASSWORD)) await controller.replacePassword();
      },
    },
    copy: {
      argument: copyable,
      answer(what) {
        const text = textOf(what);
        if (text !== undefined) clipboard.writeText(text);
        return text !== undefined;
      },
    },
    showSetAside: {
      argument: nothing,
      answer() {
        const { setAside } = state.get();
        if (setAside) shell.showItemInFolder(setAside.path);
      },
    },
    dismissSetAside: { argument: nothing, answer: controller.dismissSetAside },
  };
}

const REPLACE_PASSWORD: Question = {
  message: 'Make a new password?',
  detail: 'Every device needs the new one then. The file with the old one is put aside.',
  yes: 'Make a new password',
};

/** How long changes are gathered before the window hears of them, in milliseconds: less than an eye sees. */
const GATHER_MS = 40;

/** The snapshots' way to the page. */
export interface SnapshotPush {
  /** Pushes the present one at once. */
  now(): void;
  /** No more from here on. */
  stop(): void;
}

/** Pushes a snapshot to the page after every change. */
export function pushSnapshots(
  controller: Controller,
  contents: () => Electron.WebContents | undefined,
  version: string,
): SnapshotPush {
  let timer: NodeJS.Timeout | undefined;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    contents()?.send(SNAPSHOT_CHANNEL, snapshot(controller.state.get(), version));
  };
  const unsubscribe = controller.state.subscribe(() => {
    timer = timer ?? setTimeout(now, GATHER_MS);
  });
  return {
    now,
    stop() {
      unsubscribe();
      clearTimeout(timer);
    },
  };
}
