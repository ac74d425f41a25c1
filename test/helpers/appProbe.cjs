// Loaded into the app's main process before the app itself, which knows nothing of it.
const { Server } = require('node:net');
const os = require('node:os');
const { app, clipboard, dialog, net, session, shell, Tray } = require('electron');

// What the tray was given last: Electron does not tell.
const { setContextMenu, setImage, setToolTip } = Tray.prototype;
/** @type {typeof globalThis.trayProbe} */
const probe = { menu: null, image: '', toolTip: '' };
globalThis.trayProbe = probe;

Tray.prototype.setContextMenu = function (menu) {
  if (process.env.TEST_BROKEN_START) throw new TypeError('made up by a test');
  probe.menu = menu;
  return setContextMenu.call(this, menu);
};
Tray.prototype.setImage = function (image) {
  probe.image = String(image);
  return setImage.call(this, image);
};
Tray.prototype.setToolTip = function (toolTip) {
  probe.toolTip = toolTip;
  return setToolTip.call(this, toolTip);
};

// A test must not open a port to the network around it, whatever the settings say.
const { listen } = Server.prototype;
Server.prototype.listen = function (/** @type {unknown[]} */ ...args) {
  const [options, ...rest] = args;
  // Root may listen on every port, and so the system's refusal is played.
  if (
    process.env.TEST_FORBIDDEN_PORT &&
    Reflect.get(Object(options), 'port') === Number(process.env.TEST_FORBIDDEN_PORT)
  ) {
    const refusal = Object.assign(new Error('listen EACCES'), { code: 'EACCES', syscall: 'listen' });
    process.nextTick(() => this.emit('error', refusal));
    return this;
  }
  return Reflect.apply(listen, this, [Object.assign({}, options, { host: '127.0.0.1' }), ...rest]);
};

// Playwright keeps every app from the keychain; the tests of the keychain have one of their own.
if (process.env.TEST_KEYRING) app.commandLine.appendSwitch('password-store', process.env.TEST_KEYRING);

// Answers every dialog as the test wants, and tells what was asked, for tests that cannot wait for a window first.
if (process.env.TEST_ANSWER) {
  dialog.showMessageBox = async (/** @type {any[]} */ ...args) => {
    process.stdout.write(`asked ${JSON.stringify(args.at(-1))}\n`);
    return { response: Number(process.env.TEST_ANSWER), checkboxChecked: false };
  };
  dialog.showErrorBox = (message, detail) => {
    process.stdout.write(`asked ${JSON.stringify({ message, detail })}\n`);
  };
  const { writeText } = clipboard;
  clipboard.writeText = (text) => {
    process.stdout.write(`copied ${JSON.stringify(text)}\n`);
    return writeText(text);
  };
  // A bug, on request.
  process.on('SIGUSR2', () => {
    throw new RangeError('made up by a test, with hqtm-xwke-rbzf-vdnu in it');
  });
}
// What is done after minutes, when nobody has looked at the window, is done at once.
if (process.env.TEST_SOON) {
  const { setTimeout } = globalThis;
  const soon = (/** @type {() => void} */ work, /** @type {number} */ ms) =>
    setTimeout(work, ms === 180_000 ? 1 : ms);
  globalThis.setTimeout = Object.assign(soon, setTimeout);
}
// Time can be put forward, in milliseconds.
const { now } = Date;
globalThis.aheadOfTime = 0;
Date.now = () => now() + globalThis.aheadOfTime;

// The computer and its network as the test wants them: else a picture would differ from computer to computer.
if (process.env.TEST_HOSTNAME) os.hostname = () => process.env.TEST_HOSTNAME ?? '';
if (process.env.TEST_ADDRESSES !== undefined) {
  const addresses = () => (process.env.TEST_ADDRESSES ?? '').split(' ').filter((address) => address !== '');
  os.networkInterfaces = () => ({ eth0: addresses().map(interfaceOf) });
}

/** @param {string} address @returns {import('node:os').NetworkInterfaceInfo} */
const interfaceOf = (address) => ({
  ...{ address, family: 'IPv4', netmask: '255.255.255.0', cidr: `${address}/24` },
  ...{ mac: '02:00:00:00:00:01', internal: false },
});

// As if the app had been built by a public project, whose releases a web server of the test has.
if (process.env.TEST_RELEASES) {
  app.getAppPath = () => process.env.TEST_ABOUT ?? '';
  shell.openExternal = async (url) => void process.stdout.write(`opened ${url}\n`);
  void app.whenReady().then(() => {
    const updater = session.fromPartition('electron-updater', { cache: false });
    updater.protocol.handle('https', ({ url }) =>
      net.fetch(url.replace(/^https:\/\/github\.com/, process.env.TEST_RELEASES ?? '')),
    );
  });
}
