import type { AdvertiseProblem } from '../../preload/views';
import type { CommonTexts } from './messages/common';

/** Why devices nearby do not find the relay, as the rest of a sentence. */
export function whyNotAdvertised(
  trouble: AdvertiseProblem,
  { advertiseProblem }: Pick<CommonTexts, 'advertiseProblem'>,
): string {
  switch (trouble.kind) {
    case 'noNetwork':
      return advertiseProblem.noNetwork;
    case 'noFreeName':
      return advertiseProblem.noFreeName(trouble.name);
    case 'noMulticast':
      return advertiseProblem.noMulticast(trouble.code);
  }
}
