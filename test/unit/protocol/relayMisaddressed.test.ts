import { expect, test } from '@playwright/test';
import { createDesk, linkedPair } from './relayTestKit';

// Keys of another length than 32 bytes: devices that nobody has. As with the reference, the connection lives on.

test('to nobody, SendData gets the error of every device that is not connected, the others nothing', () => {
  const newApp = linkedPair();
  expect(newApp.misaddressed(1, 'sendData')).toEqual(['1 < Generic: No such connection']);
  expect(newApp.misaddressed(1, 'connect')).toEqual([]);
  expect(newApp.misaddressed(1, 'disconnect')).toEqual([]);
  expect(newApp.send(1, 'b', 'hi')).toEqual(['2 < data a 6869']);
});

test('before the key is proved, they are forbidden like all others', () => {
  const newApp = createDesk();
  newApp.open(1);
  expect(newApp.misaddressed(1, 'sendData')).toEqual(['1 < Generic: Sending forbidden']);
  expect(newApp.misaddressed(1, 'connect')).toEqual(['1 < Generic: Connection forbidden']);
  expect(newApp.misaddressed(1, 'disconnect')).toEqual([]);
  expect(newApp.iam(1, 'a')).toEqual(['1 < authenticated']);
});

test('nobody can prove such a key, and the connection has had its one try', () => {
  const newApp = createDesk();
  newApp.open(1);
  expect(newApp.misaddressed(1, 'iam')).toEqual(['1 < Generic: Invalid signature']);
  expect(newApp.iam(1, 'a')).toEqual([expect.stringMatching(/^1 < Generic: /)]);
  expect(newApp.misaddressed(1, 'iam')).toEqual([expect.stringMatching(/^1 < Generic: /)]);
});

test('who has proved a key is told so, as with any second Iam', () => {
  const newApp = createDesk();
  newApp.login('a');
  expect(newApp.misaddressed(1, 'iam')).toEqual(newApp.iam(1, 'a'));
});
