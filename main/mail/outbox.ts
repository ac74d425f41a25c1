import { createFairQueue } from '../accounts/passwords/fairQueue';
import type { FailureListener } from '../accounts/recurringTask';
import type { AccountMail, SendMail } from '../accounts/registration/accountMail';
import { CODE_MS } from '../accounts/registration/code';
import type { MailStore } from '../accounts/registration/registrationStores';
import type { Clock } from '../lib/clock';
import type { Dispose } from '../lib/observable';
import { err, type Result } from '../lib/result';
import { mailAddressOf } from './mailAddress';
import { withoutParts, withoutSecrets } from './mailDetail';
import { mailProblemText } from './mailProblemText';
import { createMailRecords, type MailNote } from './mailRecords';
import type { MailContent, MailProblem, MailTransport } from './mailTransport';

/** What became of one try to send a mail. */
export type MailOutcome = 'sent' | 'retried' | 'failed';

/** As a listener it hears of the database, into which the state of each mail is written. */
export interface OutboxOptions extends FailureListener {
  readonly transport: MailTransport;
  readonly compose: (mail: AccountMail) => MailContent;
  readonly store: Pick<MailStore, 'add' | 'update'>;
  readonly clock: Clock;
  readonly log: (text: string) => void;
  readonly onOutcome?: (outcome: MailOutcome) => void;
}

/** Mails on their way. */
export interface Outbox {
  readonly send: SendMail;
  /** How many are not sent yet. */
  readonly waiting: number;
  /** For good: gives those that are being sent a few seconds, and the others up. */
  stop(): Promise<void>;
}

/** Connections at once: mail servers turn away who has many. */
const AT_ONCE = 5;

/** Mails that are not sent yet, in all. */
export const MOST_WAITING = 1_000;

/** Milliseconds that whoever asked for a mail waits for the answer. */
const ANSWER_MS = 10_000;

/** Milliseconds for one try. */
const TRY_MS = 90_000;

/** Milliseconds from a try that failed to the next one, as long as the mail is of use then. */
const RETRY_MS = [10_000, 60_000, 5 * 60_000, 15 * 60_000, 30 * 60_000];

/** Milliseconds that a stop waits for what is being sent. */
const STOP_MS = 5_000;

interface Letter {
  readonly mail: AccountMail;
  /** From then on what it says is of no use, in milliseconds since 1970. */
  readonly expires: number;
  readonly note: MailNote;
  /** Aborted once it is given up. */
  readonly abort: AbortController;
  readonly answer: (outcome: 'sent' | 'waiting' | 'failed') => void;
  tries: number;
  isBeingSent: boolean;
  /** Takes back that it is tried again. */
  undo: Dispose;
}

