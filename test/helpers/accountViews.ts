import { build } from 'vite';
import type { AdminViews } from '../../main/web/admin/adminPage';
import type { Views } from '../../main/web/pages/page';
import { accountPages } from '../../scripts/account-pages.mjs';

const built = new Map<string, Promise<unknown>>();

/** The pages as they are built, for tests in the same process: it takes a second, once in each. */
export const accountViews = () => viewsOf<Views>('virtual:account-pages');

/** The same of the operator's. */
export const adminViews = () => viewsOf<AdminViews>('virtual:admin-pages');

async function viewsOf<T>(name: string): Promise<T> {
  const views = built.get(name) ?? buildViews(name);
  built.set(name, views);
  return (await views) as T;
}

async function buildViews(name: string): Promise<unknown> {
  const made = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [accountPages()],
    ssr: { noExternal: true },
    build: { write: false, ssr: true, rolldownOptions: { input: name } },
  });
  const outputs = [made].flat().flatMap((one) => ('output' in one ? one.output : []));
  const [code = ''] = outputs.flatMap((one) => (one.type === 'chunk' ? [one.code] : []));
  const { views }: { views: unknown } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return views;
}
