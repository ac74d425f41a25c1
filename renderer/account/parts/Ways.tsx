import type { FormState } from '../../../main/web/pages/page';
import { type AccountText, hrefOf, type Saying } from '../texts';

interface WaysProps {
  readonly say: Saying;
  /** Pages from /v1/ on, and what leads to them. */
  readonly to: readonly (readonly [path: string, text: AccountText])[];
  /** Its address goes along, so that it is not typed again. */
  readonly form?: FormState;
}

/** Where somebody goes for whom the form is not the right one. */
export function Ways({ say: { frame, t }, to, form }: WaysProps) {
  const email = form?.values.email;
  const query = email ? `?${new URLSearchParams({ email })}` : '';
  return (
    <ul class="ways">
      {to.map(([path, text]) => (
        <li key={path}>
          <a href={hrefOf(frame, `${path}${query}`)}>{t(text)}</a>
        </li>
      ))}
    </ul>
  );
}