/** Sends mails, the first time at once, and tries those again that a server could not take yet. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { transport, compose, store, clock, log, onOutcome } = options;
  const letters = new Set<Letter>();
  const queue = createFairQueue(AT_ONCE, MOST_WAITING);
  const records = createMailRecords(store, clock, options);
  let isFull = false;
  let isFailing = false;
  let stopped: Promise<void> | undefined;
  let onSent = () => {};

  const send: SendMail = (mail) =>
    new Promise((resolve) => {
      if (stopped || letters.size >= MOST_WAITING) {
        refuse(mail);
        return resolve('failed');
      }
      isFull = false;
      const late = clock.after(ANSWER_MS, () => resolve('waiting'));
      const letter: Letter = {
        ...{ mail, note: records.begin(mail), expires: clock.now() + CODE_MS, abort: new AbortController() },
        answer(outcome) {
          late();
          resolve(outcome);
        },
        ...{ tries: 0, isBeingSent: false, undo: () => {} },
      };
      letters.add(letter);
      void attempt(letter);
    });

  /** What is told once, and not written down: there may be many of them. */
  function refuse({ kind }: AccountMail): void {
    if (!isFull && !stopped) log(`a mail (${kind}) was not sent: ${MOST_WAITING} wait already`);
    isFull = true;
    onOutcome?.('failed');
  }

  async function attempt(letter: Letter): Promise<void> {
    const asker = { lane: letter.mail.to, signal: letter.abort.signal };
    const done = await queue.run(asker, () => deliver(letter));
    // Or else it was given up meanwhile.
    if (!done.ok || !letters.has(letter)) return;
    if (done.value.ok) succeed(letter);
    else tryAgainLater(letter, done.value.error);
    onSent();
  }

  async function deliver(letter: Letter): Promise<Result<string, MailProblem>> {
    const { mail, expires, abort } = letter;
    if (clock.now() >= expires)
      return err({ kind: 'permanent', trouble: 'timedOut', detail: 'what it says is no longer true' });
    const to = mailAddressOf(mail.to);
    if (!to)
      return err({ kind: 'permanent', trouble: 'recipientRefused', detail: 'mails cannot be sent there' });
    letter.tries += 1;
    letter.isBeingSent = true;
    const time = new AbortController();
    const undo = clock.after(TRY_MS, () => time.abort());
    const sent = await transport.send({ ...compose(mail), to }, AbortSignal.any([abort.signal, time.signal]));
    undo();
    letter.isBeingSent = false;
    return sent;
  }

  function succeed(letter: Letter): void {
    if (isFailing) log('mails are sent again');
    isFailing = false;
    letters.delete(letter);
    letter.note.tell('sent', letter.tries);
    onOutcome?.('sent');
    letter.answer('sent');
  }

  function tryAgainLater(letter: Letter, problem: MailProblem): void {
    const ms = RETRY_MS[letter.tries - 1];
    const isUseful = ms !== undefined && !stopped && clock.now() + ms < letter.expires;
    if (problem.kind === 'permanent' || !isUseful) {
      fail(letter, problem);
      return;
    }
    if (!isFailing)
      log(`a mail (${letter.mail.kind}) is not sent yet, and tried again: ${said(letter, problem)}`);
    isFailing = true;
    letter.note.tell('waiting', letter.tries, withoutCode(letter, mailProblemText(problem)));
    onOutcome?.('retried');
    letter.answer('waiting');
    letter.undo = clock.after(ms, () => void attempt(letter));
  }

  function fail(letter: Letter, problem: MailProblem): void {
    log(`a mail (${letter.mail.kind}) was not sent: ${said(letter, problem)}`);
    end(letter, withoutCode(letter, mailProblemText(problem)));
  }

  function end(letter: Letter, problem: string): void {
    letters.delete(letter);
    letter.undo();
    letter.abort.abort();
    letter.note.tell('failed', letter.tries, problem);
    onOutcome?.('failed');
    letter.answer('failed');
  }

  function giveUp(those: readonly Letter[]): number {
    for (const letter of those) end(letter, 'the relay was stopped');
    return those.length;
  }

  async function stop(): Promise<void> {
    const isOver = time(STOP_MS);
    let given = giveUp([...letters].filter(({ isBeingSent }) => !isBeingSent));
    const allSent = new Promise<void>((resolve) => {
      onSent = () => letters.size === 0 && resolve();
      onSent();
    });
    await Promise.race([allSent, isOver.promise]);
    given += giveUp([...letters]);
    await Promise.race([records.settled(), isOver.promise]);
    isOver.undo();
    if (given > 0) log(`mails that were not sent yet, and are given up: ${given}`);
  }

  const time = (ms: number) => {
    let undo: Dispose = () => {};
    const promise = new Promise<void>((resolve) => {
      undo = clock.after(ms, resolve);
    });
    return { promise, undo };
  };

  return {
    send,
    get waiting() {
      return letters.size;
    },
    stop: () => {
      stopped ??= Promise.resolve().then(stop);
      return stopped;
    },
  };
}

/** For the log, which has no addresses of people either. */
const said = (letter: Letter, problem: MailProblem): string =>
  withoutSecrets(withoutCode(letter, mailProblemText(problem)), [
    letter.mail.to,
    mailAddressOf(letter.mail.to) ?? '',
  ]);

const withoutCode = ({ mail }: Letter, text: string): string =>
  'code' in mail ? withoutParts(text, mail.code) : text;
