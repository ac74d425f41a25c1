import fc from 'fast-check';
import type { RegistrationProblem } from '../../main/accounts/registration/registrationTypes';
import { expect, test } from '../helpers/authSocketFixture';
import { Bystanders } from '../helpers/bystanders';

// What deployed pages say on /v1/auth, and what they are answered, byte for byte.

const EMAIL = 'anna@example.org';

test.describe('a command', () => {
  const COMMANDS: readonly [string, string, readonly unknown[], string][] = [
    [
      `{"id":1,"command":"register","args":{"email":"${EMAIL}","password":"x"}}`,
      '{"id":1,"response":true}',
      ['register', { email: EMAIL, password: 'x' }],
      'register',
    ],
    [
      `{"id":2,"command":"register","args":{"email":"${EMAIL}","password":"x","invite":"AB-12","more":1}}`,
      '{"id":2,"response":true}',
      ['register', { email: EMAIL, password: 'x', invite: 'AB-12' }],
      'register with an invitation',
    ],
    [
      `{"id":3,"command":"sendVerify","args":{"email":"${EMAIL}"}}`,
      '{"id":3,"response":true}',
      ['sendVerification', EMAIL],
      'sendVerify',
    ],
    [
      `{"id":4,"command":"verify","args":{"email":"${EMAIL}","code":"C0DE"}}`,
      '{"id":4,"response":true}',
      ['verify', EMAIL, 'C0DE'],
      'verify, of one who is verified then',
    ],
    [
      '{"id":5,"command":"verify","args":{"email":"bea@example.org","code":"wrong"}}',
      '{"id":5,"response":false}',
      ['verify', 'bea@example.org', 'wrong'],
      'verify, of one who is not',
    ],
    [
      `{"id":6,"command":"resetPassword","args":{"email":"${EMAIL}"}}`,
      '{"id":6}',
      ['sendReset', EMAIL],
      'resetPassword',
    ],
    [
      '{"id":7,"command":"updatePassword","args":{"token":"C0DE","new_password":"pässword"}}',
      '{"id":7}',
      ['resetPassword', 'C0DE', 'pässword'],
      'updatePassword',
    ],
  ];
  for (const [message, answer, asked, name] of COMMANDS)
    test(`${name} is understood in text and in binary messages`, async ({ auth }) => {
      const client = await auth.client();
      expect(await client.ask(message)).toBe(answer);
      expect(await client.ask(Buffer.from(message))).toBe(answer);
      expect(auth.registration.asked).toEqual([asked, asked]);
    });

  const WRONG: readonly [string, string][] = [
    ['{"id":1,"command":"nope","args":{}}', '{"id":1,"error":"Unknown command"}'],
    ['{"id":1,"command":"constructor","args":{}}', '{"id":1,"error":"Unknown command"}'],
    ['{"id":1,"command":"__proto__","args":{}}', '{"id":1,"error":"Unknown command"}'],
    ['{"id":1,"command":"Register","args":{}}', '{"id":1,"error":"Unknown command"}'],
    ['{"id":1,"command":5,"args":{}}', '{"id":1,"error":"Unknown command"}'],
    ['{"id":1,"command":null,"args":null}', '{"id":1,"error":"Unknown command"}'],
    ['{"command":"nope","args":{}}', '{"error":"Unknown command"}'],
    ['{"id":1,"command":"register"}', '{"id":1,"error":"Unexpected error"}'],
    ['{"id":1,"args":{}}', '{"id":1,"error":"Unexpected error"}'],
    ['{"id":1}', '{"id":1,"error":"Unexpected error"}'],
    ['{"id":1,"command":"register","args":{}}', '{"id":1,"error":"Unexpected error"}'],
    ['{"id":1,"command":"register","args":[]}', '{"id":1,"error":"Unexpected error"}'],
    ['{"id":1,"command":"register","args":"x"}', '{"id":1,"error":"Unexpected error"}'],
    [
      '{"id":1,"command":"register","args":{"email":1,"password":"x"}}',
      '{"id":1,"error":"Unexpected error"}',
    ],
    ['{"id":1,"command":"register","args":{"email":"a@b"}}', '{"id":1,"error":"Unexpected error"}'],
    [
      '{"id":1,"command":"register","args":{"email":"a@b","password":"x","invite":5}}',
      '{"id":1,"error":"Unexpected error"}',
    ],
    ['{"id":1,"command":"verify","args":{"email":"a@b","code":123}}', '{"id":1,"error":"Unexpected error"}'],
    ['{"id":1,"command":"updatePassword","args":{"token":"x"}}', '{"id":1,"error":"Unexpected error"}'],
    ['[]', '{"error":"Unexpected error"}'],
    ['5', '{"error":"Unexpected error"}'],
    ['"register"', '{"error":"Unexpected error"}'],
    ['null', '{"error":"Unexpected error"}'],
    ['{}', '{"error":"Unexpected error"}'],
    ['{', '{"error":"Unexpected error"}'],
    ['', '{"error":"Unexpected error"}'],
    ['{"id":1}{"id":2}', '{"error":"Unexpected error"}'],
  ];
  test('that is none is told so, and the socket lives on', async ({ auth }) => {
    const client = await auth.client();
    for (const [message, answer] of WRONG) {
      expect(await client.ask(message), message).toBe(answer);
      expect(await client.ask(Buffer.from(message)), `binary ${message}`).toBe(answer);
    }
    expect(await client.ask(Buffer.from([0x7b, 0xff, 0x7d]))).toBe('{"error":"Unexpected error"}');
    expect(auth.registration.asked).toEqual([]);
  });

  const PROBLEMS: readonly [RegistrationProblem, string | RegExp][] = [
    [{ kind: 'exists' }, 'Account already exists'],
    [{ kind: 'notFound' }, 'Not found'],
    [{ kind: 'mailFailed' }, 'Failed to send email'],
    [{ kind: 'notAnAddress' }, /e-mail address/],
    [{ kind: 'passwordLength' }, /1,024/],
    [{ kind: 'closed' }, /no new accounts/],
    [{ kind: 'inviteNeeded' }, /invite code/],
    [{ kind: 'domainRefused' }, /domain/],
    [{ kind: 'throttled', ms: 1_001 }, /in 2 seconds/],
    [{ kind: 'busy', ms: 1 }, /in 1 second\./],
    [{ kind: 'storeFailed' }, 'Unexpected error'],
    [{ kind: 'gone' }, 'Unexpected error'],
  ];
  for (const [problem, text] of PROBLEMS)
    test(`that was not done says why: ${problem.kind}`, async ({ auth }) => {
      const client = await auth.client();
      for (const command of [
        `"register","args":{"email":"${EMAIL}","password":"x"}`,
        '"updatePassword","args":{"token":"x","new_password":"y"}',
      ]) {
        auth.registration.outcomes.push(problem);
        const answer: unknown = JSON.parse(await client.ask(`{"id":1,"command":${command}}`));
        const error = typeof text === 'string' ? text : expect.stringMatching(text);
        expect(answer).toEqual({ id: 1, error });
      }
    });

  test('that meets a fault of ours is told nothing of it, and it is told to us', async ({ auth }) => {
    const client = await auth.client();
    auth.registration.outcomes.push(new Error('the cause'));
    const message = `{"id":9,"command":"sendVerify","args":{"email":"${EMAIL}"}}`;
    expect(await client.ask(message)).toBe('{"id":9,"error":"Unexpected error"}');
    expect(auth.faults).toEqual([new Error('the cause')]);
    expect(await client.ask(message)).toBe('{"id":9,"response":true}');
  });
});

