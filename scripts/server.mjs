// @ts-check
// `npm run server -- …`: the relay without a window. Nothing of Electron is needed, neither its download nor a library.
import { spawn } from 'node:child_process';
import { built, ended, installed, main, root } from './setup.mjs';

await main(async () => {
  await installed();
  await built();
  const args = ['out/main/cli.cjs', 'server', ...process.argv.slice(2)];
  return ended(spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }));
});
