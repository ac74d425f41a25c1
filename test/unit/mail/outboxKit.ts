import { test as base } from '@playwright/test';
import type { AccountMail } from '../../../main/accounts/registration/accountMail';
import { newCode } from '../../../main/accounts/registration/code';
import type { Email } from '../../../main/accounts/user';
import { err, ok, type Result } from '../../../main/lib/result';
import { composeMail } from '../../../main/mail/composeMail';
import type { MailProblem, MailTransport, OutgoingMail } from '../../../main/mail/mailTransport';
import { createOutbox, type Outbox } from '../../../main/mail/outbox';
import { ManualClock } from '../../helpers/manualClock';
import { MemoryMails } from '../../helpers/memoryMails';
import { Log } from '../../helpers/queue';

// An outbox with a mail server that answers when it is told to, on a clock moved by hand.

type Answer = Result<string, MailProblem>;

interface Try {
  readonly mail: OutgoingMail;
  readonly signal: AbortSignal;
  readonly answer: (answer: Answer) => void;
}

interface Kit {
  clock: ManualClock;
  store: MemoryMails;
  /** What the mail server was asked to take. */
  tries: Log<Try>;
  lines: string[];
  outcomes: string[];
  storeFaults: string[];
  outbox: Outbox;
}

export const test = base.extend<Kit>({
  // biome-ignore-start lint/correctness/noEmptyPattern: the first argument has to be a pattern
  clock: async ({}, use) => use(new ManualClock()),
  store: async ({}, use) => use(new MemoryMails()),
  tries: async ({}, use) => use(new Log()),
  lines: async ({}, use) => use([]),
  outcomes: async ({}, use) => use([]),
  storeFaults: async ({}, use) => use([]),
  // biome-ignore-end lint/correctness/noEmptyPattern: the first argument has to be a pattern
  outbox: async ({ clock, store, tries, lines, outcomes, storeFaults }, use) => {
    const transport: MailTransport = {
      send: (mail, signal) =>
        new Promise((answer) => {
          signal.addEventListener('abort', () => answer(TIMED_OUT), { once: true });
          tries.add({ mail, signal, answer });
        }),
      check: async () => ok(undefined),
    };
    await use(
      createOutbox({
        ...{ transport, store, clock },
        compose: (mail) => composeMail(mail, {}),
        log: (text) => void lines.push(text),
        onOutcome: (outcome) => void outcomes.push(outcome),
        onFailure: (error) => void storeFaults.push(String(error)),
        onRecovered: () => void storeFaults.push('recovered'),
      }),
    );
  },
});

const TIMED_OUT = err({ kind: 'temporary', trouble: 'timedOut', detail: '' } as const);
export const LATER = err({ kind: 'temporary', trouble: 'refused', detail: '451 Try again later' } as const);
export const NEVER = err({
  kind: 'permanent',
  trouble: 'recipientRefused',
  detail: '550 No such user',
} as const);

export const code = newCode();
export const mailTo = (to: string): AccountMail => ({ kind: 'reset', to: to as Email, language: 'en', code });

export const MINUTE = 60_000;

/** Lets promises that can go on do so. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

export const nth = async (tries: Log<Try>, n: number): Promise<Try> => {
  const one = (await tries.untilCount(n, () => true)).at(-1);
  if (!one) throw new Error('no try');
  return one;
};
