import type { AdvertiseTrouble } from '../../preload/views';
import type { CommonTexts } from './messages/common';

/** Why devices nearby do not find the relay, as the rest of a sentence. */
export function whyNotAdvertised(
  trouble: AdvertiseTrouble,
  { advertiseTrouble }: Pick<CommonTexts, 'advertiseTrouble'>,
): string {
  switch (trouble.kind) {
    case 'noNetwork':
      return advertiseTrouble.noNetwork;
    case 'noFreeName':
      return advertiseTrouble.noFreeName(trouble.name);
    case 'noMulticast':
      return advertiseTrouble.noMulticast(trouble.code);
  }
}
