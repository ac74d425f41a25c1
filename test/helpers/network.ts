import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, expect, expectNoTraces, LOGIN } from './commandLine';
import { Cli, startCli } from './processes';

// Computers in a network of their own, as Linux network namespaces that a bridge joins. Multicast stays among them.

export { expect };

interface Kit {
  /** A switch, to which computers can be connected. */
  network: Network;
}

export const test = base.extend<Kit>({
  network: async ({ folder }, use) => {
    const network = new Network(folder);
    await use(network);
    await network.remove();
  },
});

/** Programs that others wrote, and Debian's packages with them. */
const NEEDED = { ip: 'iproute2', 'avahi-daemon': 'avahi-daemon', 'avahi-browse': 'avahi-utils' };

function findOutWhyNot(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are of Linux alone';
  if (process.getuid?.() !== 0) return 'only root can make network namespaces';
  for (const [program, name] of Object.entries(NEEDED))
    if (!works('sh', '-c', `command -v ${program}`)) return `Debian's package ${name} is not installed`;
  if (!works('/usr/bin/python3', '-c', 'import zeroconf')) return 'python3-zeroconf is not installed';
  const probe = `buckets-probe-${process.pid}`;
  if (!works('ip', 'netns', 'add', probe)) return 'this system lets nobody make network namespaces';
  const usable = works('nsenter', `--net=/run/netns/${probe}`, 'true');
  ip('netns', 'del', probe);
  return usable ? undefined : 'this system lets nobody use network namespaces';
}

function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function ip(...args: string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8', stdio: 'pipe' });
}

/** Why there can be no networks here; undefined when there can be. */
export const noNetworks = findOutWhyNot();

let networks = 0;

class Network {
  private readonly name = `buckets-${process.pid}-${++networks}`;
  private readonly hosts: Host[] = [];

  constructor(private readonly folder: string) {
    ip('netns', 'add', this.name);
    this.ip('link', 'add', 'br0', 'type', 'bridge', 'mcast_snooping', '0');
    this.ip('link', 'set', 'br0', 'up');
  }

  /** A new computer with the adapter eth0, which has the address 192.168.7.1, the next one 192.168.7.2. */
  host(): Host {
    const number = this.hosts.length + 1;
    const host = new Host(`${this.name}-${number}`, this.folder);
    this.hosts.push(host);
    host.ip('link', 'set', 'lo', 'up');
    this.giveAdapter(host, number);
    return host;
  }

  /** Takes the adapter out of a computer and puts it in again: to the system, that is another one. */
  replaceAdapter(host: Host): void {
    host.ip('link', 'delete', 'eth0');
    this.giveAdapter(host, this.hosts.indexOf(host) + 1);
  }

