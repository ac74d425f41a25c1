import { expect, test } from '@playwright/test';
import { createDesk, linkedPair } from './relayDesk';

// Keys of another length than 32 bytes: devices that nobody has. As with the reference, the connection lives on.

test('to nobody, SendData gets the error of every device that is not connected, the others nothing', () => {
  const desk = linkedPair();
  expect(desk.misaddressed(1, 'sendData')).toEqual(['1 < Generic: No such connection']);
  expect(desk.misaddressed(1, 'connect')).toEqual([]);
  expect(desk.misaddressed(1, 'disconnect')).toEqual([]);
  expect(desk.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
});

test('before the key is proved, they are forbidden like all others', () => {
  const desk = createDesk();
  desk.open(1);
  expect(desk.misaddressed(1, 'sendData')).toEqual(['1 < Generic: Sending forbidden']);
  expect(desk.misaddressed(1, 'connect')).toEqual(['1 < Generic: Connection forbidden']);
  expect(desk.misaddressed(1, 'disconnect')).toEqual([]);
  expect(desk.iam(1, 'a')).toEqual(['1 < authenticated']);
});

test('nobody can prove such a key, and the connection has had its one try', () => {
  const desk = createDesk();
  desk.open(1);
  expect(desk.misaddressed(1, 'iam')).toEqual(['1 < Generic: Invalid signature']);
  expect(desk.iam(1, 'a')).toEqual([expect.stringMatching(/^1 < Generic: /)]);
  expect(desk.misaddressed(1, 'iam')).toEqual([expect.stringMatching(/^1 < Generic: /)]);
});

test('who has proved a key is told so, as with any second Iam', () => {
  const desk = createDesk();
  desk.login('a');
  expect(desk.misaddressed(1, 'iam')).toEqual(desk.iam(1, 'a'));
});
