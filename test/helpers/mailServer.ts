import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { Queue } from './queue';

// A mail server that keeps what it takes, for tests to look at.

export interface ReceivedMail extends ParsedMail {
  /** As the commands told it, whatever the headers say. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** Who had logged in. */
  readonly user: string | undefined;
  readonly secure: boolean;
  readonly raw: string;
  /** The line that is a code, and nothing else. */
  readonly code: string | undefined;
}

export interface MailServerOptions {
  /** In TLS from the start, or by STARTTLS; none of it where it is left out. */
  readonly tls?: 'always' | 'startTls';
  /** PEM. */
  readonly pair?: { readonly cert: string; readonly key: string };
  /** Who may log in, and then has to. */
  readonly login?: { readonly user: string; readonly password: string };
  /** What it answers a command with in place of taking it, as `[550, 'No such user']`; asked each time. */
  readonly refuse?: (command: 'auth' | 'mail' | 'rcpt' | 'data', argument: string) => Refusal | undefined;
  /** Called when a mail is whole, which is taken once it resolves. */
  readonly onData?: () => Promise<void>;
}

export type Refusal = readonly [code: number, text: string];

export interface MailServer {
  readonly port: number;
  /** As `RELAY_SMTP_URL`. */
  readonly url: string;
  /** The next mail to an address that nobody has asked for yet, be it there already or to come. */
  next(address: string): Promise<ReceivedMail>;
  /** Every mail, the oldest first. */
  readonly all: readonly ReceivedMail[];
  /** For good: connections end at once. */
  close(): Promise<void>;
}

export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { tls, pair, login } = options;
  const boxes = new Map<string, Queue<ReceivedMail>>();
  const all: ReceivedMail[] = [];
  const boxOf = (address: string): Queue<ReceivedMail> => {
    const box = boxes.get(address) ?? new Queue<ReceivedMail>();
    boxes.set(address, box);
    return box;
  };
  const server = new SMTPServer({
    ...handlers(options, (mail) => {
      all.push(mail);
      for (const to of mail.envelope.to) boxOf(to).push(mail);
    }),
    ...pair,
    secure: tls === 'always',
    disabledCommands: [...(tls === 'startTls' ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 1,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const who = login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@` : '';
  return {
    port,
    url: `${tls === 'always' ? 'smtps' : 'smtp'}://${who}localhost:${port}${tls === 'startTls' ? '?tls=required' : ''}`,
    next: (address) => boxOf(address).next(),
    all,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function handlers(
  { login, refuse = () => undefined, onData = async () => {} }: MailServerOptions,
  onMail: (mail: ReceivedMail) => void,
): SMTPServerOptions {
  const refusal = (command: Parameters<typeof refuse>[0], argument: string): Error | undefined => {
    const found = refuse(command, argument);
    return found && Object.assign(new Error(found[1]), { responseCode: found[0] });
  };
  return {
    onAuth({ username = '', password }, _session, done) {
      const refused = refusal('auth', username);
      if (refused) return done(refused);
      if (username === login?.user && password === login.password) return done(null, { user: username });
      return done(Object.assign(new Error('5.7.8 Wrong user name or password'), { responseCode: 535 }));
    },
    onMailFrom: ({ address }, _session, done) => done(refusal('mail', address)),
    onRcptTo: ({ address }, _session, done) => done(refusal('rcpt', address)),
    onData(stream, { envelope, user, secure }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        await onData();
        const raw = Buffer.concat(chunks);
        const refused = refusal('data', raw.toString());
        if (refused) return done(refused);
        const to = envelope.rcptTo.map(({ address }) => address);
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        const parsed = await simpleParser(raw);
        const code = /^[0-9A-F]{32}$/m.exec(parsed.text ?? '')?.[0];
        onMail({
          ...parsed,
          ...{ envelope: { from, to }, user: user === undefined ? undefined : String(user), secure },
          ...{ raw: raw.toString(), code },
        });
        return done(null, 'taken as 4711');
      });
    },
  };
}
