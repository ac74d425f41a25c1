import type { AccountsFinding, Finding } from '../../../preload/doctor';
import type { Formats } from '../formats';
import type { Translate } from '../translate';

const KINDS: Readonly<Record<AccountsFinding['kind'], true>> = {
  packagesThere: true,
  packagesMissing: true,
  databaseSound: true,
  databaseEmpty: true,
  databaseOlder: true,
  databaseFails: true,
  diskRoom: true,
  diskLow: true,
  diskFull: true,
  diskUnknown: true,
  licenceKeyGood: true,
  licenceKeyBad: true,
  licenceKeyPrivate: true,
  mailReady: true,
  mailFails: true,
  mailSettingsBad: true,
};

export const isOfAccounts = (finding: Finding): finding is AccountsFinding => finding.kind in KINDS;

/** What was found about the accounts of many users, in a sentence or two, with what to do. */
export function accountsFindingText(finding: AccountsFinding, m: Translate, f: Formats): string {
  switch (finding.kind) {
    case 'packagesThere':
      return m('findings.packagesThere');
    case 'packagesMissing':
      return m('findings.packagesMissing', { names: f.list(finding.names) });
    case 'databaseSound':
      return m('findings.databaseSound', { path: finding.path, users: finding.users });
    case 'databaseEmpty':
      return m('findings.databaseEmpty', { path: finding.path });
    case 'databaseOlder':
      return m('findings.databaseOlder', { path: finding.path });
    case 'databaseFails':
      return m('findings.databaseFails', { why: finding.why, path: finding.path, detail: finding.detail });
    case 'diskRoom':
      return m('findings.diskRoom', { bytes: f.bytes(finding.bytes) });
    case 'diskLow':
      return m('findings.diskLow', { bytes: f.bytes(finding.bytes) });
    case 'diskFull':
      return m('findings.diskFull', { bytes: f.bytes(finding.bytes) });
    case 'diskUnknown':
      return m('findings.diskUnknown');
    case 'licenceKeyGood':
      return m('findings.licenceKeyGood');
    case 'licenceKeyBad':
      return m('findings.licenceKeyBad');
    case 'licenceKeyPrivate':
      return m('findings.licenceKeyPrivate');
    case 'mailReady':
      return m('findings.mailReady', { server: finding.server });
    case 'mailFails': {
      const { server, trouble, detail } = finding;
      return m(`findings.mailFails.${trouble}`, { server, detail: detail === '' ? '' : ` (${detail})` });
    }
    case 'mailSettingsBad':
      return finding.detail;
  }
}
