import type { FailureListener } from '../../../accounts/recurringTask';
import type { MailStore } from '../../../accounts/registration/registrationStores';
import { systemClock } from '../../../lib/clock';
import { composeMail, type MailPlace } from '../../../mail/composeMail';
import { createOutbox, type MailOutcome, type Outbox } from '../../../mail/outbox';
import type { MailSettings } from '../../mail/mailSettings';
import { mailWayOf, transportOf } from '../../mail/mailWay';

export type MailOptions = MailSettings & MailPlace;

/** Hears of what becomes of mails, and of the database where that is written down. */
export interface MailListener extends FailureListener {
  readonly onOutcome?: (outcome: MailOutcome) => void;
}

/** Gets ready to send mails, as the options say. Throws a CommandError. */
export async function openMail(
  options: MailOptions,
  store: Pick<MailStore, 'add' | 'update'>,
  log: (text: string) => void,
  listener: MailListener,
): Promise<Outbox> {
  const way = mailWayOf(options);
  if (way.kind === 'log')
    log(
      'mails to users are written into this log, with the codes in them: neither --smtp-url nor POSTMARK_API_KEY says how to send them',
    );
  const transport = await transportOf(way, log);
  const compose: Parameters<typeof createOutbox>[0]['compose'] = (mail) => composeMail(mail, options);
  return createOutbox({ ...listener, transport, compose, store, clock: systemClock, log });
}
