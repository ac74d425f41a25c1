import { build } from 'vite';
import type { Views } from '../../main/web/pages/page';
import { accountPages } from '../../scripts/account-pages.mjs';

let built: Promise<Views> | undefined;

/** The pages as they are built, for tests in the same process: it takes a second, once in each. */
export const accountViews = (): Promise<Views> => {
  built ??= buildViews();
  return built;
};

async function buildViews(): Promise<Views> {
  const made = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [accountPages()],
    ssr: { noExternal: true },
    build: { write: false, ssr: true, rolldownOptions: { input: 'virtual:account-pages' } },
  });
  const outputs = [made].flat().flatMap((one) => ('output' in one ? one.output : []));
  const [code = ''] = outputs.flatMap((one) => (one.type === 'chunk' ? [one.code] : []));
  const { views }: { views: Views } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return views;
}
