import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { makePackages, type Packages } from '../helpers/packages';

/** As it is written into the program: the digit. */
const ON = '1'.charCodeAt(0);

let made: Packages;
test.beforeAll(async () => {
  made = await makePackages();
});

test('the packaged program cannot be made another one by switches and variables', async () => {
  const wire = await getCurrentFuseWire(made.program);
  const isOn = (fuse: FuseV1Options) => wire[fuse] === ON;
  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    fileProtocolPrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
    asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    inspect: false,
    fileProtocolPrivileges: false,
    cookieEncryption: true,
    asarIntegrity: true,
    onlyAsar: true,
  });
});

test('it holds what runs, and nothing else', () => {
  const files = listPackage(made.asar, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
  const code = files.filter((path) => /\.(cjs|mjs|js|json|map|ts|node)$/.test(path));
  expect(code).toEqual([
    // The library for updates, loaded when it is looked for one.
    expect.stringMatching(/^\/out\/main\/chunks\/main-[\w-]+\.cjs$/),
    // Loaded when a certificate is made, which is about once in two years.
    expect.stringMatching(/^\/out\/main\/chunks\/selfsigned-[\w-]+\.cjs$/),
    expect.stringMatching(/^\/out\/main\/index\.cjs$/),
    expect.stringMatching(/^\/out\/preload\/index\.cjs$/),
    // Read by who wants to see the licences.
    expect.stringMatching(/^\/out\/renderer\/assets\/_virtual_licences-[\w-]+\.js$/),
    expect.stringMatching(/^\/out\/renderer\/assets\/index-[\w-]+\.js$/),
    '/package.json',
  ]);
  expect(files.filter((path) => /node_modules|test|\.env|\.git/.test(path))).toEqual([]);
});
