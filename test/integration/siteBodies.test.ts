import fc from 'fast-check';
import { expect, head, inChunks, test, withLength } from '../helpers/siteFixture';
import { strictAnswers } from '../helpers/strictHttp';

// Bodies of requests to a relay's site, in raw bytes.

test.describe('a body', () => {
  for (const [name, request] of [
    ['with a length', withLength('address=anna%40example.org&password=x')],
    ['in chunks', inChunks('address=anna%40example.org', '&password=x')],
  ] as const) {
    test(`${name} is the same wherever it is split`, async ({ visited }) => {
      const whole = await visited.raw();
      whole.write(request);
      const expected = (await whole.answer()).body;
      expect(expected).toBe('address=anna%40example.org&password=x');
      for (let at = 1; at < request.length; at++) {
        const socket = await visited.raw();
        socket.write(request.slice(0, at));
        await new Promise(setImmediate);
        socket.write(request.slice(at));
        expect((await socket.answer()).body, `split at ${at}`).toBe(expected);
      }
    });
  }

  test('of any bytes comes whole, in pieces of any size, and what is behind it goes nowhere', async ({
    visited,
  }) => {
    const body = fc.string({ unit: 'binary-ascii', maxLength: 3_000 });
    const behind = fc.constantFrom(
      '',
      'garbage',
      head('/v1/deaf'),
      `GET /versions HTTP/1.1\r\nHost: r\r\n\r\n`,
    );
    await fc.assert(
      fc.asyncProperty(
        body,
        behind,
        fc.boolean(),
        fc.integer({ min: 1, max: 900 }),
        async (text, rest, chunked, size) => {
          const socket = await visited.raw();
          const request = (chunked ? inChunks(...(text.match(/.{1,99}/gs) ?? [])) : withLength(text)) + rest;
          for (let at = 0; at < request.length; at += size) {
            socket.write(request.slice(at, at + size));
            await new Promise(setImmediate);
          }
          const answers = strictAnswers(await socket.rest());
          expect(answers.map(({ status, body: said }) => [status, said.toString('latin1')])).toEqual([
            [200, text],
          ]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('that is none is empty', async ({ visited, site }) => {
    for (const lines of [[], ['Content-Length: 0']]) {
      const socket = await visited.raw();
      socket.write(head('/v1/echo', ...lines));
      expect((await socket.answer()).body).toBe('');
      expect((await site.visits.next()).body).toEqual({ ok: true, value: Buffer.alloc(0) });
    }
  });

  test('of too many bytes is told from its length, before it is sent', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(head('/v1/echo', 'Content-Length: 16385'));
    const answer = await socket.answer();
    expect([answer.status, answer.body]).toEqual([413, 'tooLarge']);
    socket.socket.end();
    expect(await socket.closed).toBe(true);
  });

  test('in chunks of too many bytes is read no further than to where it is too long', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(inChunks('a'.repeat(10_000), 'b'.repeat(10_000)));
    expect((await socket.answer()).status).toBe(413);
  });

  for (const [name, wrong] of [
    ['chunks that are none', 'zz\r\nabc\r\n'],
    ['a chunk of 2^64 bytes', 'ffffffffffffffffff\r\n'],
  ] as const)
    test(`of ${name} is not whole`, async ({ visited }) => {
      const socket = await visited.raw();
      socket.write(head('/v1/echo', 'Transfer-Encoding: chunked') + wrong);
      const answer = await socket.answer();
      expect([answer.status, answer.body]).toEqual([400, 'notWhole']);
    });

  for (const end of ['end', 'reset'] as const)
    test(`that ends early (${end}) is not whole, and nobody waits for an answer`, async ({
      visited,
      site,
    }) => {
      const socket = await visited.raw();
      socket.write(head('/v1/echo', 'Content-Length: 10', 'Expect: 100-continue'));
      expect((await socket.answer()).status).toBe(100);
      socket.write('abc');
      if (end === 'end') socket.socket.end();
      else void socket.reset();
      const { body, signal } = await site.visits.next();
      expect(body).toEqual({ ok: false, error: 'notWhole' });
      expect(signal.aborted).toBe(true);
      await socket.closed;
    });

  test('that comes too slowly is not whole: a login’s time is all there is', async ({ startRelay, site }) => {
    const relay = await startRelay({ site, limits: { loginMs: 300 } });
    const socket = await relay.raw();
    socket.write(head('/v1/echo', 'Content-Length: 1000'));
    const dripping = setInterval(() => socket.write('a'), 20);
    expect((await site.visits.next()).body).toEqual({ ok: false, error: 'notWhole' });
    await socket.closed;
    clearInterval(dripping);
  });

  test('that nobody wanted does not keep its sender from the answer', async ({ visited }) => {
    for (const path of ['/v1/deaf', '/v1/echo']) {
      const socket = await visited.raw();
      socket.write(head(path, 'Content-Length: 900000'));
      socket.write('a'.repeat(900_000));
      expect((await socket.answer()).status).toBe(path === '/v1/deaf' ? 403 : 413);
      socket.socket.end();
      expect(await socket.closed).toBe(true);
    }
  });

  test('without end is not read without end', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(head('/v1/deaf', 'Content-Length: 100000000'));
    socket.write(Buffer.alloc(8 * 1024 * 1024));
    await socket.closed;
  });
});

test.describe('who waits to be told to go on', () => {
  const expecting = (length: number) => head('/v1/echo', `Content-Length: ${length}`, 'Expect: 100-continue');

  test('is told so when the body is wanted', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(expecting(3));
    expect((await socket.answer()).status).toBe(100);
    socket.write('abc');
    expect((await socket.answer()).body).toBe('abc');
  });

  test('and not when it is not', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(expecting(20_000));
    expect((await socket.answer()).status).toBe(413);
  });

  test('and not when it comes already', async ({ visited }) => {
    const socket = await visited.raw();
    socket.write(`${expecting(3)}abc`);
    expect((await socket.answer()).body).toBe('abc');
  });
});
