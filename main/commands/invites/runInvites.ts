import type { Command } from 'commander';
import { DAY_MS } from '../../accounts/day';
import { newInviteCode } from '../../accounts/registration/inviteCode';
import type { Invite } from '../../accounts/registration/registrationStores';
import { inviteDigest } from '../../accounts/registration/typedCode';
import { printable } from '../../texts/printable';
import { databaseOf } from '../accounts/databaseOption';
import { withStore } from '../accounts/withStore';
import { CommandError } from '../commandError';
import { print, printJson, printStatus } from '../terminal';

interface InviteOptions {
  readonly uses: number;
  readonly days: number;
  readonly note: string;
}

/** Makes one and gives its code, which is nowhere to be had after that. Throws a CommandError, as all of these. */
export async function makeInvite({ uses, days, note }: InviteOptions, command: Command): Promise<void> {
  const code = newInviteCode();
  const expires = Date.now() + days * DAY_MS;
  await withStore(databaseOf(command), { create: false }, ({ invites }) =>
    invites.add({ digest: inviteDigest(code), expires, uses, note }),
  );
  print(code);
  printStatus(`It works ${worksText({ uses, expires })}, and is not shown again.`);
}

export async function listInvites({ json }: { readonly json?: boolean }, command: Command): Promise<void> {
  const all = await withStore(databaseOf(command), { create: false }, ({ invites }) => invites.list());
  if (json) return printJson(all.map(listed));
  if (all.length === 0) return print('There are no invites that work.');
  for (const invite of all)
    print(`${numberOf(invite)}  ${worksText(invite)}${invite.note && `  ${printable(invite.note)}`}`);
}

export async function takeBackInvite(name: string, command: Command): Promise<void> {
  await withStore(databaseOf(command), { create: false }, async ({ invites }) => {
    const [found, another] = (await invites.list()).filter((invite) => isNamed(invite, name.trim()));
    if (another)
      throw new CommandError(
        `There are several invites “${printable(name)}”. Name one by its number, as “invites” shows it.`,
      );
    // The one that is found can be gone meanwhile.
    if (!found || !(await invites.remove(found.digest)))
      throw new CommandError(`There is no invite “${printable(name)}”. “invites” lists those that work.`);
  });
  print('Invite taken back');
}

/** Of the digits of its digest so many tell an invite from others, and nothing of its code. */
const NUMBER_DIGITS = 8;

/** With fewer of them, a slip would be somebody else's invite. */
const LEAST_DIGITS = 4;

const numberOf = ({ digest }: Pick<Invite, 'digest'>): string => digest.slice(0, NUMBER_DIGITS);

const isNamed = ({ digest, note }: Invite, name: string): boolean =>
  (name !== '' && note === name) || (name.length >= LEAST_DIGITS && digest.startsWith(name.toLowerCase()));

const worksText = ({ uses, expires }: Pick<Invite, 'uses' | 'expires'>): string =>
  `for ${uses === 1 ? '1 account' : `${uses} accounts`} until ${new Date(expires).toISOString().slice(0, 10)}`;

const listed = (invite: Invite) => ({
  number: numberOf(invite),
  note: invite.note,
  uses: invite.uses,
  created: new Date(invite.created).toISOString(),
  expires: new Date(invite.expires).toISOString(),
});
