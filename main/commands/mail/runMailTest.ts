import type { Command } from 'commander';
import { composeTestMail } from '../../mail/composeMail';
import { mailAddressOf } from '../../mail/mailAddress';
import { createFormats } from '../../texts';
import { english } from '../../texts/english';
import { CommandError } from '../commandError';
import { readServerOptions } from '../server/readServerOptions';
import { print } from '../terminal';
import { type MailSettings, mailSettingOptions } from './mailSettings';
import { mailWayOf, serverName, transportOf } from './mailWay';

/** Milliseconds that the mail server is given. */
const PATIENCE_MS = 60_000;

/** Sends a mail, and says what the server answered. Throws a CommandError that says what is to be done. */
export async function runMailTest(address: string, command: Command): Promise<void> {
  const to = mailAddressOf(address.trim());
  if (!to) throw new CommandError(`${address} is no e-mail address.`);
  const way = mailWayOf(await settingsOf(command));
  if (way.kind === 'log')
    throw new CommandError(
      'There is nothing to try: neither --smtp-url nor POSTMARK_API_KEY says how mails are sent, so they are written into the relay’s log.',
    );
  const transport = await transportOf(way, () => {});
  const server = serverName(way);
  const sent = await transport.send({ ...composeTestMail(), to }, AbortSignal.timeout(PATIENCE_MS));
  if (sent.ok) return print(`${server} has taken the mail to ${to}: ${sent.value}`);
  const { trouble, detail } = sent.error;
  const finding = { kind: 'mailFails', server, trouble, detail } as const;
  throw new CommandError(english.doctor.text(finding, createFormats('en', 'en-GB')));
}

/** What the command line says counts before the environment, and that before the config file. */
async function settingsOf(command: Command): Promise<MailSettings> {
  const told = command.opts<MailSettings & { readonly config?: string }>();
  const said = mailSettingOptions()
    .map((option) => option.attributeName())
    .filter((name) => command.getOptionValueSource(name) === 'cli')
    .map((name) => [name, command.getOptionValue(name)]);
  return { ...(await readServerOptions(told.config)).opts<MailSettings>(), ...Object.fromEntries(said) };
}
