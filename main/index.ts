import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { app, clipboard, session as electronSession } from 'electron';
import { createCalmLog } from './app/calmLog';
import { createController } from './app/controller';
import { homeHosts } from './app/hosts';
import { createDisposables } from './lib/disposables';
import { refreshStartAtLogin, startedHidden } from './shell/autostart';
import { callHandlers, pushSnapshots } from './shell/calls';
import { crashTeller } from './shell/crashDialog';
import { beginSession } from './shell/crashNote';
import { mayUseSettings } from './shell/downgrade';
import { guardPages } from './shell/guards';
import { handleCalls } from './shell/ipc';
import { createJsonFile } from './shell/jsonFile';
import { isOnlyInstance, onResume, QUIT_MS, quitCleanly, quitOnBug } from './shell/lifecycle';
import { setApplicationMenu } from './shell/menu';
import { declarePageScheme, PAGE_URL, servePage } from './shell/pageScheme';
import { createPasswordStore } from './shell/passwordFile';
import { createSettingsStore } from './shell/settingsFile';
import { showTray } from './shell/tray';
import { createUpdateTeller } from './shell/updateDialogs';
import { createUpdates, updateSource } from './shell/updates';
import { createAppWindow } from './shell/window';

/** The page of Vite's dev server, which only `npm run dev` sets; a packaged app does not listen to it. */
const devUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
const pageUrl = devUrl ?? PAGE_URL;
const assets = join(__dirname, '../../assets');

/** How often the computer's addresses are looked at, in milliseconds: systems tell of changes in ways of their own. */
const LOOK_FOR_HOSTS_MS = 15_000;

// Windows knows the app by this name, which the installer writes into its shortcuts.
if (process.platform === 'win32') app.setAppUserModelId('app.bucketsrelay');
declarePageScheme();
const window = createAppWindow(pageUrl, join(assets, 'icon/app-256.png'));
/** Whether the window has something to show: not while the person is still asked about the settings. */
let isUp = false;
const open = () => {
  if (isUp) window.show();
};
if (isOnlyInstance(open)) void app.whenReady().then(run);
else app.quit();

async function run(): Promise<void> {
  // A log that nobody reads any more is no reason to end.
  process.stderr.on('error', () => {});
  const undone = createDisposables((name, error) => process.stderr.write(`${name} did not stop: ${error}\n`));
  const userData = app.getPath('userData');
  const session = beginSession(userData, app.getVersion());
  undone.add('session', session.ended);
  quitCleanly(undone);
  quitOnBug(undone, session.failed);
  guardPages(electronSession.defaultSession);
  servePage(join(__dirname, '../renderer'));
  setApplicationMenu();

  const settingsFile = createJsonFile(userData, 'settings');
  if (!(await mayUseSettings(settingsFile))) {
    app.quit();
    return;
  }
  const controller = createController({
    settings: createSettingsStore(settingsFile),
    passwords: createPasswordStore(createJsonFile(userData, 'password')),
    homeHosts: () => homeHosts(networkInterfaces()),
    onEvent: createCalmLog((line) => process.stderr.write(line)),
  });
  undone.add('relay', controller.close);

  const snapshots = pushSnapshots(controller, window.contents, app.getVersion());
  undone.add('snapshots', snapshots.stop);
  handleCalls(callHandlers(controller, snapshots.now), window.contents, pageUrl);
  const looking = setInterval(controller.refreshHosts, LOOK_FOR_HOSTS_MS);
  undone.add('addresses', () => clearInterval(looking));
  window.onShow(controller.refreshHosts);
  onResume(controller.refreshHosts);

  const actions = {
    start: () => void controller.startRelay(),
    stop: () => void controller.stopRelay(),
    copy: (text: string) => clipboard.writeText(text),
    openWindow: window.show,
    quit: () => app.quit(),
  };
  undone.add('tray', showTray(controller.state, actions, assets));

  const updates = createUpdates({
    source: updateSource(),
    endAll: () => undone.dispose(QUIT_MS),
    onProblem: (line) => process.stderr.write(`${line}\n`),
  });
  const updateTeller = createUpdateTeller(updates);
  undone.add('updates', () => {
    updateTeller.stop();
    updates.stop();
  });
  window.onShow(updateTeller.shown);
  window.onShow(crashTeller(session.lastCrash, undefined));
  const refreshed = refreshStartAtLogin();
  if (!refreshed.ok) process.stderr.write(`${refreshed.error}\n`);
  isUp = true;
  if (!startedHidden()) window.show();
  await controller.begin();
}
