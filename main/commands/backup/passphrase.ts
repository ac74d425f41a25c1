import { readFile } from 'node:fs/promises';
import { MIN_PASSPHRASE } from '../../app/backup/sealedBackup';
import { errorCode } from '../../lib/errorCode';
import { askSecretly, hasTerminal } from '../askSecretly';
import { CommandError } from '../commandError';

/** The passphrase that a backup is to be made with; at the terminal it is typed twice. Throws a CommandError. */
export async function newPassphrase(file: string | undefined): Promise<string> {
  const given = await givenPassphrase(file);
  const passphrase = given ?? (await ask('Passphrase for the backup: '));
  if ([...passphrase].length < MIN_PASSPHRASE)
    throw new CommandError(
      `The passphrase has fewer than ${MIN_PASSPHRASE} characters, and is guessed too easily. Choose a longer one; several words are best.`,
    );
  if (given === undefined && (await ask('The same once more: ')) !== passphrase)
    throw new CommandError('The two passphrases are not the same, and nothing was written. Try again.');
  return passphrase;
}

/** The passphrase of a backup that is there. Throws a CommandError. */
export const passphraseOf = async (file: string | undefined): Promise<string> =>
  (await givenPassphrase(file)) ?? ask('Passphrase of the backup: ');

/** What is in the file; where none is named, what the environment says. */
async function givenPassphrase(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return process.env.RELAY_PASSPHRASE;
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new CommandError(
      `The passphrase file ${file} cannot be read (${errorCode(error)}). Check its path and who may read it.`,
    );
  });
  // Editors begin a file with a mark, and end it with a line's end, which belong to no passphrase.
  const passphrase = text.replace(/^\ufeff/, '').replace(/[\r\n]+$/, '');
  if (passphrase !== '' && !/[\p{Cc}\ufffd]/u.test(passphrase)) return passphrase;
  throw new CommandError(`The passphrase file ${file} holds no passphrase: one line of UTF-8 is expected.`);
}

/** Throws a CommandError where nobody answers. */
async function ask(question: string): Promise<string> {
  if (!hasTerminal())
    throw new CommandError(
      'A passphrase is missing, and there is no terminal to ask at: give --passphrase-file, or set RELAY_PASSPHRASE.',
    );
  const answer = await askSecretly(question);
  if (answer === undefined) throw new CommandError('No passphrase was given, and nothing was written.');
  return answer;
}
