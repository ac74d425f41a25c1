import { expect, test } from '@playwright/test';
import { createTextLog } from '../../../../main/app/log/textLog';
import { deviceKey } from '../../../../main/protocol/deviceKey';
import type { ConnId } from '../../../../main/protocol/relay';
import type { ServerEvent } from '../../../../main/server/events';

const refused: ServerEvent = { kind: 'loginRefused', from: '192.168.1.77', reason: 'wrong' };
const came: Extract<ServerEvent, { kind: 'authenticated' }> = {
  kind: 'authenticated',
  conn: 1 as ConnId,
  key: deviceKey(Buffer.alloc(32, 1)),
  from: '192.168.1.40',
};

const other: typeof came = {
  kind: 'authenticated',
  conn: 2 as ConnId,
  key: deviceKey(Buffer.alloc(32, 2)),
  from: '192.168.1.41',
};

function setUp() {
  const lines: string[] = [];
  let ms = 1_795_000_000_000;
  const log = createTextLog(
    (line) => lines.push(line),
    () => ms,
  );
  return { lines, log, pass: (more: number) => (ms += more) };
}

test('a line has its time and ends', () => {
  const { lines, log } = setUp();
  log(refused);
  expect(lines).toEqual(['2026-11-18T11:06:40.000Z 192.168.1.77: Turned away: wrong login\n']);
});

test('what strangers cause is written sixty times a minute, and then counted', () => {
  const { lines, log, pass } = setUp();
  for (let i = 0; i < 1_000; i++) log(refused);
  expect(lines).toHaveLength(60);
  pass(60_000);
  log(refused);
  expect(lines).toHaveLength(62);
  expect(lines.at(-2)).toContain('And 940 more like these');
});

test('of what one device does thirty lines a minute are written, and of others all the same', () => {
  const { lines, log, pass } = setUp();
  log(came);
  for (let i = 0; i < 500; i++) {
    log({ kind: 'linked', keys: [came.key, other.key] });
    log({ kind: 'unlinked', keys: [came.key, other.key] });
  }
  expect(lines).toHaveLength(30);
  log(other);
  expect(lines.at(-1)).toContain('Connected from 192.168.1.41');
  pass(60_000);
  log(other);
  expect(lines.at(-2)).toContain('And 971 more like these');
});

test('keys that are made up share a budget, and take none from devices that were here before', () => {
  const { lines, log, pass } = setUp();
  log(came);
  let conn = 1_000;
  const flood = () => {
    for (let i = 0; i < 1_000; i++) {
      const key = deviceKey(Buffer.from(String(conn).padStart(32)));
      log({ kind: 'authenticated', conn: ++conn as ConnId, key, from: '192.168.1.66' });
      log({ kind: 'left', conn: conn as ConnId, key, replaced: false });
      log({ kind: 'closed', conn: conn as ConnId, code: 1000 });
    }
  };
  for (let minute = 0; minute < 3; minute++) {
    const before = lines.length;
    flood();
    expect(lines.length - before).toBeLessThan(100 * 3 + 60 + 10);
    log({ kind: 'linked', keys: [came.key, other.key] });
    expect(lines.at(-1)).toContain('Linked with');
    pass(60_000);
  }
});

test('a device that is gone pays for its last words itself', () => {
  const { lines, log } = setUp();
  log(came);
  for (let i = 0; i < 100; i++) log({ kind: 'malformed', conn: came.conn, reason: 'no comma at the end' });
  expect(lines).toHaveLength(30);
  for (let i = 0; i < 60; i++) log({ kind: 'closed', conn: 77 as ConnId, code: 1006 });
  expect(lines).toHaveLength(90);
});
