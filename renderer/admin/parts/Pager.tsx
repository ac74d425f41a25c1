import { type AdminSaying, adminHref } from '../texts';

interface PagerProps {
  readonly say: AdminSaying;
  readonly path: string;
  /** What stays as it is from one to the next. */
  readonly query?: Readonly<Record<string, string>>;
  /** What leads to the next ones, undefined where these are the last. */
  readonly next: Readonly<Record<string, string>> | undefined;
  readonly isFirst: boolean;
}

/** The ways to the next ones, and back to the first. */
export function Pager({ say: { frame, t }, path, query = {}, next, isFirst }: PagerProps) {
  if (isFirst && !next) return null;
  return (
    <nav class="pager" aria-label={t('common.more')}>
      {next && (
        <a class="button" href={adminHref(frame, path, { ...query, ...next })}>
          {t('common.next')}
        </a>
      )}
      {!isFirst && <a href={adminHref(frame, path, query)}>{t('common.first')}</a>}
    </nav>
  );
}