test('a deployed page’s calls, with ids from 1 up, reading `error` first and then `response`', async ({
  auth,
}) => {
  const client = await auth.client({ Origin: `http://127.0.0.1:${auth.port}` });
  let id = 0;
  const call = async (command: string, args: unknown): Promise<unknown> => {
    id += 1;
    client.say({ id, command, args });
    const answer = JSON.parse(await client.answers.next());
    expect(answer.id).toBe(id);
    if (answer.error) throw new Error(answer.error);
    return answer.response;
  };
  expect(await call('register', { email: EMAIL, password: 'x' })).toBe(true);
  expect(await call('sendVerify', { email: EMAIL })).toBe(true);
  expect(await call('verify', { email: EMAIL, code: 'C0DE' })).toBe(true);
  expect(await call('resetPassword', { email: EMAIL })).toBeUndefined();
  expect(await call('updatePassword', { token: 'C0DE', new_password: 'y' })).toBeUndefined();
  auth.registration.outcomes.push({ kind: 'exists' });
  await expect(call('register', { email: EMAIL, password: 'x' })).rejects.toThrow('Account already exists');
});

test('an id of any kind comes back as it came', async ({ auth }) => {
  const client = await auth.client();
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.boolean(), async (value, isKnown) => {
      const [id, args] = [JSON.stringify(value), `{"email":"${EMAIL}"}`];
      const message = `{"id":${id},"command":"${isKnown ? 'sendVerify' : 'nope'}","args":${args}}`;
      const rest = isKnown ? '"response":true' : '"error":"Unknown command"';
      expect(await client.ask(message)).toBe(`{"id":${JSON.stringify(JSON.parse(id))},${rest}}`);
    }),
  );
  for (const id of ['1e400', '12345678901234567890', '{"__proto__":{"a":1}}', `"${'x'.repeat(15_000)}"`])
    expect(await client.ask(`{"id":${id},"command":"nope","args":{}}`)).toBe(
      `{"id":${JSON.stringify(JSON.parse(id))},"error":"Unknown command"}`,
    );
});