  private giveAdapter(host: Host, number: number): void {
    this.ip('link', 'add', `port${number}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', host.name);
    this.ip('link', 'set', `port${number}`, 'master', 'br0', 'up');
    host.ip('link', 'set', 'eth0', 'up');
    host.ip('address', 'add', `192.168.7.${number}/24`, 'dev', 'eth0');
  }

  /** Pulls a computer's plug out of the switch, or puts it in again; the computer itself does not notice. */
  plug(host: Host, how: 'in' | 'out'): void {
    const port = `port${this.hosts.indexOf(host) + 1}`;
    this.ip('link', 'set', port, ...(how === 'in' ? ['master', 'br0'] : ['nomaster']));
  }

  /** Lets no more through to a computer than `rate`, as `24kbit`, in packets that wait for each other. */
  slowDown(host: Host, rate: string): void {
    const port = `port${this.hosts.indexOf(host) + 1}`;
    const shape = ['root', 'tbf', 'rate', rate, 'burst', '2000', 'limit', '60000'];
    execFileSync('tc', ['-n', this.name, 'qdisc', 'add', 'dev', port, ...shape], { stdio: 'pipe' });
  }

  async remove(): Promise<void> {
    const removed = await Promise.allSettled(this.hosts.map((host) => host.remove()));
    ip('netns', 'del', this.name);
    for (const outcome of removed) if (outcome.status === 'rejected') throw outcome.reason;
  }

  private ip(...args: string[]): void {
    ip('-n', this.name, ...args);
  }
}

/** A computer in a network. Whatever it runs ends with the test. */
export class Host {
  private readonly running: Cli[] = [];
  private bus: Promise<string> | undefined;

  constructor(
    readonly name: string,
    private readonly folder: string,
  ) {
    ip('netns', 'add', name);
  }

  ip(...args: string[]): string {
    return ip('-n', this.name, ...args);
  }

  /** Our command line. */
  cli(args: readonly string[], env: Readonly<Record<string, string>> = LOGIN): Cli {
    // What it keeps for itself is this computer's; keys and other files lie in the test's folder.
    const home = join(this.folder, this.name);
    const cli = startCli(args, this.folder, { HOME: home, ...env }, this.entry);
    this.running.push(cli);
    return cli;
  }

  /** Another adapter, which leads nowhere. */
  addAdapter(name: string, address: string): void {
    this.ip('link', 'add', name, 'type', 'veth', 'peer', 'name', `${name}-end`);
    for (const end of [name, `${name}-end`]) this.ip('link', 'set', end, 'up');
    this.ip('address', 'add', `${address}/24`, 'dev', name);
  }

  /** Gives eth0 another address in the place of the one that it has. */
  move(from: string, to: string): void {
    this.ip('address', 'delete', `${from}/24`, 'dev', 'eth0');
    this.ip('address', 'add', `${to}/24`, 'dev', 'eth0');
  }

  /** A relay that is advertised under this name; resolves when it says what became of that. */
  async relay(name: string, ...args: string[]): Promise<Cli & { log: string }> {
    const options = ['--port', '9001', '--address', '0.0.0.0', '--advertise', '--name', name];
    const relay = this.cli(['server', ...options, ...args]);
    const [log] = await relay.until('stderr', /devices (find|cannot find).*/);
    return Object.assign(relay, { log });
  }

  /** A program of somebody else. */
  run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Cli {
    const [enter = '', ...entry] = this.entry;
    const child = spawn(enter, [...entry, command, ...args], {
      cwd: this.folder,
      env: { ...process.env, ...env },
    });
    const program = new Cli(child);
    this.running.push(program);
    return program;
  }

  /** One of Avahi's programs, beside its daemon, which is started with the first. */
  async avahi(program: string, ...args: string[]): Promise<Cli> {
    this.bus ??= this.startAvahi();
    return this.run(program, args, { DBUS_SYSTEM_BUS_ADDRESS: await this.bus });
  }

  async remove(): Promise<void> {
    for (const { child } of this.running.reverse()) if (child.exitCode === null) child.kill('SIGKILL');
    await Promise.all(this.running.map(({ exited }) => exited));
    ip('netns', 'del', this.name);
    for (const program of this.running) expectNoTraces(program);
  }

  private get entry(): readonly string[] {
    return ['nsenter', `--net=/run/netns/${this.name}`];
  }

  /** The daemon on a bus of its own, and with a run folder of its own: it is one for each computer. */
  private async startAvahi(): Promise<string> {
    const folder = await mkdtemp(join(this.folder, 'avahi-'));
    const address = `unix:path=${join(folder, 'bus')}`;
    await writeFile(join(folder, 'bus.conf'), busConfiguration(address));
    await writeFile(join(folder, 'avahi.conf'), AVAHI_CONFIGURATION);
    const bus = this.run('dbus-daemon', ['--nofork', '--print-address', `--config-file=${folder}/bus.conf`]);
    await bus.until('stdout', /\n/);
    const mounts = 'mkdir -p /run/avahi-daemon && mount -t tmpfs tmpfs /run/avahi-daemon';
    const avahi = `avahi-daemon --no-drop-root --no-chroot --no-rlimits --no-proc-title -f ${folder}/avahi.conf`;
    const daemon = this.run('unshare', ['--mount', 'sh', '-c', `${mounts} && exec ${avahi}`], {
      DBUS_SYSTEM_BUS_ADDRESS: address,
    });
    await daemon.until('stderr', /Server startup complete/);
    return address;
  }
}

const busConfiguration = (address: string): string => `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>${address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_type="method_call"/>
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
`;

const AVAHI_CONFIGURATION = `[server]
host-name=desk
use-ipv4=yes
use-ipv6=no
allow-interfaces=eth0
[wide-area]
enable-wide-area=no
[publish]
publish-workstation=no
publish-hinfo=no
`;
