import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { checkFirewall } from '../../../../main/server/firewall/firewall';
import { evaluateZones, parseActiveZones, parseZone } from '../../../../main/server/firewall/firewalld';
import { evaluateUfw, parseUfwStatus } from '../../../../main/server/firewall/ufw';

const WANTED = { port: 9001, findable: true };
const ON = 'ENABLED=yes\nLOGLEVEL=low\n';

const STATUS = `Status: active

To                         Action      From
--                         ------      ----
22/tcp                     LIMIT       Anywhere
OpenSSH                    ALLOW       Anywhere
Anywhere                   DENY        203.0.113.7
9000:9010/tcp              ALLOW       192.168.0.0/16
5353/udp                   ALLOW       Anywhere
80,443/tcp on eth0         ALLOW       Anywhere
9001/tcp (v6)              DENY        Anywhere (v6)
`;

test.describe('ufw', () => {
  test('is read in every form that its status has', () => {
    expect(parseUfwStatus(STATUS)).toEqual([
      { action: 'allow', ports: [[22, 22]], protocol: 'tcp' },
      { action: 'allow', ports: [[9000, 9010]], protocol: 'tcp' },
      { action: 'allow', ports: [[5353, 5353]], protocol: 'udp' },
      {
        action: 'allow',
        ports: [
          [80, 80],
          [443, 443],
        ],
        protocol: 'tcp',
      },
    ]);
  });

  const evaluate = (status: string | undefined, conf: string | undefined = ON, defaults?: string) =>
    evaluateUfw({ conf, defaults, status }, WANTED);
  const rules = (...lines: string[]) => ['Status: active', '', ...lines, ''].join('\n');

  test('lets in what a rule lets in, and the first that fits decides', () => {
    expect(evaluate(STATUS)).toBe('open');
    expect(evaluate(rules('22/tcp   ALLOW IN   Anywhere'))).toBe('closed');
    expect(evaluate(rules('9001     ALLOW IN   Anywhere'))).toBe('discoveryClosed');
    expect(evaluate(rules('9001     DENY IN    Anywhere', '9001/tcp   ALLOW IN   Anywhere'))).toBe('closed');
    expect(evaluate(rules('9001/udp ALLOW IN   Anywhere'))).toBe('closed');
    const free = evaluateUfw(
      { conf: ON, defaults: undefined, status: rules('9001/tcp   ALLOW   Anywhere') },
      { port: 9001, findable: false },
    );
    expect(free).toBe('open');
  });

  test('is not accused where it is off, lets all in, or does not tell', () => {
    expect(evaluateUfw({ conf: undefined, defaults: undefined, status: undefined }, WANTED)).toBe('off');
    expect(evaluate(undefined, 'ENABLED=no\n')).toBe('off');
    expect(evaluate('Status: inactive\n')).toBe('off');
    expect(evaluate(undefined, ON, 'DEFAULT_INPUT_POLICY="ACCEPT"\n')).toBe('open');
    expect(evaluate(undefined, ON, 'DEFAULT_INPUT_POLICY="DROP"\n')).toBe('uncertain');
  });
});

const WORKSTATION = `FedoraWorkstation (default, active)
  target: default
  icmp-block-inversion: no
  interfaces: wlp2s0
  sources:
  services: dhcpv6-client mdns ssh
  ports: 1025-65535/udp 1025-65535/tcp
  protocols:
  forward: yes
`;
const PUBLIC = `public
  target: default
  interfaces: eth0
  services: dhcpv6-client ssh
  ports:
`;

test.describe('firewalld', () => {
  test('tells which zones have an adapter', () => {
    const text =
      'FedoraWorkstation (default)\n  interfaces: wlp2s0 eth0\nlibvirt\n  interfaces: virbr0\nwork\n  sources: 10.0.0.0/8\n';
    expect(parseActiveZones(text)).toEqual([
      { name: 'FedoraWorkstation', interfaces: ['wlp2s0', 'eth0'] },
      { name: 'libvirt', interfaces: ['virbr0'] },
    ]);
  });

  test('is judged by every zone in use', () => {
    const open = parseZone('FedoraWorkstation', WORKSTATION);
    const shut = parseZone('public', PUBLIC);
    expect(open.ports).toEqual(['1025-65535/udp', '1025-65535/tcp']);
    expect(shut.ports).toEqual([]);
    expect(evaluateZones([open], WANTED)).toBe('open');
    expect(evaluateZones([open, shut], WANTED)).toBe('closed');
    expect(evaluateZones([{ ...shut, ports: ['9001/tcp'] }], WANTED)).toBe('discoveryClosed');
    expect(evaluateZones([{ ...shut, target: 'ACCEPT' }], WANTED)).toBe('open');
    expect(evaluateZones([], WANTED)).toBe('uncertain');
  });
});

test.describe('the programs of Linux', () => {
  test.skip(process.platform === 'win32', 'the programs that stand in are scripts for a Unix shell');
  let folder = '';
  const { PATH } = process.env;

  test.beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'buckets-relay-firewall-'));
    process.env.PATH = `${folder}${delimiter}${PATH}`;
  });
  test.afterEach(async () => {
    process.env.PATH = PATH;
    await rm(folder, { recursive: true });
  });

  const program = async (name: string, script: string) => {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  };
  const examine = () =>
    checkFirewall({ platform: 'linux', program: '/usr/bin/buckets-relay', etc: join(folder, 'etc') }, WANTED);
  const ufwIsOn = async () => {
    await mkdir(join(folder, 'etc/ufw'), { recursive: true });
    await writeFile(join(folder, 'etc/ufw/ufw.conf'), ON);
  };

  test('ufw without a rule is named, with the lines that help', async () => {
    await ufwIsOn();
    await program('ufw', "printf 'Status: active\\n\\n22/tcp    ALLOW    Anywhere\\n'");
    expect(await examine()).toEqual({
      kind: 'portClosed',
      program: 'ufw',
      port: 9001,
      commands: ['sudo ufw allow 9001/tcp', 'sudo ufw allow 5353/udp'],
    });
  });

  test('ufw that tells its rules to root alone is a "may"', async () => {
    await ufwIsOn();
    await program('ufw', 'echo "ERROR: You need to be root to run this script"; exit 1');
    expect(await examine()).toMatchObject({ kind: 'portUncertain', program: 'ufw' });
  });

  test('firewalld is asked for the zones in use', async () => {
    await program(
      'firewall-cmd',
      `case "$1" in
        --state) echo running ;;
        --get-active-zones) printf 'public (default)\\n  interfaces: eth0\\n' ;;
        --zone=public) printf 'public (active)\\n  target: default\\n  services: ssh mdns\\n  ports: \\n' ;;
        *) exit 2 ;;
      esac`,
    );
    expect(await examine()).toEqual({
      kind: 'portClosed',
      program: 'firewalld',
      port: 9001,
      commands: [
        'sudo firewall-cmd --permanent --zone=public --add-port=9001/tcp',
        'sudo firewall-cmd --reload',
      ],
    });
  });

  test('where neither is on, nobody is accused', async () => {
    await program('firewall-cmd', 'echo not running; exit 252');
    expect(await examine()).toEqual({ kind: 'noFirewall' });
  });

  test('one that never answers is given up', async () => {
    await ufwIsOn();
    await program('ufw', 'exec sleep 60');
    expect(await examine()).toMatchObject({ kind: 'portUncertain' });
  });
});
