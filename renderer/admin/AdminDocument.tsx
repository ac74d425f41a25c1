import type { ComponentChildren } from 'preact';
import type { AdminPage } from '../../main/web/admin/adminPage';
import { type AdminSaying, type AdminText, adminHref } from './texts';

/** The names of the pages' own files. */
export interface AdminFileNames {
  readonly style: string;
  readonly icon: string;
}

interface DocumentProps {
  readonly say: AdminSaying;
  readonly page: AdminPage;
  readonly files: AdminFileNames;
  readonly children: ComponentChildren;
}

/** What is around every page. Who is not let in sees no ways to the others. */
export function AdminDocument({ say, page, files, children }: DocumentProps) {
  const { frame, t } = say;
  const file = (name: string) => adminHref(frame, `static/${name}`);
  const isLocked = page.kind === 'message' && page.message === 'locked';
  return (
    <html lang={frame.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{titleOf(say, page)}</title>
        <link rel="icon" type="image/svg+xml" href={file(files.icon)} />
        <link rel="stylesheet" href={file(files.style)} />
      </head>
      <body>
        <a class="skip" href="#content">
          {t('common.skip')}
        </a>
        <header>
          <span class="brand">
            <img src={file(files.icon)} alt="" width="32" height="32" />
            <span>
              {t('common.appName')} <span class="role">{t('common.operator')}</span>
            </span>
          </span>
          {!isLocked && <OtherLanguage say={say} />}
          {!isLocked && <Navigation say={say} page={page} />}
        </header>
        <main id="content" tabIndex={-1} class={NARROW.has(page.kind) ? 'narrow' : undefined}>
          {children}
        </main>
        <footer>{t('common.footer')}</footer>
      </body>
    </html>
  );
}

const NARROW: ReadonlySet<AdminPage['kind']> = new Set(['delete', 'message']);

const PAGES: readonly (readonly [path: string, text: AdminText, kinds: readonly AdminPage['kind'][]])[] = [
  ['', 'nav.users', ['users', 'user', 'delete']],
  ['traffic', 'nav.traffic', ['traffic']],
  ['logins', 'nav.logins', ['logins']],
  ['mails', 'nav.mails', ['mails']],
];

function Navigation({ say: { frame, t }, page }: { readonly say: AdminSaying; readonly page: AdminPage }) {
  const currentOf = (path: string, kinds: readonly AdminPage['kind'][]) => {
    if (!kinds.includes(page.kind)) return undefined;
    return page.kind === 'users' || path !== '' ? 'page' : 'true';
  };
  return (
    <nav aria-label={t('common.pages')}>
      <ul>
        {PAGES.map(([path, text, kinds]) => (
          <li key={path}>
            <a href={adminHref(frame, path)} aria-current={currentOf(path, kinds)}>
              {t(text)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The same page in the other language, which has its name in that. */
function OtherLanguage({ say: { frame, t } }: { readonly say: AdminSaying }) {
  const other = frame.language === 'de' ? 'en' : 'de';
  const separator = frame.here.includes('?') ? '&' : '?';
  return (
    <a lang={other} hreflang={other} href={adminHref(frame, `${frame.here}${separator}lang=${other}`)}>
      {t('common.otherLanguage')}
    </a>
  );
}

/** A problem comes first: it is heard before the rest. */
function titleOf({ t }: AdminSaying, page: AdminPage): string {
  const isProblem = page.kind === 'delete' && page.isUnsure;
  return t(isProblem ? 'common.titleProblem' : 'common.title', { page: nameOf(t, page) });
}

function nameOf(t: AdminSaying['t'], page: AdminPage): string {
  switch (page.kind) {
    case 'users':
      return t('nav.users');
    case 'user':
      return page.user.email;
    case 'message':
      return t(`message.${page.message}.title`);
    default:
      return t(`${page.kind}.title`);
  }
}
