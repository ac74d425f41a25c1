import { expect, test } from '@playwright/test';
import { takePassedSocket } from '../../../main/commands/server/passedSocket';

const environment = (count: string, pid = '7') => ({
  LISTEN_FDS: count,
  LISTEN_PID: pid,
  LISTEN_FDNAMES: 'relay',
  HOME: '/root',
});

test('one socket is the third descriptor, and nothing that is started from here hears of it', () => {
  const variables = environment('1');
  expect(takePassedSocket(variables, 7)).toBe(3);
  expect(variables).toEqual({ HOME: '/root' });
});

test('none, or one for another process, is none', () => {
  for (const [count, pid] of [['0'], ['-1'], ['x'], ['1', '8'], ['2', '8'], ['1', '']] as const)
    expect(takePassedSocket(environment(count, pid), 7), count).toBeUndefined();
});

test('several are too many', () => {
  expect(() => takePassedSocket(environment('2'), 7)).toThrow('was passed 2 sockets');
});
