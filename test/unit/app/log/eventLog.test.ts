import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createEventLog } from '../../../../main/app/log/eventLog';
import { levelOf } from '../../../../main/app/log/logLevel';
import type { LogEntry, LogEvent } from '../../../../preload/logEntry';
import { withFakeTimers } from '../../../helpers/fakeTimers';

const KEY = 'b2WnAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAr9Ls=';
const delivered = (bytes: number): LogEvent => ({ kind: 'delivered', key: KEY, bytes });
const refused: LogEvent = { kind: 'loginRefused', from: '192.168.1.77', reason: 'wrong' };
const kinds = (entries: readonly LogEntry[]) => entries.map(({ event }) => event.kind);

test('keeps the newest, in order, and numbers them all', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.oneof(fc.constant('add' as const), fc.constant('clear' as const)), { maxLength: 60 }),
      fc.nat(40),
      fc.nat(12),
      (most, story, seq, count) => {
        const log = createEventLog({ most });
        let kept: number[] = [];
        let added = 0;
        for (const step of story) {
          if (step === 'clear') {
            log.clear();
            kept = [];
          } else {
            log.add(delivered(added));
            kept.push(added);
            if (kept.length > most) kept.shift();
            added += 1;
          }
        }
        const seen = log.entries();
        expect(seen.map((entry) => entry.seq)).toEqual(kept);
        expect(seen.map(({ event }) => event)).toEqual(kept.map(delivered));
        expect(log.span()).toEqual({ first: added - kept.length, next: added });
        expect(log.from(seq, count).map((entry) => entry.seq)).toEqual(
          kept.filter((one) => one >= seq).slice(0, count),
        );
      },
    ),
  );
});

test('who listens hears of each entry with its time and level, and of clearing, until it is undone', () => {
  const log = createEventLog({ now: () => 1_000 });
  const heard: (LogEntry | 'cleared')[] = [];
  const undo = [log.subscribe((entry) => heard.push(entry)), log.onClear(() => heard.push('cleared'))];
  log.add(refused);
  log.clear();
  for (const step of undo) step();
  log.add(refused);
  log.clear();
  expect(heard).toEqual([{ seq: 0, at: 1_000, level: 'error', event: refused }, 'cleared']);
});

test('a flood by strangers is told sixty times a minute, and its number when the minute is over', () => {
  withFakeTimers((pass) => {
    let now = 1_795_000_000_000;
    const log = createEventLog({ now: () => now });
    for (let i = 0; i < 1_000; i++) log.add(refused);
    expect(log.entries()).toHaveLength(60);
    now += 60_100;
    pass(60_100);
    expect(log.entries().at(-1)?.event).toEqual({ kind: 'more', count: 940 });
    log.add(refused);
    expect(kinds(log.entries()).slice(-2)).toEqual(['more', 'loginRefused']);
  });
});

test('connections that prove no key do not hide wrong passwords, and devices are always told of', () => {
  withFakeTimers(() => {
    const log = createEventLog({ now: () => 1_795_000_000_000 });
    for (let conn = 0; conn < 200; conn++) {
      log.add({ kind: 'opened', conn, from: '192.168.1.77' });
      log.add({ kind: 'closed', conn, code: 1006 });
    }
    expect(log.entries()).toHaveLength(60);
    log.add(refused);
    log.add({ kind: 'authenticated', conn: 500, key: KEY, from: '192.168.1.40' });
    log.add({ kind: 'malformed', conn: 500, reason: 'unknown kind of message' });
    log.add({ kind: 'closed', conn: 500, code: 4002 });
    expect(kinds(log.entries()).slice(60)).toEqual(['loginRefused', 'authenticated', 'malformed', 'closed']);
  });
});

test('what keeps a device out is an error, and probes are a detail', () => {
  expect(levelOf(refused)).toBe('error');
  expect(levelOf({ kind: 'loginRefused', from: '::1', reason: 'missing' })).toBe('detail');
  expect(levelOf({ kind: 'notAdmitted', conn: 1, key: KEY, from: '::1', why: 'blocked' })).toBe('warning');
  expect(levelOf({ kind: 'linked', keys: [KEY, KEY] })).toBe('info');
});
