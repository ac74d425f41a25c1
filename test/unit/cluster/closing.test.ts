import { expect, test } from '@playwright/test';
import { hex, stage } from './stage';

test.describe('who closes is answered when what it sent', () => {
  function linked() {
    const { one, two, login, settle, ...more } = stage();
    const [a, b] = [login(one, 'a'), login(two, 'b')];
    settle();
    a.ask('connect', 'b');
    b.ask('connect', 'a');
    settle();
    let isPassedOn = false;
    const close = () =>
      one.relay.whenPassedOn(a.device.conn, () => {
        isPassedOn = true;
      });
    return { ...more, one, two, a, b, settle, login, close, isPassedOn: () => isPassedOn };
  }

  test('has come to the other one', () => {
    const { a, b, close, until, isPassedOn } = linked();
    a.send('b', 'last');
    expect(close()).toBe(true);
    until(isPassedOn);
    expect(b.heard.slice(-1)).toEqual([`data a ${hex('last')}`]);
  });

  test('has come to one with whom it was about to be linked', () => {
    const { one, two, login, settle, until } = stage();
    const [b, a] = [login(two, 'a'), login(one, 'b')];
    b.ask('connect', 'b');
    settle();
    let isPassedOn = false;
    a.ask('connect', 'a');
    a.send('a', 'last');
    expect(one.relay.whenPassedOn(a.device.conn, () => (isPassedOn = true))).toBe(true);
    until(() => isPassedOn);
    expect(a.heard.slice(-1)).toEqual(['connected a']);
    expect(b.heard.slice(-1)).toEqual([`data b ${hex('last')}`]);
  });

  test('waits for a link that does not come to be, until that is known', () => {
    const { one, login, clock, settle } = stage();
    const a = login(one, 'a');
    let isPassedOn = false;
    a.ask('connect', 'b');
    a.send('b', 'last');
    expect(one.relay.whenPassedOn(a.device.conn, () => (isPassedOn = true))).toBe(true);
    settle();
    expect(isPassedOn).toBe(false);
    clock.pass(1_000);
    expect(isPassedOn).toBe(true);
  });

  test('cannot come, and it has heard that the other one is gone', () => {
    const { a, b, close, until, isPassedOn } = linked();
    b.go();
    a.send('b', 'last');
    expect(close()).toBe(true);
    until(isPassedOn);
    expect(a.heard).toContain('disconnected b');
  });

  test('cannot come, since the other one’s node is no more', () => {
    const { two, a, close, clock, settle, isPassedOn } = linked();
    two.stop(false);
    a.send('b', 'last');
    expect(close()).toBe(true);
    settle();
    expect(isPassedOn()).toBe(false);
    clock.pass(10_000);
    expect(isPassedOn()).toBe(true);
    expect(a.heard).toContain('disconnected b');
  });

  test('went to nobody elsewhere: at once', () => {
    const { one, login } = stage();
    const [a, b] = [login(one, 'a'), login(one, 'b')];
    a.ask('connect', 'b');
    b.ask('connect', 'a');
    expect(one.relay.whenPassedOn(a.device.conn, () => undefined)).toBe(false);
  });
});
