import { SPANS, type Span } from '../../../main/web/admin/adminPage';
import { type AdminSaying, adminHref } from '../texts';

interface SpansProps {
  readonly say: AdminSaying;
  readonly path: 'traffic' | 'logins';
  readonly span: Span;
}

/** The ways to the same page over other spans. */
export function Spans({ say: { frame, t }, path, span }: SpansProps) {
  return (
    <nav class="spans" aria-label={t('span.title')}>
      <ul>
        {SPANS.map((days) => (
          <li key={days}>
            <a
              href={adminHref(frame, path, { days: String(days) })}
              aria-current={days === span ? 'page' : undefined}
            >
              {t('span.days', { count: days })}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
