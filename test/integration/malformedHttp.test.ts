import { Bystanders } from '../helpers/bystanders';
import { expect, type TestRelay, test } from '../helpers/relayFixture';
import { type Framed, strictAnswers } from '../helpers/strictHttp';

// Odd, broken and hostile HTTP in raw bytes: each connection gets well-framed answers or a clean end, and nobody else
// notices.

const GET = 'GET /versions HTTP/1.1\r\nHost: relay\r\n\r\n';

/** Says these bytes, and nothing more; gives all that came back until the relay closed. */
async function say(relay: TestRelay, bytes: Uint8Array | string, methods: readonly string[] = []) {
  const socket = await relay.raw();
  socket.socket.end(bytes);
  return strictAnswers(await socket.rest(), methods);
}

const statuses = (answers: readonly Framed[]) => answers.map(({ status }) => status);

/** What may be said to a request that is wrong: 400, or nothing but a closed connection. */
const REFUSED: readonly (readonly number[])[] = [[400], []];

test.describe('a connection that says', () => {
  const lines = (...all: readonly string[]) => `${all.join('\r\n')}\r\n\r\n`;
  const ODD: readonly [string, string | Buffer, readonly (readonly number[])[]][] = [
    ['nothing', '', [[]]],
    ['an empty line', '\r\n', [[], [400]]],
    ['an empty line before its request', `\r\n${GET}`, [[200]]],
    ['a request, and its end', GET, [[200]]],
    ['half a request, and its end', GET.slice(0, 20), REFUSED],
    [
      'one that wants the connection closed',
      lines('GET /versions HTTP/1.1', 'Host: r', 'Connection: close'),
      [[200]],
    ],
    ['HTTP/1.0', lines('GET /versions HTTP/1.0'), [[200]]],
    ['HTTP/1.0 with keep-alive, twice', lines('GET / HTTP/1.0', 'Connection: keep-alive').repeat(2), [[307]]],
    ['HTTP/1.1 without a host', lines('GET /versions HTTP/1.1'), REFUSED],
    ['two hosts', lines('GET /versions HTTP/1.1', 'Host: a', 'Host: b'), [...REFUSED, [200]]],
    ['HTTP/0.9', 'GET /versions\r\n', REFUSED],
    ['HTTP/2.0 as text', lines('GET /versions HTTP/2.0', 'Host: r'), [...REFUSED, [505], [200]]],
    ['HTTP/9.9', lines('GET /versions HTTP/9.9', 'Host: r'), [...REFUSED, [505]]],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', REFUSED],
    ['three requests in a row', GET.repeat(3), [[200]]],
    ['HEAD, then GET', lines('HEAD /versions HTTP/1.1', 'Host: r') + GET, [[200]]],
    ['bare line feeds', GET.replaceAll('\r\n', '\n'), [...REFUSED, [200]]],
    ['bare carriage returns', GET.replaceAll('\r\n', '\r'), REFUSED],
    ['a space before the colon', lines('GET /versions HTTP/1.1', 'Host : r'), REFUSED],
    [
      'a header folded into two lines',
      lines('GET /versions HTTP/1.1', 'Host: r', 'X: a\r\n b'),
      [...REFUSED, [200]],
    ],
    ['a header without a name', lines('GET /versions HTTP/1.1', ': r'), REFUSED],
    ['a zero in a header', lines('GET /versions HTTP/1.1', 'Host: a\0b'), REFUSED],
    ['a zero in the target', lines('GET /ver\0sions HTTP/1.1', 'Host: r'), REFUSED],
    ['spaces in the target', lines('GET /ver sions HTTP/1.1', 'Host: r'), REFUSED],
    ['no target', lines('GET HTTP/1.1', 'Host: r'), REFUSED],
    ['an unknown method', lines('BREW /versions HTTP/1.1', 'Host: r'), REFUSED],
    ['a method in small letters', lines('get /versions HTTP/1.1', 'Host: r'), REFUSED],
    ['CONNECT', lines('CONNECT evil.example:443 HTTP/1.1', 'Host: evil.example'), [...REFUSED, [404], [405]]],
    ['OPTIONS *', lines('OPTIONS * HTTP/1.1', 'Host: r'), [[404]]],
    [
      'a body in chunks',
      `${lines('POST /versions HTTP/1.1', 'Host: r', 'Transfer-Encoding: chunked')}3\r\nabc\r\n0\r\n\r\n${GET}`,
      [[405]],
    ],
    [
      'chunks that are none',
      `${lines('POST /versions HTTP/1.1', 'Host: r', 'Transfer-Encoding: chunked')}zz\r\nabc\r\n`,
      [[405], [400]],
    ],
    [
      'a chunk of 2^64 bytes',
      `${lines('POST /versions HTTP/1.1', 'Host: r', 'Transfer-Encoding: chunked')}ffffffffffffffffff\r\n`,
      [[405], [400]],
    ],
    ['a negative length', lines('POST /versions HTTP/1.1', 'Host: r', 'Content-Length: -1'), REFUSED],
    [
      'a length that is no number',
      lines('POST /versions HTTP/1.1', 'Host: r', 'Content-Length: 0x10'),
      REFUSED,
    ],
    [
      'a length beyond all numbers',
      lines('POST /versions HTTP/1.1', 'Host: r', `Content-Length: ${'9'.repeat(30)}`),
      REFUSED,
    ],
    [
      'two lengths',
      `${lines('POST /versions HTTP/1.1', 'Host: r', 'Content-Length: 3', 'Content-Length: 4')}abc`,
      REFUSED,
    ],
    [
      'an expectation',
      `${lines('POST /versions HTTP/1.1', 'Host: r', 'Content-Length: 3', 'Expect: 100-continue')}abc`,
      [[100, 405], [405]],
    ],
    [
      'an expectation that nobody knows',
      `${lines('GET /versions HTTP/1.1', 'Host: r', 'Expect: miracles')}`,
      [[200]],
    ],
    ['the hello of TLS', Buffer.from('16030100c8010000c403034d1e', 'hex'), REFUSED],
    ['SSH', 'SSH-2.0-OpenSSH_9.6\r\n', REFUSED],
    ['zeros', Buffer.alloc(1_000), REFUSED],
    ['all bytes there are', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)), REFUSED],
    ['a websocket frame without a handshake', Buffer.from('82850000000030313233', 'hex'), REFUSED],
  ];
  for (const [name, bytes, allowed] of ODD) {
    test(`${name}`, async ({ relay }) => {
      const others = await Bystanders.at(relay);
      const answers = await say(relay, bytes, name.startsWith('HEAD') ? ['HEAD'] : []);
      expect(allowed).toContainEqual(statuses(answers));
      await others.exchange();
    });
  }
});

