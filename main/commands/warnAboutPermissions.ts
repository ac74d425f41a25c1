import { restrictToOwner } from '../lib/privateFile';

/**
 * Closes a file with a secret to the other users of this computer where it is ours, and says through `log` when it was
 * open to them, with what is `wise` then, or still is.
 */
export function warnAboutPermissions(path: string, wise: string, log: (text: string) => void): void {
  const privacy = restrictToOwner(path);
  if (privacy === 'made private') log(`Other users of this computer could read ${path} until now: ${wise}`);
  if (privacy === 'open to others')
    log(`Other users of this computer can read ${path}: its owner should say chmod 600`);
}
