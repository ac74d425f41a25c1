import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { app, clipboard, session as electronSession } from 'electron';
import { createController } from './app/controller';
import type { Controller } from './app/controllerTypes';
import { createEventLog } from './app/log/eventLog';
import { createAdvertising } from './app/relay/advertising';
import { createCertificateSource } from './app/relay/certificates';
import { snapshot } from './app/snapshot';
import type { TrayActions } from './app/trayMenu';
import { removeStaleTempFiles } from './lib/atomicFile';
import { createDisposables } from './lib/disposables';
import { lanAddresses } from './lib/networkAdapters';
import { makeNonBlocking } from './lib/nonBlockingStream';
import { defaultServiceName } from './protocol/serviceName';
import { createAdvertiser } from './server/discovery/advertiser';
import { portOwner } from './server/network/portOwner';
import { createCrashDialog } from './shell/dialogs/crashDialog';
import { dataFolderProblem, endWithoutFolder, showFailedStart } from './shell/dialogs/startupErrors';
import { startSession } from './shell/files/crashReport';
import { confirmDowngrade } from './shell/files/downgrade';
import { DEVICES_FORMAT, SETTINGS_FORMAT } from './shell/files/fileFormats';
import { createJsonFile } from './shell/files/jsonFile';
import { createPasswordStore } from './shell/files/passwordFile';
import { createPersistedFile } from './shell/files/persistedFile';
import { persistLog } from './shell/files/persistLog';
import { relayPaths } from './shell/files/relayFolder';
import { relayKeyIn } from './shell/files/relayKey';
import { createBackupHandlers } from './shell/ipc/backupHandlers';
import { createDoctorHandlers } from './shell/ipc/doctorHandlers';
import { createFileHandlers } from './shell/ipc/fileHandlers';
import { registerIpcHandlers } from './shell/ipc/ipc';
import { sendSnapshots } from './shell/ipc/ipcEvents';
import { createIpcHandlers } from './shell/ipc/ipcHandlers';
import { appInfo } from './shell/system/appInfo';
import { autostart, refreshStartAtLogin, startedHidden } from './shell/system/autostart';
import { keepAwake } from './shell/system/keepAwake';
import {
  isOnlyInstance,
  onResume,
  onSuspend,
  QUIT_MS,
  quitCleanly,
  quitOnBug,
  startAnew,
} from './shell/system/lifecycle';
import { createUpdates, updateSource } from './shell/system/updates';
import { createNotifier } from './shell/tray/notifications';
import { showTray } from './shell/tray/tray';
import { watchTrayHost } from './shell/tray/trayHost';
import { setApplicationMenu } from './shell/window/menu';
import { blockNavigation } from './shell/window/navigationGuards';
import { declarePageScheme, PAGE_URL, servePage } from './shell/window/pageScheme';
import { createAppWindow } from './shell/window/window';
import { systemProblem, textsFor } from './texts';

/** The page of Vite's dev server, which only `npm run dev` sets; a packaged app does not listen to it. */
const devUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
const pageUrl = devUrl ?? PAGE_URL;
const assets = join(__dirname, '../../assets');

/** How often the computer's addresses are looked at, in milliseconds: systems tell of changes in ways of their own. */
const LOOK_FOR_HOSTS_MS = 15_000;

// Windows knows the app by this name, which the installer writes into its shortcuts.
if (process.platform === 'win32') app.setAppUserModelId('app.bucketsrelay');
declarePageScheme();
const window = createAppWindow(pageUrl, join(assets, 'icon/app-256.png'), () => {
  blockNavigation(electronSession.defaultSession);
  servePage(join(__dirname, '../renderer'));
});
/** Whether the window has something to show: not while the person is still asked about the settings. */
let isUp = false;
const open = () => {
  if (isUp) window.show();
};
// A lock that cannot be made looks like that of another instance.
const folderProblem = dataFolderProblem();
if (folderProblem) void endWithoutFolder(folderProblem);
else if (isOnlyInstance(open)) void app.whenReady().then(run);
else app.quit();