test('whatever is said has exactly one answer, and the socket lives on', async ({ auth }) => {
  const others = await Bystanders.at(auth);
  const client = await auth.client();
  const commands = fc.constantFrom(
    'register',
    'sendVerify',
    'verify',
    'resetPassword',
    'updatePassword',
    'nope',
  );
  const nearly = fc.record(
    {
      id: fc.jsonValue(),
      command: fc.oneof(commands, fc.jsonValue()),
      args: fc.oneof(
        fc.dictionary(fc.constantFrom('email', 'password', 'code', 'token', 'new_password'), fc.jsonValue()),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  );
  const message = fc.oneof(
    fc.json(),
    nearly.map((one) => JSON.stringify(one)),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(message, fc.boolean(), async (text, binary) => {
      const answer: unknown = JSON.parse(await client.ask(Buffer.from(text), binary));
      expect(Object.keys(Object(answer)).filter((key) => !['id', 'response', 'error'].includes(key))).toEqual(
        [],
      );
      // One that is known comes next: no other answer was on its way.
      expect(await client.ask('{"id":"last","command":"nope","args":{}}')).toBe(
        '{"id":"last","error":"Unknown command"}',
      );
    }),
    { numRuns: 300 },
  );
  await others.exchange();
});

test('text that is no UTF-8 ends that socket alone (1007), as a message of more than 16 KiB does (1009)', async ({
  auth,
}) => {
  const [one, two, three] = [await auth.client(), await auth.client(), await auth.client()];
  one.websocket.send(Buffer.from([0xff]), { binary: false });
  expect((await one.closed).code).toBe(1007);
  two.websocket.send('x'.repeat(16 * 1024 + 1));
  expect((await two.closed).code).toBe(1009);
  expect(await three.ask('x'.repeat(16 * 1024))).toBe('{"error":"Unexpected error"}');
});

test('nested as deeply as there is room for', async ({ auth }) => {
  const client = await auth.client();
  for (const depth of [100, 1_000, 8_000]) {
    const id = '['.repeat(depth) + ']'.repeat(depth);
    const answer = await client.ask(`{"id":${id},"command":"nope","args":{}}`);
    expect(['Unknown command', 'Unexpected error']).toContain(JSON.parse(answer).error);
  }
});
