import { err, ok } from '../../lib/result';
import type { Email, User } from '../user';
import type { SendMail } from './accountMail';
import { CODE_MS, type Code, type CodeKind, newCode, secretDigest } from './code';
import type { CodeStore } from './registrationStores';
import type { Registered } from './registrationTypes';
import type { Language } from './visitor';

/** Codes on their way to whoever reads the mails of an address. */
export interface MailedCodes {
  /** A new one for the user, that is stored as its digest; undefined where the user is gone, or has left `to`, where it will be mailed. */
  make(user: User, kind: CodeKind, to: Email): Promise<Code | undefined>;
  /** Hands the mail over. Never rejects. */
  mail(code: Code, kind: CodeKind, to: Email, language: Language): ReturnType<SendMail>;
  /** Both, for somebody who is told what came of it. */
  tell(user: User, kind: CodeKind, to: Email, language: Language): Promise<Registered>;
}

/** `now` gives milliseconds since 1970. */
export function createMailedCodes(
  codes: Pick<CodeStore, 'add'>,
  send: SendMail,
  now: () => number,
): MailedCodes {
  const make: MailedCodes['make'] = async (user, kind, to) => {
    const code = newCode();
    const isAdded = await codes.add({
      ...{ user: user.id, kind, digest: secretDigest(code), expires: now() + CODE_MS, email: to },
    });
    return isAdded ? code : undefined;
  };

  const mail: MailedCodes['mail'] = (code, kind, to, language) =>
    send({ kind: kind === 'address' ? 'newAddress' : kind, to, language, code });

  return {
    make,
    mail,
    async tell(user, kind, to, language) {
      const code = await make(user, kind, to);
      if (code === undefined) return err({ kind: 'notFound' });
      const outcome = await mail(code, kind, to, language);
      return outcome === 'failed' ? err({ kind: 'mailFailed' }) : ok(undefined);
    },
  };
}
