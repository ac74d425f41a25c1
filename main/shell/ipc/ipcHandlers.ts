import { clipboard, shell } from 'electron';
import { z } from 'zod';
import { type Copyable, MAX_COPIED } from '../../../preload/contract';
import type { DoctorReport } from '../../../preload/doctor';
import type { ChangeResult } from '../../../preload/views';
import { clipboardText, revealPairing } from '../../app/clipboard';
import type { Controller } from '../../app/controllerTypes';
import { deviceNameSchema } from '../../app/devices/knownDevice';
import { changeSchema, passwordSchema } from '../../app/settings/settings';
import { deviceName } from '../../app/snapshot';
import { type DeviceKey, parseDeviceKey } from '../../protocol/deviceKey';
import type { Texts } from '../../texts';
import { confirmed, type Question } from '../dialogs/confirm';
import { askForPair } from '../dialogs/fileDialogs';
import { openInBrowser } from '../system/openInBrowser';
import type { Updates } from '../system/updates';
import { pageStateSchema } from '../window/pageState';
import type { AppWindow } from '../window/window';
import type { BackupHandlers } from './backupHandlers';
import type { IpcHandlers } from './ipc';

const nothing = z.undefined();

/** A device's key as the window has it from its snapshots. */
const key = z.string().refine((text) => parseDeviceKey(text) === text);

/** A call about one device. */
const about = <T>(work: (key: DeviceKey) => T) => ({
  argument: key,
  // The schema has looked at it; the brand is lost on the way.
  answer: (text: string) => work(text as DeviceKey),
});

const copyable = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('address'), index: z.int().min(0) }),
  z.object({ kind: z.enum(['username', 'password', 'pairing', 'fingerprint']) }),
  z.object({ kind: z.literal('doctorReport') }),
  z.object({ kind: z.literal('deviceKey'), key }),
  z.object({ kind: z.literal('shownText'), text: z.string().max(MAX_COPIED) }),
]) satisfies z.ZodType<Copyable>;

/** The calls that are about files of the person's, among them the log's. */
export type FileHandlers = Pick<
  IpcHandlers,
  'watchLog' | 'clearLog' | 'exportLog' | 'showLogFile' | 'saveCertificate'
>;

/** What the window asks of the doctor. */
export interface DoctorHandlers {
  run(): Promise<DoctorReport>;
  /** The last report, to be passed on; undefined when there is none. */
  text(): string | undefined;
  allowInFirewall(): Promise<ChangeResult>;
}

export interface IpcHandlerDependencies {
  readonly controller: Controller;
  readonly window: AppWindow;
  readonly texts: Texts;
  readonly updates: Updates;
  /** Called when the page wants its snapshots. */
  readonly watch: () => void;
  readonly files: FileHandlers;
  readonly backups: BackupHandlers;
  readonly doctor: DoctorHandlers;
}

/** What each of the window's calls does. */
export function createIpcHandlers(deps: IpcHandlerDependencies): IpcHandlers {
  const { controller, window, texts, updates, watch, files, backups, doctor } = deps;
  const { state, devices } = controller;
  const { system } = texts;
  const ask = (question: Question) => confirmed(question, texts.common.cancel, window.browser());

  async function changeIf(question: Question, change: () => Promise<ChangeResult>): Promise<ChangeResult> {
    return (await ask(question)) ? change() : { kind: 'cancelled' };
  }

  /** Asks whether to do something to a device, by its name. */
  async function doIf(words: typeof system.forgetDevice, device: DeviceKey, work: (key: DeviceKey) => void) {
    const message = words.message(deviceName(state.get(), device));
    const agreed = await ask({ ...words, message });
    if (agreed) work(device);
    return agreed;
  }

  return {
    ...files,
    ...backups,
    watch: { argument: nothing, answer: watch },
    startRelay: { argument: nothing, answer: controller.startRelay },
    stopRelay: { argument: nothing, answer: controller.stopRelay },
    change: { argument: changeSchema, answer: controller.change },
    revealPassword: { argument: nothing, answer: controller.revealPassword },
    setPassword: { argument: passwordSchema, answer: controller.changePassword },
    replacePassword: {
      argument: nothing,
      answer: () => changeIf(system.replacePassword, () => controller.changePassword()),
    },
    restorePassword: { argument: nothing, answer: controller.restorePassword },
    revealPairing: { argument: nothing, answer: () => revealPairing(controller) },
    copy: {
      argument: copyable,
      answer(what) {
        const text = what.kind === 'doctorReport' ? doctor.text() : clipboardText(controller, what);
        if (text !== undefined) clipboard.writeText(text);
        return text !== undefined;
      },
    },
    chooseCertificate: {
      argument: nothing,
      async answer() {
        const chosen = await askForPair(window.browser(), texts);
        return chosen ? controller.change({ tls: { kind: 'files', ...chosen } }) : { kind: 'cancelled' };
      },
    },
    replaceCertificate: {
      argument: nothing,
      answer: () => changeIf(system.replaceCertificate, controller.replaceCertificate),
    },
    renameDevice: {
      argument: z.object({ key, name: deviceNameSchema }),
      answer: (naming) => devices.rename(naming.key as DeviceKey, naming.name),
    },
    forgetDevice: about((device) => doIf(system.forgetDevice, device, devices.forget)),
    blockDevice: about((device) => doIf(system.blockDevice, device, devices.block)),
    unblockDevice: about(devices.unblock),
    approveDevice: about(devices.approve),
    dismissWaiting: about(devices.dismiss),
    checkForUpdates: { argument: nothing, answer: updates.check },
    downloadUpdate: { argument: nothing, answer: updates.download },
    installUpdate: { argument: nothing, answer: updates.install },
    showUpdateNotes: {
      argument: nothing,
      answer() {
        const known = updates.state.get();
        return 'newer' in known && openInBrowser(known.newer.notesUrl);
      },
    },
    postponeUpdate: { argument: nothing, answer: updates.postpone },
    runDoctor: { argument: nothing, answer: doctor.run },
    allowInFirewall: { argument: nothing, answer: doctor.allowInFirewall },
    savePageState: { argument: pageStateSchema, answer: window.suspend },
    showSetAside: {
      argument: nothing,
      answer() {
        const { setAside } = state.get();
        if (setAside) shell.showItemInFolder(setAside.path);
      },
    },
    dismissSetAside: { argument: nothing, answer: controller.dismissSetAside },
    finishWelcome: { argument: nothing, answer: controller.finishWelcome },
  };
}
