// @ts-check
// The pages of a relay for many users, as the command line carries them: what draws them, and their files as texts.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { build } from 'vite';
import { inProject } from './setup.mjs';

const NAME = 'virtual:account-pages';

/** What imports the pages gets `views`, as `Views` in main/web/pages/page.ts. @returns {import('vite').Plugin} */
export const accountPages = () => ({
  name: 'buckets-relay:account-pages',
  // As renderer/tsconfig.json has it for the window.
  config: () => ({ oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } } }),
  resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
  async load(id) {
    if (id !== `\0${NAME}`) return undefined;
    const { style, script } = await builtFiles();
    const icon = await readFile(inProject('assets/icon/app.svg'), 'utf8');
    const files = {
      style: file('account', 'css', 'text/css', style),
      script: file('account', 'js', 'text/javascript', script),
      icon: file('icon', 'svg', 'image/svg+xml', icon),
    };
    const names = Object.fromEntries(Object.entries(files).map(([what, { name }]) => [what, name]));
    return `
      import { createRender } from ${JSON.stringify(inProject('renderer/account/createRender.tsx'))};
      export const views = {
        render: createRender(${JSON.stringify(names)}),
        files: ${JSON.stringify(Object.values(files))},
      };
    `;
  },
});

/** Under a name that changes with it, so that browsers may keep it for good. @param {[name: string, extension: string, type: string, text: string]} parts */
const file = (...[name, extension, type, text]) => {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 10);
  return { name: `${name}-${digest}.${extension}`, type: `${type}; charset=utf-8`, text };
};

/** @returns {Promise<{ style: string, script: string }>} */
const builtFiles = async () => {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    root: inProject('renderer'),
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: inProject('renderer/account/account.ts') },
    },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  const script = outputs.find((one) => one.type === 'chunk')?.code;
  const style = outputs.find((one) => one.type === 'asset' && one.fileName.endsWith('.css'));
  if (script === undefined || style?.type !== 'asset')
    throw new Error('the pages have no script or no style');
  return { style: String(style.source), script };
};
