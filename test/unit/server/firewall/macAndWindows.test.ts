import { expect, test } from '@playwright/test';
import { allowOnWindows, checkFirewall } from '../../../../main/server/firewall/firewall';
import { evaluateMac, parseMacApps } from '../../../../main/server/firewall/mac';
import type { Tool, ToolOutput } from '../../../../main/server/firewall/tool';
import {
  allowScript,
  elevatedScript,
  evaluateWindows,
  parseWindowsFirewallInfo,
} from '../../../../main/server/firewall/windows';

const WANTED = { port: 9001, findable: true };

const HOME = { name: 'Home', category: 'Private' };
const CAFE = { name: 'Café', category: 'Public' };
const profile = (name: string, more = {}) => ({
  name,
  enabled: 'True',
  inbound: 'Block',
  allowRules: 'NotConfigured',
  ...more,
});
const PROFILES = ['Domain', 'Private', 'Public'].map((name) => profile(name));
const rule = (more = {}) => ({
  action: 'Allow',
  profile: 'Private',
  protocol: 'TCP',
  port: 'Any',
  byProgram: true,
  ...more,
});
const FINDING = rule({ protocol: 'UDP', port: '5353' });

test.describe('the firewall of Windows', () => {
  const evaluate = (networks: object, profiles: object, rules: object) => {
    const info = parseWindowsFirewallInfo(JSON.stringify({ networks, profiles, rules }));
    return info && evaluateWindows(info, WANTED);
  };

  test('lets in what rules for the network at hand let in', () => {
    expect(evaluate([HOME], PROFILES, [rule(), FINDING])).toEqual({ kind: 'open' });
    expect(evaluate([HOME], PROFILES, [rule()])).toEqual({ kind: 'discoveryClosed' });
    expect(evaluate([HOME], PROFILES, [])).toEqual({ kind: 'closed' });
    expect(evaluate([HOME], PROFILES, [rule({ profile: 'Public' })])).toEqual({ kind: 'closed' });
    expect(
      evaluate([HOME], PROFILES, [rule({ port: '80,9000-9005', profile: 'Domain, Private' }), FINDING]),
    ).toEqual({
      kind: 'open',
    });
    expect(evaluate([HOME], PROFILES, [rule({ port: '9002' })])).toEqual({ kind: 'closed' });
    expect(evaluate([HOME], PROFILES, [rule({ protocol: 'Any', profile: 'Any' })])).toEqual({ kind: 'open' });
  });

  test('a rule that blocks wins, as those of a cancelled question', () => {
    const cancelled = [rule({ action: 'Block', profile: 'Private, Public' }), rule(), FINDING];
    expect(evaluate([HOME], PROFILES, cancelled)).toEqual({ kind: 'programBlocked' });
    expect(
      evaluate([HOME], PROFILES, [rule({ action: 'Block', profile: 'Public' }), rule(), FINDING]),
    ).toEqual({
      kind: 'open',
    });
  });

  test('a home that is taken for public is named', () => {
    expect(evaluate([CAFE], PROFILES, [rule(), FINDING])).toEqual({
      kind: 'publicNetwork',
      networks: ['Café'],
    });
    expect(evaluate([CAFE], PROFILES, [])).toEqual({ kind: 'closed' });
  });

  test('is not accused where it is off, and is where it blocks everything', () => {
    expect(evaluate([HOME], [profile('Private', { enabled: 'False' })], [])).toEqual({ kind: 'off' });
    expect(evaluate([HOME], [profile('Private', { inbound: 'Allow' })], [])).toEqual({ kind: 'off' });
    expect(evaluate([HOME], [profile('Private', { allowRules: 'False' })], [rule(), FINDING])).toEqual({
      kind: 'allBlocked',
    });
  });

  test('is read also where PowerShell gives one thing or none in place of a list', () => {
    expect(evaluate(HOME, profile('Private'), rule())).toEqual({ kind: 'discoveryClosed' });
    expect(parseWindowsFirewallInfo('{"networks":null,"profiles":[],"rules":null}')).toMatchObject({
      networks: [],
    });
    expect(parseWindowsFirewallInfo('Get-NetFirewallRule : Access is denied.')).toBe(undefined);
    expect(parseWindowsFirewallInfo('{"networks":[{"name":1}]}')).toBe(undefined);
  });

  test('is opened for this program alone, whatever its path has in it', async () => {
    const calls: (readonly string[])[] = [];
    const run =
      (code: number | undefined): Tool =>
      async (command, args): Promise<ToolOutput> => {
        calls.push([command, ...args]);
        return { code, text: '' };
      };
    const program = "C:\\Program Files\\O'Neil; calc\\Buckets Relay.exe";
    const options = { platform: 'win32', program } as const;
    expect(await allowOnWindows({ ...options, run: run(0) })).toEqual({ ok: true, value: undefined });
    expect(await allowOnWindows({ ...options, run: run(1_223) })).toMatchObject({
      error: { kind: 'cancelled' },
    });
    expect(await allowOnWindows({ ...options, run: run(1) })).toMatchObject({ error: { kind: 'failed' } });
    const script = Buffer.from(calls[0]?.at(-1) ?? '', 'base64').toString('utf16le');
    expect(script).toBe(elevatedScript(allowScript(program)));
    expect(script).toContain('-Verb RunAs');
    const inner = Buffer.from(/-EncodedCommand', '([^']+)'/.exec(script)?.[1] ?? '', 'base64').toString(
      'utf16le',
    );
    expect(inner).toContain("-Program 'C:\\Program Files\\O''Neil; calc\\Buckets Relay.exe'");
    expect(inner).toContain('-Profile Private');
    const other = { platform: 'linux', program, run: run(0) } as const;
    expect(await allowOnWindows(other)).toMatchObject({ ok: false });
    expect(calls).toHaveLength(3);
  });

  test('that does not answer is unknown', async () => {
    const run: Tool = async () => ({ code: undefined, text: '' });
    expect(await checkFirewall({ platform: 'win32', program: 'x', run }, WANTED)).toEqual({
      kind: 'firewallUnknown',
    });
  });
});

const APPS = `ALF: total number of apps = 3 

1 :  /Applications/Buckets Relay.app 
 \t ( Allow incoming connections ) 

2 :  /usr/libexec/rapportd 
 \t ( Allow incoming connections ) 

3 :  /Applications/Other.app 
 \t ( Block incoming connections ) 

`;

test.describe('the firewall of macOS', () => {
  const ON = 'Firewall is enabled. (State = 1)\n';
  const OPEN = 'Firewall has block all state set to disabled.\n';
  const evaluate = (program: string, more = {}) =>
    evaluateMac({ state: ON, blockAll: OPEN, apps: APPS, ...more }, program);

  test('is read', () => {
    expect(parseMacApps(APPS)).toEqual([
      { path: '/Applications/Buckets Relay.app', allowed: true },
      { path: '/usr/libexec/rapportd', allowed: true },
      { path: '/Applications/Other.app', allowed: false },
    ]);
  });

  test('is judged by the app that a program is in', () => {
    expect(evaluate('/Applications/Buckets Relay.app/Contents/MacOS/Buckets Relay')).toBe('open');
    expect(evaluate('/Applications/Other.app/Contents/MacOS/Other')).toBe('programBlocked');
    expect(evaluate('/Applications/New.app/Contents/MacOS/New')).toBe('uncertain');
    expect(evaluate('/x', { state: 'Firewall is disabled. (State = 0)\n' })).toBe('off');
    expect(evaluate('/x', { state: 'Firewall is enabled. (State = 2)\n' })).toBe('allBlocked');
    expect(evaluate('/x', { blockAll: 'Block all ENABLED! \n' })).toBe('allBlocked');
    expect(evaluate('/x', { blockAll: 'Block all DISABLED! \n' })).toBe('uncertain');
  });

  test('that is not there is unknown', async () => {
    const run: Tool = async () => ({ code: undefined, text: '' });
    expect(await checkFirewall({ platform: 'darwin', program: 'x', run }, WANTED)).toEqual({
      kind: 'firewallUnknown',
    });
  });
});
