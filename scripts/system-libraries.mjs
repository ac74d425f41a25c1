// @ts-check
// What the operating system has to bring. Only Linux needs anything, and only Debian and its descendants can be asked
// and helped precisely.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isRoot } from './place.mjs';
import { run, SetupProblem, say } from './setup.mjs';

/**
 * A package, or the names that it has had: Ubuntu 24.04 and Debian 13 renamed some.
 * @typedef {string[]} Names
 */

/** @type {Names[]} what Electron loads */
const forApp = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libxss1'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libdrm2'],
  ['libcups2t64', 'libcups2'],
];

/** @type {Names[]} a display, a session bus, a panel with a tray, a keychain, and what looks at them from outside */
const forTests = [
  ...forApp,
  ['xvfb'],
  ['xauth'],
  ['dbus'],
  ['dbus-x11'],
  ['xfce4-panel'],
  ['gnome-keyring'],
  ['libsecret-1-0'],
  // For busctl, which reads the tray's menu.
  ['systemd'],
  ['imagemagick'],
  ['x11-utils'],
  ['openssl'],
  ['procps'],
  // What makes the packages, what they need, and what looks them over.
  ['p7zip-full'],
  ['rpm'],
  ['xdg-utils'],
  ['desktop-file-utils'],
  ['libglib2.0-bin'],
  ['appstream'],
  ['lintian'],
  // Tells who has a port.
  ['iproute2'],
  // Reads codes from pictures.
  ['zbar-tools'],
  // Without any font, screenshots show boxes.
  ['fonts-inter'],
  ['fonts-jetbrains-mono'],
];

/** @type {Names[]} what the example in Python stands on */
const forPython = [['python3-websockets'], ['python3-nacl']];

/** @type {Names[]} shells that complete the program's words, and a strict reader of man pages */
const forCommandLine = [['zsh'], ['fish'], ['mandoc']];

/** @type {Names[]} a browser for the pages, and what reads the code that they show */
const forPages = [['chromium'], ['zbar-tools'], ['fonts-inter'], ['fonts-jetbrains-mono']];

/** @type {Names[]} what many nodes stand on */
const forClusters = [['postgresql'], ['nats-server']];

/** @type {Names[]} reverse proxies that the relay is put behind */
const forProxies = [['nginx'], ['caddy']];

/** @type {Names[]} networks of the tests' own, and what others made to find services in them */
const forNetworks = [['iproute2'], ['dbus'], ['avahi-daemon'], ['avahi-utils'], ['python3-zeroconf']];

/** @type {Names[]} what looks a unit over, passes a socket on, and tells a service manager how a service is */
const forServices = [['systemd'], ['python3']];

/** @type {Names[]} promtool, which reads the metrics and the examples for Prometheus as it does itself */
const forMonitoring = [['prometheus']];

/** @type {Names[]} what builds the container's image without a daemon, and the system that it stands on */
const forImages = [['buildah'], ['debootstrap']];

/**
 * Only root can make such networks; without them, these tests are skipped. And where a service manager runs, Avahi is not
 * installed for their sake: it would start at once, and speak in the network of this computer from then on. Prometheus,
 * PostgreSQL and NATS would run from then on too, and proxies take ports 80 and 443.
 */
const withNetworks = () => isRoot() && !existsSync('/run/systemd/system');

/** @typedef {'app' | 'integration' | 'test'} Purpose what is to run: the app, its tests without or with the app */

/** @param {Purpose} purpose @returns {Names[]} */
const needed = (purpose) => [
  ...{
    app: forApp,
    integration: [...forPython, ...forCommandLine, ...forServices, ...forPages],
    test: [...forTests, ...forPython, ...forCommandLine, ...forServices, ...forPages],
  }[purpose],
  ...(purpose !== 'app' && withNetworks()
    ? [...forNetworks, ...forMonitoring, ...forProxies, ...forClusters]
    : []),
  ...(purpose === 'test' && withNetworks() ? forImages : []),
];

/** The same, as the files to look for on other kinds of Linux. */
const libraries = [
  'libgtk-3.so.0',
  'libnss3.so',
  'libasound.so.2',
  'libgbm.so.1',
  'libcups.so.2',
  'libdrm.so.2',
];
const programs = [
  'xvfb-run',
  'dbus-run-session',
  'xfce4-panel',
  'gnome-keyring-daemon',
  'busctl',
  'systemd-analyze',
  'dbus-send',
  'gio',
  'desktop-file-validate',
  'import',
  'openssl',
  'ss',
  'zbarimg',
  'zsh',
  'fish',
  'mandoc',
];

/**
 * Makes sure that the system has what the app, or what its tests need.
 * @param {Purpose} purpose
 */
export const systemLibraries = async (purpose) => {
  if (process.platform !== 'linux') return;
  if (!works('dpkg-query', '--version') || !works('apt-get', '--version')) return lookForFiles(purpose);

  const installed = installedPackages();
  const missing = needed(purpose).filter((names) => !names.some((name) => installed.has(name)));
  if (missing.length === 0) return;

  if (!isRoot()) {
    const command = `sudo apt-get install --no-install-recommends ${missing.map(knownName).join(' ')}`;
    throw new SetupProblem(
      `The system lacks ${packages(missing)} that ${needs(purpose)}. Please run:\n  ${command}`,
    );
  }
  say(`Installing ${packages(missing)} that ${needs(purpose)} (apt-get) …`);
  // One list that cannot be fetched is no reason to stop: what matters is whether the packages come.
  await apt('update').catch(() => {});
  await apt('install', '--yes', '--no-install-recommends', ...missing.map(knownName));
};

/** @param {Names[]} missing */
const packages = (missing) => (missing.length === 1 ? 'a package' : `${missing.length} packages`);

/** @param {Purpose} purpose */
const needs = (purpose) => (purpose === 'app' ? 'Electron needs' : 'the tests need');

/** @param {string[]} args */
const apt = (...args) => {
  // So early in its life a system starts no services: the tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  return run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], { quiet: true, env });
};

/** @returns {Set<string>} */
const installedPackages = () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholders
  const format = '${Package} ${db:Status-Status}\n';
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', format], { encoding: 'utf8', maxBuffer: 64 << 20 });
  const lines = stdout.split('\n').map((line) => line.split(' '));
  return new Set(lines.flatMap(([name = '', status]) => (status === 'installed' ? [name] : [])));
};

/** @param {Names} names @returns {string} the one that this system's archive has, or the oldest when it has no lists */
const knownName = (names) => names.find((name) => works('apt-cache', 'show', name)) ?? names.at(-1) ?? '';

/** @param {string} command @param {string[]} args */
const works = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** @param {Purpose} purpose */
const lookForFiles = (purpose) => {
  if (purpose === 'integration') return;
  const { stdout, status } = spawnSync('ldconfig', ['-p'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env.PATH}:/sbin:/usr/sbin` },
  });
  // Some systems keep no such list. Then Electron itself will say what it does not find.
  const missing = status === 0 ? libraries.filter((name) => !stdout.includes(name)) : [];
  if (purpose === 'test')
    missing.push(...programs.filter((name) => !works('sh', '-c', `command -v ${name}`)));
  if (missing.length === 0) return;
  throw new SetupProblem(`Please install what ${needs(purpose)}, and try again: ${missing.join(', ')}`);
};
