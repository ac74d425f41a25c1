import type { Transporter } from 'nodemailer';
import { err, ok, type Result } from '../lib/result';
import { mailDetail } from './mailDetail';
import type { MailProblem, MailTransport } from './mailTransport';
import type { Sender } from './sender';
import { smtpProblem } from './smtpProblem';
import type { SmtpServer } from './smtpServer';

export interface SmtpOptions {
  readonly server: SmtpServer;
  readonly from: Sender;
  /** Certificates (PEM) that are trusted in place of those that Node trusts; for tests. */
  readonly ca?: string;
}

/** Milliseconds until both can talk: a server may take its time before it greets, against those who send spam. */
const CONNECT_MS = 30_000;

/** Milliseconds that it may say nothing for. */
const SILENCE_MS = 60_000;

/** Mails by a mail server of any make, each over a connection of its own. */
export function createSmtpTransport(options: SmtpOptions): MailTransport {
  const { server, from } = options;
  let made: Promise<Transporter> | undefined;
  const transporter = () => {
    made ??= createTransporter(options);
    return made;
  };
  const secrets = server.login ? secretsOf(server.login) : [];
  const told = async <T>(work: () => Promise<T>): Promise<Result<T, MailProblem>> => {
    try {
      return ok(await work());
    } catch (error) {
      const { detail, ...problem } = smtpProblem(error);
      return err({ ...problem, detail: mailDetail(detail, secrets) });
    }
  };

  return {
    send: ({ to, ...content }, signal) =>
      told(async () => {
        // As an object: from a text, nodemailer would read as many addresses as it holds.
        const recipient = { name: '', address: to };
        const { response } = await (await transporter()).sendMail({
          ...content,
          from,
          to: recipient,
          envelope: { from, to: [recipient] },
          headers: { 'Auto-Submitted': 'auto-generated' },
          xMailer: false,
          disableFileAccess: true,
          disableUrlAccess: true,
          signal,
        });
        return mailDetail(String(response), secrets);
      }),
    check: () =>
      told(async () => {
        await (await transporter()).verify();
      }),
  };
}

async function createTransporter({ server, ca }: SmtpOptions): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const { host, port, tls, login } = server;
  return createTransport({
    ...{ host, port },
    secure: tls === 'always',
    requireTLS: tls === 'startTls',
    ignoreTLS: tls === 'none',
    // A login that was asked for is never left out.
    ...(login && { auth: { user: login.user, pass: login.password }, forceAuth: true }),
    connectionTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    ...(ca !== undefined && { tls: { ca } }),
  });
}

/** As they go over the wire, too. */
const secretsOf = ({ user, password }: { readonly user: string; readonly password: string }): string[] => [
  password,
  ...[password, `\0${user}\0${password}`].map((text) => Buffer.from(text).toString('base64')),
];