test.describe('what could smuggle a second request past a proxy', () => {
  const inner = 'GET /v1/ HTTP/1.1\r\nHost: relay\r\n\r\n';
  const SMUGGLED: readonly [string, readonly string[]][] = [
    ['a length and chunks', [`Content-Length: ${5 + inner.length}`, 'Transfer-Encoding: chunked']],
    ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 4']],
    ['chunks that are not the last coding', ['Transfer-Encoding: chunked, identity']],
    ['chunks in another spelling', ['Transfer-Encoding: xchunked', 'Content-Length: 5']],
    ['chunks twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity']],
    ['a length with a sign', ['Content-Length: +5']],
    ['a list of lengths', ['Content-Length: 5, 6']],
  ];
  for (const [name, headers] of SMUGGLED) {
    test(`${name} is refused, and the connection with it`, async ({ relay }) => {
      const request = ['POST /versions HTTP/1.1', 'Host: relay', ...headers, '', ''].join('\r\n');
      const answers = await say(relay, `${request}0\r\n\r\n${inner}`);
      // Whatever it says: what is hidden in the body is not answered.
      expect(answers.map(({ status }) => status)).not.toContain(200);
      expect(answers.at(-1)?.status ?? 400).toBe(400);
    });
  }
});

test.describe('every answer', () => {
  for (const request of [
    GET,
    GET.replace('/versions', '/'),
    GET.replace('/versions', '/v1/'),
    GET.replace('/versions', '/nothing'),
    'nonsense\r\n\r\n',
    GET.replace('GET', 'POST'),
  ]) {
    test(`tells nothing about what serves it: ${JSON.stringify(request.slice(0, 16))}`, async ({ relay }) => {
      for (const { headers, head } of await say(relay, request)) {
        for (const name of ['server', 'x-powered-by', 'via', 'set-cookie', 'access-control-allow-origin'])
          expect(headers.has(name), name).toBe(false);
        expect(head.toLowerCase()).not.toContain('node');
      }
    });
  }

  test('the page may load nothing, be framed by nobody and be taken for nothing else', async ({ relay }) => {
    const [page] = await say(relay, GET.replace('/versions', '/v1/'));
    const policy = page?.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script|\*|https?:/);
    expect(page?.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page?.body.toString()).not.toMatch(/<script|\bon\w+=|https?:\/\//i);
  });

  test('is the same whatever the Host says, and repeats none of it', async ({ relay }) => {
    const plain = await say(relay, GET.replace('/versions', '/'));
    const evil = await say(relay, GET.replace('/versions', '/').replace('relay', 'evil.example'));
    expect(evil[0]?.headers.get('location')).toBe('v1/');
    expect(plain[0]?.body).toEqual(evil[0]?.body);
  });

  test('to a target with a line end in it has none of its own', async ({ relay }) => {
    const answers = await say(relay, GET.replace('/versions', '/%0d%0aSet-Cookie:%20a=b'));
    expect(statuses(answers)).toEqual([404]);
    expect(answers[0]?.head).not.toMatch(/set-cookie/i);
  });
});

