import type { AdvertiseTrouble } from '../../preload/views';
import type { common } from './en/common';

/** Why devices nearby do not find the relay, as the rest of a sentence. */
export function whyNotAdvertised(
  trouble: AdvertiseTrouble,
  { advertiseTrouble }: Pick<typeof common, 'advertiseTrouble'>,
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
