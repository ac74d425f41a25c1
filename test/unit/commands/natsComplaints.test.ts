import { expect, test } from '@playwright/test';
import { createComplaints } from '../../../main/commands/server/cluster/natsComplaints';

const forbidden = (subject: string) => `Permissions Violation for Publish to "${subject}"`;
const MINUTE_MS = 60_000;

function told() {
  const lines: string[] = [];
  let time = 0;
  const complain = createComplaints(
    (line) => lines.push(line),
    () => time,
  );
  return { lines, complain, pass: (ms: number) => (time += ms) };
}

test('what is forbidden is told once a minute, whichever device or node it is about', () => {
  const { lines, complain, pass } = told();
  const all = () => {
    for (const id of ['0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210'])
      complain(forbidden(`relay.devices.device.${id}`));
    complain(forbidden('relay.devices.nodes'));
  };
  all();
  pass(MINUTE_MS - 1);
  all();
  const once = [forbidden('relay.devices.device.*'), forbidden('relay.devices.nodes')];
  expect(lines).toEqual(once);
  pass(1);
  all();
  expect(lines).toEqual([...once, ...once]);
});

test('whatever it says, no minute has many lines', () => {
  const { lines, complain } = told();
  for (let number = 0; number < 1_000; number++) complain(`something else: ${number}`);
  expect(lines.length).toBeLessThan(50);
});
