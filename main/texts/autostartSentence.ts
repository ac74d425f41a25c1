import type { AutostartTrouble } from '../../preload/views';
import type { Texts } from './en';

/** Why the system does not start the app at login as a person wants it, in a sentence. */
export function autostartSentence(trouble: AutostartTrouble, { problems }: Pick<Texts, 'problems'>): string {
  const say = problems.autostart;
  switch (trouble.kind) {
    case 'cannotWrite':
    case 'cannotRemove':
      return say[trouble.kind](trouble.path, trouble.code);
    case 'notAccepted':
    case 'noApp':
      return say[trouble.kind];
  }
}
