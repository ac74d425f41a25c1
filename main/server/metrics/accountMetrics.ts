import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** How a login of a relay with many users went. */
export type AccountLoginOutcome = keyof typeof OUTCOMES;

/** What keeps the accounts' database from being used. */
export type DatabaseProblem = keyof typeof PROBLEMS;

/** What became of a try to send a mail. */
export type MailOutcome = keyof typeof MAILS;

/** Told what happens at the accounts of a relay with many users. */
export interface AccountObserver {
  onLogin(outcome: AccountLoginOutcome): void;
  onHashed(ms: number): void;
  onOperation(operation: DatabaseOperation): void;
  onMail(outcome: MailOutcome): void;
}

export interface DatabaseOperation {
  readonly mode: 'read' | 'write';
  readonly ms: number;
  readonly problem: DatabaseProblem | undefined;
}

/** What the accounts of a relay with many users know about themselves. */
export interface AccountFigures {
  /** As they were counted last. */
  users(): { readonly all: number; readonly blocked: number } | undefined;
  readonly hashes: { readonly working: number; readonly waiting: number };
  /** Of writes that failed, and bytes that were lost. */
  readonly traffic: { readonly failures: number; readonly lost: number };
  readonly changes: { readonly failures: number };
  readonly mails: { readonly waiting: number };
  /** From now on `observer` is told. Resolves when users have been counted. */
  observe(observer: AccountObserver): Promise<void>;
}

// Values of labels are chosen here alone.

const OUTCOMES = {
  'let in': 'let_in',
  remembered: 'remembered',
  wrong: 'wrong',
  unknown: 'unknown',
  unverified: 'not_verified',
  blocked: 'blocked',
  'licence refused': 'licence_refused',
  throttled: 'throttled',
  busy: 'busy',
  gone: 'gone',
  storeFailed: 'database_failed',
} as const;

const MAILS = { sent: 'sent', retried: 'retried', failed: 'failed' } as const;

const PROBLEMS = {
  busy: 'busy',
  full: 'full',
  readOnly: 'read_only',
  unreachable: 'unreachable',
  notADatabase: 'not_a_database',
  newerVersion: 'newer_version',
  corrupt: 'corrupt',
  missing: 'missing',
} as const;

/** Seconds: one hash takes some 15 ms, and a slow computer's a tenth of a second. */
const HASH_BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.25, 1];

/** Seconds: a look takes less than a millisecond, and a lock is waited for for five seconds. */
const OPERATION_BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.5, 5];

/** Registers what a relay with many users tells; what comes back is to be told what happens. */
export function createAccountMetrics(registry: Registry, figures: AccountFigures): AccountObserver {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number | undefined) =>
    new Gauge({
      name: `buckets_relay_${name}`,
      help,
      registers,
      collect() {
        const value = read();
        // What is not known is not told, rather than as zero.
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  const total = (name: string, help: string, read: () => number) =>
    new Counter({
      name: `buckets_relay_${name}_total`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });

  gauge('users', 'Users that there are.', () => figures.users()?.all);
  gauge('users_blocked', 'Users that are blocked.', () => figures.users()?.blocked);
  gauge('password_hashes_running', 'Passwords that are hashed just now.', () => figures.hashes.working);
  gauge('password_hashes_waiting', 'Passwords that wait to be hashed.', () => figures.hashes.waiting);
  gauge('mails_waiting', 'Mails that are not sent yet.', () => figures.mails.waiting);
  total(
    'traffic_write_failures',
    'Times that traffic could not be written down.',
    () => figures.traffic.failures,
  );
  total('traffic_lost_bytes', 'Bytes of traffic that were never written down.', () => figures.traffic.lost);
  total(
    'user_change_failures',
    'Times that changes to users could not be looked up.',
    () => figures.changes.failures,
  );

  const logins = labelled(
    registry,
    'account_logins',
    'Logins of users, by how they went.',
    'outcome',
    OUTCOMES,
  );
  const mails = labelled(registry, 'mails', 'Tries to send a mail, by what became of it.', 'outcome', MAILS);
  const failures = labelled(
    registry,
    'database_failures',
    'What the database did not do.',
    'problem',
    PROBLEMS,
  );
  const hashed = new Histogram({
    name: 'buckets_relay_password_hash_seconds',
    help: 'Time that hashing a password took, without its wait.',
    buckets: HASH_BUCKETS,
    registers,
  });
  const operations = new Histogram({
    name: 'buckets_relay_database_operation_seconds',
    help: 'Time that an operation of the database took, with its wait.',
    labelNames: ['mode'],
    buckets: OPERATION_BUCKETS,
    registers,
  });
  for (const mode of ['read', 'write']) operations.zero({ mode });

  return {
    onLogin: (outcome) => logins(outcome),
    onMail: (outcome) => mails(outcome),
    onHashed: (ms) => hashed.observe(ms / 1_000),
    onOperation({ mode, ms, problem }) {
      operations.observe({ mode }, ms / 1_000);
      if (problem !== undefined) failures(problem);
    },
  };
}

/** Every series is there from the start, so that the first increase is seen as one. */
function labelled<K extends string>(
  registry: Registry,
  name: string,
  help: string,
  label: string,
  values: Readonly<Record<K, string>>,
): (value: K) => void {
  const counter = new Counter({
    name: `buckets_relay_${name}_total`,
    help,
    labelNames: [label],
    registers: [registry],
  });
  for (const value of Object.values<string>(values)) counter.inc({ [label]: value }, 0);
  return (value) => counter.inc({ [label]: values[value] });
}
