import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import preact from '@preact/preset-vite';
import { defineConfig } from 'electron-vite';
import { build, type InlineConfig, type Plugin } from 'vite';
import { accountPages } from './scripts/account-pages.mjs';
import { licences, licencesText } from './scripts/licences.mjs';

// The oldest runtime the code has to run on is Electron 33 (Node 20.18, Chrome 130): see scripts/electron-runtime.mjs.
const node = 'node20.18';
const chrome = 'chrome130';

const here = (path: string) => resolve(import.meta.dirname, path);

// Bundled whole, as CommonJS: some dependencies exist as ES modules only, and a sandboxed preload has to be CommonJS.
const bundle = {
  target: node,
  externalizeDeps: false,
  sourcemap: true,
} as const;

/** See main/server/dataPath/frames/masking.ts. */
const resolveMasking = { alias: { bufferutil: here('main/server/dataPath/frames/masking.ts') } };

const output = { format: 'cjs', entryFileNames: '[name].cjs' } as const;

const NEEDED_BY_ALL =
  /node_modules\/(commander|ws)\/|utf-8-validate|main\/(lib\/(addressGroup|errorCode|result|unreachable|fingerprint)|protocol\/(deviceKey|relayUrl)|texts\/printable|commands\/(commandError|configDirectory|examples))\.ts/;

/**
 * The command line is a bundle of its own, not a second entry of the app's: two entries would share chunks, and what `npm`
 * installs, or somebody copies to a server, has to be complete without the app. What only some commands need lies in
 * files beside it, which Node reads when they are needed.
 */
const commandLine: InlineConfig = {
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  plugins: [accountPages()],
  resolve: resolveMasking,
  build: {
    target: node,
    sourcemap: true,
    minify: false,
    emptyOutDir: false,
    outDir: here('out/main'),
    ssr: here('main/cli.ts'),
    rolldownOptions: {
      output: {
        ...output,
        banner: '#!/usr/bin/env node',
        chunkFileNames: 'cli/[name].cjs',
        // What every start needs and other parts do, too: one file to be read in place of one for each.
        codeSplitting: {
          groups: [{ name: 'common', test: NEEDED_BY_ALL, includeDependenciesRecursively: false }],
        },
        // Without comments and spaces Node reads it in half the time. Names stay, for stack traces.
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
      },
    },
  },
  // Their native parts cannot be bundled: who runs a relay for many installs them beside it.
  ssr: { noExternal: true, external: ['better-sqlite3', '@node-rs/argon2'] },
};

/** From the program that was just built, so that it says what that does. */
async function writeManPage(): Promise<void> {
  const { stdout } = await promisify(execFile)(process.execPath, [here('out/main/cli.cjs'), 'man-page']);
  await writeFile(here('out/main/buckets-relay.1'), stdout);
}

const buildCommandLine = (): Plugin => ({
  name: 'buckets-relay:command-line',
  apply: 'build',
  async closeBundle(error) {
    if (error) return;
    await build(commandLine);
    await chmod(here('out/main/cli.cjs'), 0o755);
    await writeManPage();
    await writeFile(here('out/main/THIRD-PARTY-LICENCES.txt'), licencesText(new URL('.', import.meta.url)));
  },
});

/** What the page with the licences imports: the packages that are bundled, with their texts. */
const bundledLicences = (): Plugin => ({
  name: 'buckets-relay:licences',
  resolveId: (id) => (id === 'virtual:licences' ? '\0virtual:licences' : undefined),
  load: (id) =>
    id === '\0virtual:licences'
      ? `export default ${JSON.stringify(licences(new URL('.', import.meta.url)))};`
      : undefined,
});

/** Vite's dev server adds inline styles and a websocket, which the page's own strict policy rightly forbids. */
const relaxPolicyInDev = (): Plugin => ({
  name: 'buckets-relay:relax-policy-in-dev',
  apply: 'serve',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace(/<meta[^>]*http-equiv=["']Content-Security-Policy["'][^>]*>/i, ''),
  },
});

export default defineConfig({
  main: {
    plugins: [buildCommandLine()],
    resolve: resolveMasking,
    build: { ...bundle, rolldownOptions: { input: { index: here('main/index.ts') }, output } },
  },
  preload: {
    build: {
      ...bundle,
      sourcemap: false,
      rolldownOptions: { input: { index: here('preload/index.ts') }, output },
    },
  },
  renderer: {
    root: here('renderer'),
    plugins: [preact(), relaxPolicyInDev(), bundledLicences()],
    build: { target: chrome, rolldownOptions: { input: { index: here('renderer/index.html') } } },
  },
});
