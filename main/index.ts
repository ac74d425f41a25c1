import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { app, clipboard, session } from 'electron';
import { createCertificates } from './app/certificates';
import { createController } from './app/controller';
import type { Controller } from './app/controllerParts';
import { createEventLog } from './app/eventLog';
import { computerName, homeHosts } from './app/hosts';
import { snapshot, type TrayActions } from './app/projections';
import { createDisposables } from './lib/disposables';
import { portOwner } from './server/portOwner';
import { autostart, refreshStartAtLogin, startedHidden } from './shell/autostart';
import { callHandlers } from './shell/calls';
import { appFacts } from './shell/facts';
import { fileHandlers } from './shell/fileHandlers';
import { guardPages } from './shell/guards';
import { handleCalls } from './shell/ipc';
import { createJsonFile } from './shell/jsonFile';
import { keepAwake } from './shell/keepAwake';
import { keepLog } from './shell/keepLog';
import { createKeptFile } from './shell/keptFile';
import { DEVICES_FILE, SETTINGS_FILE } from './shell/keptFiles';
import { isOnlyInstance, onResume, quitCleanly, quitOnBug } from './shell/lifecycle';
import { setApplicationMenu } from './shell/menu';
import { createNotifier } from './shell/notifications';
import { declarePageScheme, PAGE_URL, servePage } from './shell/pageScheme';
import { createPasswordStore } from './shell/passwordFile';
import { pushSnapshots } from './shell/pushes';
import { showTray } from './shell/tray';
import { hasTray } from './shell/trayHost';
import { createAppWindow } from './shell/window';
import { textsFor } from './texts';

/** The page of Vite's dev server, which only `npm run dev` sets; a packaged app does not listen to it. */
const devUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
const pageUrl = devUrl ?? PAGE_URL;
const assets = join(__dirname, '../../assets');

/** How often the computer's addresses are looked at, in milliseconds: systems tell of changes in ways of their own. */
const LOOK_FOR_HOSTS_MS = 15_000;

declarePageScheme();
const window = createAppWindow(pageUrl, join(assets, 'icon/app-256.png'));
if (isOnlyInstance(window.show)) void app.whenReady().then(run);
else app.quit();

async function run(): Promise<void> {
  // A log that nobody reads any more is no reason to end.
  process.stderr.on('error', () => {});
  const undone = createDisposables((name, error) => process.stderr.write(`${name} did not stop: ${error}\n`));
  quitCleanly(undone);
  quitOnBug(undone);
  guardPages(session.defaultSession);
  servePage(join(__dirname, '../renderer'));
  const facts = appFacts();
  const texts = textsFor(facts.language);
  setApplicationMenu(texts);

  const userData = app.getPath('userData');
  const log = createEventLog();
  const controller = createController({
    settings: createKeptFile(createJsonFile(userData, 'settings'), SETTINGS_FILE),
    passwords: createPasswordStore(createJsonFile(userData, 'password')),
    devices: createKeptFile(createJsonFile(userData, 'devices'), DEVICES_FILE),
    certificates: createCertificates(join(userData, 'certificate'), hostname()),
    autostart,
    computerName: computerName(hostname()),
    homeHosts: () => homeHosts(networkInterfaces()),
    portOwner,
    log,
    tell: createNotifier(() => controller.state, texts, window.go),
  });
  const logKept = keepLog(log, controller, facts, join(userData, 'logs'), window.contents);
  undone.add('log', logKept.stop);
  undone.add('relay', controller.close);
  undone.add('wakefulness', keepAwake(controller.state));

  const snapshots = pushSnapshots(
    controller.state,
    (state) => snapshot(state, texts, facts),
    window.contents,
  );
  undone.add('snapshots', snapshots.stop);
  const watch = () => {
    snapshots.now();
    window.ready();
  };
  const parts = { controller, window, texts, log, logKept };
  handleCalls(
    callHandlers({ ...parts, watch, files: fileHandlers(parts) }),
    window.contents,
    pageUrl,
    snapshots.flush,
  );
  const looking = setInterval(controller.refreshHosts, LOOK_FOR_HOSTS_MS);
  undone.add('addresses', () => clearInterval(looking));
  window.onShow(controller.refreshHosts);
  onResume(controller.refreshHosts);

  undone.add('tray', showTray(controller.state, texts, trayActions(controller), assets));
  void hasTray().then((found) => {
    if (found) return;
    window.keepInTaskbar();
    controller.trayIsMissing();
  });

  const { settings } = controller.state.get();
  refreshStartAtLogin(settings.startHidden);
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
