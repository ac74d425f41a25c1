// @ts-check
// The relay on a computer without a display, with an account of its own that the server makes on first use.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { homedir, networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { built, ended, installed, root } from './setup.mjs';

const configHome = process.env.XDG_CONFIG_HOME || join(homedir(), '.config');
const ownAccount = join(configHome, 'buckets-relay', 'headless-account.json');

/** The server's own line, which says that it is up and where. */
const listening = /^listening on (https?):\/\/(.+):(\d+)(\/\S*)$/;

/**
 * @param {string[]} extra the arguments for the server
 * @returns {Promise<number>} the server's exit code
 */
export const startHeadless = async (extra) => {
  await installed();
  await built();

  const account = hasCredentials(extra) ? undefined : (givenAccount(extra) ?? ownAccount);
  if (account === ownAccount) mkdirSync(dirname(account), { recursive: true, mode: 0o700 });
  const own = account === ownAccount ? ['--account', account] : [];
  const args = ['out/main/cli.cjs', 'server', ...own, ...extra];
  const server = spawn(process.execPath, args, { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] });

  createInterface({ input: server.stdout }).on('line', (line) => {
    const match = listening.exec(line);
    console.log(match && account ? welcome(match, account) : line);
  });
  return ended(server);
};

/** @param {string[]} args @returns {boolean} whether somebody has decided on the account already */
const hasCredentials = (args) =>
  args.some((arg) => /^--(username|password|password-file)(=|$)/.test(arg)) ||
  ['RELAY_USERNAME', 'RELAY_PASSWORD', 'RELAY_PASSWORD_FILE'].some((name) => process.env[name]?.trim());

/** @param {string[]} args @returns {string | undefined} */
const givenAccount = (args) => {
  const at = args.indexOf('--account');
  return at >= 0
    ? args[at + 1]
    : (args.find((arg) => arg.startsWith('--account='))?.slice('--account='.length) ??
        (process.env.RELAY_ACCOUNT?.trim() ? process.env.RELAY_ACCOUNT : undefined));
};

/**
 * @param {string[]} match
 * @param {string} file
 */
const welcome = ([line = '', scheme = '', host = '', port = '', path = ''], file) => {
  const { username, password } = readAccount(file);
  if (username === undefined) return line;
  const urls = reachable(host).map((address) => `${scheme}://${address}:${port}${path}`);
  const home = ['127.0.0.1', 'localhost', '[::1]'].includes(host);
  return [
    '',
    '  Buckets Relay is running.',
    '',
    ...urls.map((url, index) => `    ${index === 0 ? 'Address   ' : '      or  '}  ${url}`),
    `    User name   ${username}`,
    `    Password    ${password}`,
    '',
    home
      ? '  Only this computer reaches it. For the other devices of your household:  npm start -- --address 0.0.0.0'
      : '  Enter these in Buckets on each device of your household.',
    `  The account is kept in ${file}`,
    '  Ctrl+C stops the relay.',
    '',
  ].join('\n');
};

/** @param {string} file @returns {{ username?: string, password?: string }} */
const readAccount = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
};

/**
 * "All addresses" is nothing that one can type into another device.
 * @param {string} host
 * @returns {string[]}
 */
const reachable = (host) => {
  if (host !== '0.0.0.0' && host !== '[::]') return [host];
  const adapters = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const found = adapters.filter(({ family, internal }) => family === 'IPv4' && !internal);
  return found.length > 0 ? found.map(({ address }) => address) : [host];
};
