import type { ComponentChildren } from 'preact';
import type { Page } from '../../main/web/pages/page';
import { hrefOf, type Saying } from './texts';

/** The names of the pages' own files. */
export interface FileNames {
  readonly style: string;
  readonly script: string;
  readonly icon: string;
}

interface DocumentProps {
  readonly say: Saying;
  readonly page: Page;
  readonly files: FileNames;
  readonly children: ComponentChildren;
}

/** What is around every page. */
export function Document({ say, page, files, children }: DocumentProps) {
  const { frame, t } = say;
  const file = (name: string) => hrefOf(frame, `static/${name}`);
  return (
    <html lang={frame.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{titleOf(say, page)}</title>
        <link rel="icon" type="image/svg+xml" href={file(files.icon)} />
        <link rel="stylesheet" href={file(files.style)} />
        <script type="module" src={file(files.script)} />
      </head>
      <body>
        <a class="skip" href="#content">
          {t('common.skip')}
        </a>
        <header>
          <a class="brand" href={hrefOf(frame, '')}>
            <img src={file(files.icon)} alt="" width="32" height="32" />
            {t('common.appName')}
          </a>
          <OtherLanguage say={say} />
        </header>
        <main id="content" tabIndex={-1} class={WIDE.has(page.kind) ? 'wide' : undefined}>
          {children}
        </main>
        <footer>{t('common.footer')}</footer>
      </body>
    </html>
  );
}

const WIDE: ReadonlySet<Page['kind']> = new Set(['home', 'account']);

/** The same page in the other language, which has its name in that. */
function OtherLanguage({ say: { frame, t } }: { readonly say: Saying }) {
  const other = frame.language === 'de' ? 'en' : 'de';
  const separator = frame.here.includes('?') ? '&' : '?';
  return (
    <a lang={other} hreflang={other} href={hrefOf(frame, `${frame.here}${separator}lang=${other}`)}>
      {t('common.otherLanguage')}
    </a>
  );
}

/** A problem comes first: it is heard before the rest. */
function titleOf({ t }: Saying, page: Page): string {
  const isProblem = 'form' in page && page.form.problems.length > 0;
  return t(isProblem ? 'common.titleProblem' : 'common.title', { page: nameOf(t, page) });
}

function nameOf(t: Saying['t'], page: Page): string {
  if (page.kind === 'account') return t('account.page');
  if (page.kind === 'message') return t(`message.${page.message}.title`);
  return t(`${page.kind}.title`);
}
