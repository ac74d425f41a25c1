import type { Saying } from '../texts';

/** For password managers, which would not know otherwise whose password a form asks for. */
export const Owner = ({ say }: { readonly say: Saying }) => (
  <input type="text" autocomplete="username" value={say.frame.email} hidden readOnly />
);
