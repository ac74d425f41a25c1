// @ts-check
// One run: every experiment on every subject in every round, in turn, so that whatever else the machine does in the
// meantime hits all of them alike.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endAll, startGenerator, startNothing, startSubject } from './processes.mjs';
import { experiments, quick, thorough } from './rows.mjs';
import { summarize } from './statistics.mjs';

/**
 * @typedef {import('./peer.mjs').Target['kind']} Kind
 * @typedef {import('./loads.mjs').Figures} Figures
 * @typedef {import('./statistics.mjs').Summary} Summary
 */

/** What one round found. @typedef {Partial<Record<Kind, Figures>>} Round */

/** @type {readonly Kind[]} */
export const kinds = ['relay', 'ws', 'tcp'];

/**
 * One line of the table.
 * @typedef {object} Line
 * @property {string} title
 * @property {number} digits
 * @property {Record<Kind, Summary | undefined>} values
 * @property {Record<Exclude<Kind, 'relay'>, Summary | undefined>} ratios the relay's value by the baseline's, of the same round
 * @property {Record<Kind, Summary | undefined>} generatorShare CPU seconds of the load generator in a second
 */

/**
 * @typedef {object} Outcome
 * @property {Line[]} lines
 * @property {number} seconds
 */

/**
 * @param {{ quick: boolean, onProgress: (text: string) => void }} options
 * @returns {Promise<Outcome>}
 */
export const bench = async (options) => {
  try {
    return await rounds(options.quick ? quick : thorough, options.onProgress);
  } finally {
    await endAll();
  }
};

/** Another one first in each round: what the load's own process has to get used to is not always the same one's. @param {number} round */
const rotated = (round) =>
  kinds.map((_, index) => /** @type {Kind} */ (kinds[(index + round) % kinds.length]));

/** @param {import('./rows.mjs').Plan} plan @param {(text: string) => void} onProgress @returns {Promise<Outcome>} */
const rounds = async (plan, onProgress) => {
  const started = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'buckets-relay-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const tlsOptions = ['--tls', 'self-signed', '--tls-directory', folder];
  const all = experiments(plan);
  const generator = startGenerator();
  const subjects = {
    relay: await startSubject('relay'),
    ws: await startSubject('ws'),
    tcp: await startSubject('tcp'),
  };

  const overTls = {
    relay: await startSubject('relay', tlsOptions),
    tcp: await startSubject('tcp', tlsOptions),
  };

  /** @param {import('./rows.mjs').Experiment} experiment @param {Kind} kind @returns {Promise<Figures | undefined>} */
  const once = async ({ job, fresh, tls }, kind) => {
    if (tls && job !== 'start') return kind === 'ws' ? undefined : generator.measure(overTls[kind], job);
    if (!fresh) return job === 'start' ? undefined : generator.measure(subjects[kind], job);
    if (job === 'start' && kind !== 'relay') {
      // What there is to beat is Node itself, in one of the two columns.
      return kind === 'tcp' ? { startMilliseconds: await startNothing() } : undefined;
    }
    const subject = await startSubject(kind);
    try {
      if (job === 'start') return { startMilliseconds: subject.startMilliseconds };
      return await generator.measure(subject, job);
    } finally {
      await subject.stop();
    }
  };

  // All alike, until V8 has made fast what is used: a relay runs for weeks, and a round lasts for a third of a second.
  for (let round = 1; round <= plan.warmUps; round++) {
    onProgress(`warming up, ${round} of ${plan.warmUps}`);
    for (const experiment of all.filter(({ fresh }) => !fresh)) {
      for (const kind of kinds) await once(experiment, kind);
    }
  }
  const begin = performance.now();

  /** @type {Map<import('./rows.mjs').Experiment, Round[]>} */
  const found = new Map(all.map((experiment) => [experiment, []]));

  /** @param {import('./rows.mjs').Experiment[]} some @param {number} most @param {number} untilMs */
  const repeat = async (some, most, untilMs) => {
    let lastTook = 0;
    for (let round = 1; round <= most; round++) {
      const start = performance.now();
      if (round > 1 && start - begin + lastTook > untilMs) return;
      onProgress(`round ${round} of at most ${most}`);
      for (const experiment of some) {
        /** @type {Round} */
        const figures = {};
        for (const kind of rotated(round)) {
          const one = await once(experiment, kind);
          if (one) figures[kind] = one;
        }
        found.get(experiment)?.push(figures);
      }
      lastTook = performance.now() - start;
    }
  };
  await repeat(
    all.filter(({ long }) => !long),
    plan.rounds,
    plan.untilMs,
  );
  onProgress('what takes longest: many idle connections');
  await repeat(
    all.filter(({ long }) => long),
    plan.longRounds,
    plan.longUntilMs,
  );

  const lines = [...found].flatMap(([{ rows }, figures]) => rows.map((row) => lineOf(row, figures)));
  return { lines, seconds: (performance.now() - started) / 1000 };
};

/** @param {import('./rows.mjs').Row} row @param {Round[]} found @returns {Line} */
const lineOf = ({ title, digits, value }, found) => {
  /** @param {(round: Round) => number | undefined} one */
  const summary = (one) => {
    const values = found.map(one).filter((number) => number !== undefined);
    return values.length > 0 ? summarize(values) : undefined;
  };
  /** @param {Kind} kind */
  const spreadOf = (kind) => summary((round) => round[kind] && value(round[kind]));
  /** @param {Kind} kind */
  const ratioTo = (kind) =>
    summary((round) => (round.relay && round[kind] ? value(round.relay) / value(round[kind]) : undefined));
  /** @param {Kind} kind */
  const shareOf = (kind) => summary((round) => round[kind]?.generatorShare);
  return {
    title,
    digits,
    values: { relay: spreadOf('relay'), ws: spreadOf('ws'), tcp: spreadOf('tcp') },
    ratios: { ws: ratioTo('ws'), tcp: ratioTo('tcp') },
    generatorShare: { relay: shareOf('relay'), ws: shareOf('ws'), tcp: shareOf('tcp') },
  };
};
