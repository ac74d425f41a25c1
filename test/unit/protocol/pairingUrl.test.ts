import assert from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { pairingUrl } from '../../../main/protocol/pairingUrl';
import { makeRelayId } from '../../../main/protocol/relayId';

const addresses = ['https://192.168.1.24:9001/v1/relay', 'https://[fd4c:9a2e::24]:9001/v1/relay'];

test('is one address that any reader of addresses understands', () => {
  const id = makeRelayId();
  expect(
    pairingUrl({ addresses, username: 'household', password: 'hqtm-xwke', fingerprint: 'AB12', id }),
  ).toBe(
    'buckets-relay://pair?v=1&url=https%3A%2F%2F192.168.1.24%3A9001%2Fv1%2Frelay' +
      '&url=https%3A%2F%2F%5Bfd4c%3A9a2e%3A%3A24%5D%3A9001%2Fv1%2Frelay' +
      `&user=household&password=hqtm-xwke&fp=AB12&id=${id}`,
  );
});

const odd = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  // Halves of characters, which no address can carry.
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 20 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom('a b', 'a+b', 'a&b=c', 'a%20b', '#?/:@', 'Zoë 👩‍👧', '\u0000\n', '&fp=00', ' '),
);

test('comes back as it was, whatever is in it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.webUrl(), { maxLength: 6 }),
      odd,
      odd,
      fc.option(odd),
      fc.boolean(),
      (urls, username, password, fp, withId) => {
        const id = withId ? makeRelayId() : undefined;
        const facts = { addresses: urls, username, password, fingerprint: fp ?? undefined, id };
        const url = new URL(pairingUrl(facts));
        assert.deepEqual([url.protocol, url.host], ['buckets-relay:', 'pair']);
        // What is sent of half a character is what stands in its place.
        const whole = (text: string) => Buffer.from(text).toString();
        // In both ways that readers have: as a form, where + is a space, and as plain parts.
        const parts = url.search
          .slice(1)
          .split('&')
          .map((part) => part.split('=').map(decodeURIComponent));
        for (const pairs of [[...url.searchParams], parts]) {
          assert.deepEqual(pairs, [
            ['v', '1'],
            ...urls.slice(0, 3).map((address) => ['url', address]),
            ['user', whole(username)],
            ['password', whole(password)],
            ...(fp === null ? [] : [['fp', whole(fp)]]),
            ...(id === undefined ? [] : [['id', id]]),
          ]);
        }
      },
    ),
    { numRuns: 500 },
  );
});
