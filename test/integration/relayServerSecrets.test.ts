import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { createFormats, eventSentence, textsFor } from '../../main/texts';
import { basic, makeKeys, upgradeRequest } from '../helpers/rawDevice';
import { message } from '../helpers/rawWire';
import { expect, test } from '../helpers/relayFixture';

// PROTOCOL section 6: no password, challenge, signature, Authorization header or payload in what the relay says.

test('nothing secret is in the events of a busy run, in no encoding, nor in the log made of them', async ({
  startRelay,
}) => {
  const credentials = { username: 'household', password: 'päss:wörd-1234567890' };
  const wrong = 'wr0ng-guess-of-a-stranger';
  const relay = await startRelay({ credentials });
  const secrets: Record<string, Buffer> = {
    password: Buffer.from(credentials.password),
    'wrong password': Buffer.from(wrong),
    'user and password': Buffer.from(`${credentials.username}:${credentials.password}`),
    'user and wrong password': Buffer.from(`${credentials.username}:${wrong}`),
  };
  const keep = (name: string, bytes: Buffer) => {
    secrets[name] = Buffer.from(bytes);
    return bytes;
  };

  const refused = await relay.raw();
  refused.request(...upgradeRequest('/v1/relay', `Authorization: ${basic(credentials.username, wrong)}`));
  await refused.answer('upgrade');
  const unreadable = await relay.raw();
  unreadable.request(...upgradeRequest('/v1/relay?token=query-secret-77', `Authorization: Digest ${wrong}`));
  await unreadable.answer('upgrade');
  secrets.query = Buffer.from('query-secret-77');

  // A device that logs in, one with a bad signature, and one that is replaced.
  const keys = makeKeys();
  const a = await relay.stranger();
  const iam = a.iam(keep('challenge', await a.challenge()));
  keep('signature', signatureOf(iam));
  a.send(iam);
  const b = await relay.device({ keys });
  const bad = await relay.stranger();
  const badIam = bad.iam(randomBytes(32));
  keep('unused challenge', await bad.challenge());
  keep('bad signature', signatureOf(badIam));
  bad.send(badIam);
  await bad.next();

  a.connect(b);
  b.connect(a);
  await relay.events.until(({ kind }) => kind === 'linked');
  a.data(b, keep('payload', Buffer.from('the household owes the baker 12.34')));
  b.data(a, keep('binary payload', randomBytes(64)));
  a.send(message('z', keep('unknown message', randomBytes(24))));
  await a.closed;
  await relay.device({ keys });
  bad.send(keep('nonsense', Buffer.from('nonsense that looks like a secret')));
  await bad.closed;
  await relay.stranger().then((device) => device.raw.reset());
  await relay.server.stop();

  const kinds = new Set(relay.events.all.map(({ kind }) => kind));
  for (const kind of ['loginRefused', 'opened', 'authenticated', 'signatureRefused', 'linked', 'unlinked'])
    expect(kinds).toContain(kind);
  for (const kind of ['left', 'malformed', 'closed']) expect(kinds).toContain(kind);

  const speech = { t: textsFor('en'), f: createFormats('en', 'en'), nameOf: () => undefined };
  const texts = [
    JSON.stringify(relay.events.all),
    inspect(relay.events.all, { depth: null, maxArrayLength: null, showHidden: true }),
    relay.events.all.map((event) => eventSentence(event, speech)).join('\n'),
  ].map((text) => text.toLowerCase());
  for (const [name, secret] of Object.entries(secrets))
    for (const form of forms(secret))
      for (const text of texts) expect(text.includes(form), `${name} as ${form}`).toBe(false);
});

/** `<outer>:i64:<signature>,32:<key>,,` */
const signatureOf = (iam: Buffer) => iam.subarray(iam.indexOf('i64:') + 4).subarray(0, 64);

/** The ways in which bytes get into a text, in lower case; a part is as bad as the whole. */
function forms(secret: Buffer): string[] {
  const part = secret.subarray(0, 12);
  return [
    secret.toString('utf8'),
    secret.toString('latin1'),
    secret.toString('base64').replace(/=+$/, ''),
    secret.toString('base64url'),
    secret.toString('hex'),
    part.toString('base64').replace(/=+$/, ''),
    part.toString('hex'),
    part.toString('hex').match(/../g)?.join(' ') ?? '',
    [...part].join(','),
    [...part].join(', '),
    encodeURIComponent(secret.toString('latin1')),
    JSON.stringify(secret.toString('utf8')).slice(1, -1),
  ].map((form) => form.toLowerCase());
}