test.describe('large and many', () => {
  test('a long body that nobody wanted does not have to be sent before the answer comes', async ({
    relay,
  }) => {
    const socket = await relay.raw();
    socket.request('POST /v1/ HTTP/1.1', 'Host: relay', 'Content-Length: 1000000000');
    expect((await socket.answer()).status).toBe(405);
    socket.write(Buffer.alloc(1_000_000));
    await socket.end();
    expect(statuses(await say(relay, GET))).toEqual([200]);
  });

  test('of a hundred requests at once the first is answered, and no other', async ({ relay }) => {
    expect(statuses(await say(relay, GET.repeat(100)))).toEqual([200]);
  });

  test('a thousand headers are answered, with or without being understood', async ({ relay }) => {
    const many = Array.from({ length: 1_000 }, (_, i) => `X${i}: 1`);
    const answers = await say(relay, ['GET /versions HTTP/1.1', 'Host: r', ...many, '', ''].join('\r\n'));
    expect([[200], [431], [400]]).toContainEqual(statuses(answers));
  });

  test('a thousand connections that are opened and cut at once leave nothing behind', async ({ relay }) => {
    for (let round = 0; round < 10; round++) {
      const sockets = await Promise.all(Array.from({ length: 100 }, () => relay.raw()));
      for (const [index, socket] of sockets.entries()) {
        if (index % 3 === 0) socket.write(GET.slice(0, index));
        await (index % 2 === 0 ? socket.reset() : socket.end());
      }
    }
    expect(statuses(await say(relay, GET))).toEqual([200]);
  });
});

test('a request that expects what is not given has its connection to itself, like any other', async ({
  relay,
}) => {
  const socket = await relay.raw();
  socket.write('POST /versions HTTP/1.1\r\nHost: r\r\nExpect: miracles\r\nContent-Length: 3\r\n\r\nabc');
  const answer = await socket.answer();
  expect([answer.status, answer.headers.get('connection')]).toEqual([405, 'close']);
  await socket.closed;
});
