import type { SystemProblem } from '../../preload/views';
import type { Texts } from './createTexts';

/** Why the system did not do its part, in a sentence. */
export function systemProblem(trouble: SystemProblem, { problems }: Pick<Texts, 'problems'>): string {
  const say = problems.autostart;
  switch (trouble.kind) {
    case 'cannotWrite':
    case 'cannotRemove':
      return say[trouble.kind](trouble.path, trouble.code);
    case 'notAccepted':
    case 'noApp':
      return say[trouble.kind];
    case 'firewall':
      return problems.firewall(trouble.code);
  }
}
