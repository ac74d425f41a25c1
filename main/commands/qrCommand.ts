import { type Command, Option } from 'commander';
import { fingerprintOption, relayIdOption } from './deviceOptions';
import { withExamples } from './examples';

export function addQrCommand(program: Command): void {
  const command = program
    .command('qr')
    .description('Show what a device needs to connect as a code to be scanned. It holds the password.')
    .argument('<url...>', "the relay's addresses, http(s)://HOST:PORT/v1/relay, the best first; up to three")
    .addOption(new Option('--username <name>', "the relay's user name").env('RELAY_USERNAME'))
    .addOption(new Option('--password <password>', 'its password').env('RELAY_PASSWORD'))
    .addOption(
      new Option('--password-file <file>', 'file with the password alone').env('RELAY_PASSWORD_FILE'),
    )
    .addOption(
      new Option('--account <file>', 'in their place, the file with both that `server` keeps').env(
        'RELAY_ACCOUNT',
      ),
    )
    .addOption(fingerprintOption("the SHA-256 fingerprint of the relay's certificate, which devices pin"))
    .addOption(relayIdOption("the relay's identity, by which devices find it again"))
    .addOption(
      new Option('--output <file>', 'write a picture: .png or .svg; for you alone to read').conflicts('text'),
    )
    .option('--text', 'print the text of the code')
    .action(async (urls, options, command) => (await import('./runQr')).runQr(urls, options, command));
  withExamples(command, [
    'buckets-relay qr http://192.168.1.24:9001/v1/relay --account relay-account.json',
    'buckets-relay qr http://192.168.1.24:9001/v1/relay --username household --password-file password.txt --output code.svg',
    'buckets-relay qr http://192.168.1.24:9001/v1/relay --account relay-account.json --text',
  ]);
}
