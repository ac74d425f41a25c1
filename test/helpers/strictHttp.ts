/** One whole answer, as RFC 9112 frames it. */
export interface Framed {
  readonly status: number;
  readonly head: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/**
 * Cuts everything that a server said on one connection into answers, and throws on what a strict client would not
 * take: the last answer may have no length only when it says that the connection ends with it.
 */
export function strictAnswers(bytes: Buffer, methods: readonly string[] = []): Framed[] {
  const answers: Framed[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) throw new Error(`half an answer: ${JSON.stringify(rest.toString('latin1'))}`);
    const head = rest.toString('latin1', 0, end);
    const [statusLine = '', ...lines] = head.split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) [\x20-\x7e]*$/.exec(statusLine)?.[1]);
    if (!status) throw new Error(`not a status line: ${JSON.stringify(statusLine)}`);
    const headers = new Map<string, string>();
    for (const line of lines) {
      const [, name = '', value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n]*)$/.exec(line) ?? [];
      if (!name) throw new Error(`not a header: ${JSON.stringify(line)}`);
      if (headers.has(name.toLowerCase())) throw new Error(`${name} twice`);
      headers.set(name.toLowerCase(), value);
    }
    rest = rest.subarray(end + 4);
    const length = headers.get('content-length');
    const bodyless = methods[answers.length] === 'HEAD' || status === 101 || status === 100;
    if (headers.get('transfer-encoding') === 'chunked' && length === undefined) {
      // Node's own refusals come in chunks, of which there are none.
      if (!rest.toString('latin1').startsWith('0\r\n\r\n')) throw new Error('an answer in chunks');
      answers.push({ status, head, headers, body: Buffer.alloc(0) });
      rest = rest.subarray(5);
      continue;
    }
    if (headers.has('transfer-encoding')) throw new Error('an answer with two ends');
    if (!bodyless && length === undefined && !/\bclose\b/i.test(headers.get('connection') ?? ''))
      throw new Error(`an answer without an end: ${head}`);
    const size = bodyless ? 0 : length === undefined ? rest.length : Number(length);
    if (rest.length < size) throw new Error(`${rest.length} of ${size} bytes of a body`);
    answers.push({ status, head, headers, body: rest.subarray(0, size) });
    rest = rest.subarray(size);
  }
  return answers;
}
