import { X509Certificate } from 'node:crypto';
import type { RelayBackup } from '../../app/backup/relayBackup';
import type { BackupProblem } from '../../app/backup/sealedBackup';
import { fingerprintLines, fingerprintOf } from '../../lib/fingerprint';
import { unreachable } from '../../lib/unreachable';
import { printable } from '../../texts/printable';

/** Why the backup in `path` cannot be used, and what to do. */
export function backupProblemMessage(path: string, problem: BackupProblem): string {
  switch (problem) {
    case 'wrong passphrase or damaged':
      return 'The passphrase is wrong, or the file is damaged. Try again, or take another copy of it.';
    case 'from a newer version':
      return `${path} is from a newer version of this program. Use that, or make the backup with this one.`;
    case 'not readable':
      return `${path} is no backup that “buckets-relay export” made. Name the file that it wrote.`;
    default:
      return unreachable(problem);
  }
}

/** What is in a backup, line by line, without its secrets. */
export function describeBackup(backup: RelayBackup): string[] {
  const { madeAt, account, identity, certificate, devices, onlyKnown, name, port } = backup;
  const blocked = [...devices.values()].filter((device) => device.blocked).length;
  const lines = [
    `made          ${new Date(madeAt).toISOString().replace('T', ' ').slice(0, 16)} UTC`,
    `account       ${printable(account.username)}`,
    `identity      ${identity ? `${identity.id}${identity.identity ? '' : ', without a key'}` : 'none'}`,
    ...describeCertificate(certificate?.certificate),
    `devices       ${devices.size} known, ${blocked} of them blocked`,
    `let in        ${onlyKnown ? 'known devices only' : 'every device with the account'}`,
  ];
  if (name !== undefined) lines.push(`name          ${name}`);
  if (port !== undefined) lines.push(`port          ${port}`);
  return lines;
}

function describeCertificate(pem: string | undefined): string[] {
  if (pem === undefined) return ['certificate   none'];
  const { raw, validTo } = new X509Certificate(pem);
  const until = new Date(validTo).toISOString().slice(0, 10);
  return [
    `certificate   until ${until}; SHA-256 fingerprint:`,
    ...fingerprintLines(fingerprintOf(raw)).map((line) => `              ${line}`),
  ];
}