async function run(): Promise<void> {
  // What nobody reads, or not now, is no reason to end or to stand still.
  process.stderr.on('error', () => {});
  makeNonBlocking(process.stderr);
  const disposables = createDisposables((name, error) =>
    process.stderr.write(`${name} did not stop: ${error}\n`),
  );
  const info = appInfo();
  const texts = textsFor(info.language);
  const userData = app.getPath('userData');
  const session = startSession(userData, app.getVersion());
  disposables.add('session', session.ended);
  quitCleanly(disposables);
  quitOnBug(disposables, (error) => {
    session.failed(error);
    if (!isUp) showFailedStart(texts);
  });
  setApplicationMenu(texts);

  // There is no other instance that could be writing at this moment.
  for (const name of ['settings', 'password', 'devices'])
    removeStaleTempFiles(join(userData, `${name}.json`), 0);
  const settingsFile = createJsonFile(userData, 'settings');
  if (!(await confirmDowngrade(settingsFile, texts))) {
    app.quit();
    return;
  }
  const log = createEventLog();
  const paths = relayPaths(userData);
  const controller = createController({
    settings: createPersistedFile(settingsFile, SETTINGS_FORMAT),
    passwords: createPasswordStore(createJsonFile(userData, 'password')),
    devices: createPersistedFile(createJsonFile(userData, 'devices'), DEVICES_FORMAT),
    certificates: createCertificateSource(paths.certificate, hostname()),
    autostart,
    computerName: defaultServiceName(hostname()),
    isVisible: window.isInView,
    relayKey: (known) => relayKeyIn(paths.key, known),
    lanAddresses: () => lanAddresses(networkInterfaces()),
    portOwner,
    log,
    notify: createNotifier(() => controller.state, texts, window.go, window.isInView),
  });
  const persistedLog = persistLog(log, controller, info, join(userData, 'logs'), window.contents);
  disposables.add('log', persistedLog.stop);
  window.onShow(persistedLog.wake);
  window.onGone(() => persistedLog.watch(false));
  disposables.add('relay', controller.close);
  disposables.add('wakefulness', keepAwake(controller.state));

  const snapshots = sendSnapshots(controller.state, (state) => snapshot(state, texts, info), window.contents);
  disposables.add('snapshots', snapshots.stop);
  const watch = () => {
    window.restorePageState();
    snapshots.now();
    window.ready();
  };
  const updates = createUpdates({
    source: updateSource(),
    looksByItself: () => controller.state.get().settings.lookForUpdates,
    endAll: () => disposables.dispose(QUIT_MS),
    onProblem: (line) => process.stderr.write(`${line}\n`),
  });
  disposables.add('updates', updates.stop);
  disposables.add('update notifications', updates.state.subscribe(controller.updateIs));
  const advertiser = createAdvertiser({ interfaces: networkInterfaces });
  const doctor = createDoctorHandlers(controller, advertiser, texts, info);
  const shared = { controller, window, texts, updates, log, persistedLog };
  const backups = createBackupHandlers({
    ...shared,
    userData,
    startAnew: (last) => startAnew(disposables, last),
  });
  registerIpcHandlers(
    createIpcHandlers({ ...shared, watch, files: createFileHandlers(shared), backups, doctor }),
    window.contents,
    pageUrl,
    snapshots.flush,
  );
  const hostsTimer = setInterval(controller.refreshHosts, LOOK_FOR_HOSTS_MS);
  disposables.add('addresses', () => clearInterval(hostsTimer));
  window.onShow(controller.refreshHosts);
  window.onShow(controller.devices.becameVisible);

  const advertising = createAdvertising(controller, advertiser, log);
  // Last of all to be begun, and so the first to end: devices hear of it before the relay is gone.
  disposables.add('advertising', advertising.stop);
  onSuspend(advertising.pause);
  onResume(() => {
    controller.refreshHosts();
    advertising.resume();
  });

  const trayHost = watchTrayHost();
  disposables.add('tray host', trayHost.stop);
  trayHost.isThere.subscribe((isThere) => {
    window.keepInTaskbar(isThere === false);
    controller.trayIsMissing(isThere === false);
  });
  disposables.add('tray', showTray(controller.state, texts, trayActions(controller), assets, trayHost));

  window.onShow(createCrashDialog(session.lastCrash, persistedLog.path, texts));
  const { settings } = controller.state.get();
  const refreshed = refreshStartAtLogin(settings.startHidden);
  if (!refreshed.ok) process.stderr.write(`${systemProblem(refreshed.error, texts)}\n`);
  isUp = true;
  if (!(startedHidden() && settings.welcomed)) window.show();
  await controller.begin();
}

const trayActions = (controller: Controller): TrayActions => ({
  start: () => void controller.startRelay(),
  stop: () => void controller.stopRelay(),
  copy: (text) => clipboard.writeText(text),
  openWindow: window.show,
  openDevice: (key) => window.go({ panel: 'devices', key }),
  addDevice: () => window.go({ panel: 'addDevice' }),
  quit: () => app.quit(),
});
