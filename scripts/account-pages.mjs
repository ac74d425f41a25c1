// @ts-check
// The pages of a relay for many users, as the command line carries them: what draws them, and their files as texts.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { build } from 'vite';
import { inProject } from './setup.mjs';

/**
 * What imports one of these gets `views`: for people as `Views` in main/web/pages/page.ts, for the operator as `AdminViews`
 * in main/web/admin/adminPage.ts, whose pages do without a script.
 * @type {Record<string, { folder: string, input: string }>}
 */
const PAGES = {
  'virtual:account-pages': { folder: 'account', input: 'account.ts' },
  'virtual:admin-pages': { folder: 'admin', input: 'admin.css' },
};

/** @returns {import('vite').Plugin} */
export const accountPages = () => ({
  name: 'buckets-relay:account-pages',
  // As renderer/tsconfig.json has it for the window.
  config: () => ({ oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } } }),
  resolveId: (id) => (Object.hasOwn(PAGES, id) ? `\0${id}` : undefined),
  async load(id) {
    const pages = id.startsWith('\0') ? PAGES[id.slice(1)] : undefined;
    if (!pages) return undefined;
    const { folder, input } = pages;
    const { style, script } = await builtFiles(`${folder}/${input}`);
    const icon = await readFile(inProject('assets/icon/app.svg'), 'utf8');
    const files = {
      style: file(folder, 'css', 'text/css', style),
      ...(script !== undefined && { script: file(folder, 'js', 'text/javascript', script) }),
      icon: file('icon', 'svg', 'image/svg+xml', icon),
    };
    const names = Object.fromEntries(Object.entries(files).map(([what, { name }]) => [what, name]));
    return `
      import { createRender } from ${JSON.stringify(inProject(`renderer/${folder}/createRender.tsx`))};
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

/** What a style, or a script that imports one, is built to. @param {string} input @returns {Promise<{ style: string, script?: string }>} */
const builtFiles = async (input) => {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    root: inProject('renderer'),
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: inProject(`renderer/${input}`) },
    },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  const style = outputs.find((one) => one.type === 'asset' && one.fileName.endsWith('.css'));
  if (style?.type !== 'asset') throw new Error(`${input} has no style`);
  // Of a style alone there is a script, too, with nothing in it.
  const script = outputs.find((one) => one.type === 'chunk')?.code.trim();
  return { style: String(style.source), ...(script && { script }) };
};
