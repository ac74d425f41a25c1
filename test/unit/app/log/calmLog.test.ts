import { expect, test } from '@playwright/test';
import { createCalmLog } from '../../../../main/app/log/calmLog';
import { deviceKey } from '../../../../main/protocol/deviceKey';
import type { ConnId } from '../../../../main/protocol/relay';
import type { ServerEvent } from '../../../../main/server/events';

const refused: ServerEvent = { kind: 'loginRefused', from: '192.168.1.77', reason: 'wrong' };
const came: ServerEvent = {
  kind: 'authenticated',
  conn: 1 as ConnId,
  key: deviceKey(Buffer.alloc(32, 1)),
  from: '192.168.1.40',
};

function setUp() {
  const lines: string[] = [];
  let ms = 1_795_000_000_000;
  const log = createCalmLog(
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

test('what devices do is always written', () => {
  const { lines, log } = setUp();
  for (let i = 0; i < 200; i++) log(refused);
  for (let i = 0; i < 200; i++) log(came);
  expect(lines.filter((line) => line.includes('Connected from 192.168.1.40'))).toHaveLength(200);
});
