import type { ServicePlace } from './servicePlace';
import { isInHome, type ServiceProgram } from './serviceProgram';

/** By its first line a unit is known as one that this program wrote. */
const MARK = '# Written by “buckets-relay service install”';

export const isOurUnit = (text: string): boolean => text.startsWith(MARK);

/** The unit that has `program` run a relay as a service at `place`. */
export function unitFile(place: ServicePlace, program: ServiceProgram): string {
  const isUser = place.scope === 'user';
  const command = [program.node, program.cli, 'server', '--config', place.config]
    .map((word) => quoted(word.replaceAll('$', '$$$$')))
    .join(' ');
  return `${MARK}, which writes it anew.
# What is to be otherwise belongs into “systemctl ${isUser ? '--user ' : ''}edit buckets-relay”, or into the config file that it is started with.

[Unit]
Description=Relay for Buckets
${isUser ? '' : AFTER_NETWORK}
[Service]
Type=notify
# What tells systemd how the relay is, and that it is alive, is a program that the relay starts.
NotifyAccess=all
ExecStart=${command}
ExecReload=/bin/kill -HUP $MAINPID
WatchdogSec=60
Restart=on-failure
RestartSec=5
# It did not understand its options: that does not go away by itself.
RestartPreventExitStatus=2
# Each connection is a file; how many there may be is for “connections” in the config file.
LimitNOFILE=1048576
UMask=0077
${isUser ? `Environment=${quoted(`RELAY_DATA=${place.data}`)}\n` : OWN_USER}
${isUser ? '' : isolation(program)}${RESTRICTIONS}
[Install]
WantedBy=${isUser ? 'default.target' : 'multi-user.target'}
`;
}

/**
 * As one word, with what systemd would otherwise take for its own (systemd.service(5), systemd.unit(5)): but for $, which
 * is its own in commands alone.
 */
function quoted(word: string): string {
  const text = word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%');
  return /^[\w/.:=@%+-]+$/.test(text) ? text : `"${text}"`;
}

/** With an address of its own the relay can listen once that is there, and in a network be found. */
const AFTER_NETWORK = `Wants=network-online.target
After=network-online.target
`;

const OWN_USER = `DynamicUser=yes
StateDirectory=buckets-relay
StateDirectoryMode=0700
ConfigurationDirectory=buckets-relay
Environment=RELAY_DATA=%S/buckets-relay
`;

/** What needs namespaces and capabilities, which a user's own service manager has not. */
const isolation = (program: ServiceProgram): string => `CapabilityBoundingSet=
AmbientCapabilities=
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectSystem=strict
${isInHome(program) ? '# The program itself lies in a home.\nProtectHome=read-only' : 'ProtectHome=yes'}
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
RemoveIPC=yes
`;

const RESTRICTIONS = `NoNewPrivileges=yes
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
# Threads that hash passwords stand back for the others.
SystemCallFilter=setpriority
SystemCallErrorNumber=EPERM
# No MemoryDenyWriteExecute: V8 makes machine code while it runs.
`;
