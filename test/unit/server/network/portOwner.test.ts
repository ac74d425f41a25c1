import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import {
  parseLsof,
  parseNetstat,
  parseSs,
  parseTasklist,
  portOwner,
} from '../../../../main/server/network/portOwner';

// By what each system's tools really print.

test('ss: the first program of the line', () => {
  expect(parseSs('LISTEN 0      511    *:9001    *:*    users:(("node",pid=812,fd=18))\n')).toBe('node');
  expect(
    parseSs(
      'LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=9,fd=6),("nginx",pid=8,fd=6))\n' +
        'LISTEN 0 511 [::]:80 [::]:* users:(("other",pid=10,fd=7))\n',
    ),
  ).toBe('nginx');
  expect(parseSs('LISTEN 0 128 127.0.0.1:631 0.0.0.0:* users:(("tmux: server",pid=3,fd=5))')).toBe(
    'tmux: server',
  );
});

test('ss: nothing for another user’s program, or where nobody listens', () => {
  expect(parseSs('LISTEN 0      511    *:9001    *:*\n')).toBe(undefined);
  expect(parseSs('')).toBe(undefined);
});

test('lsof: the command, with what it escapes', () => {
  expect(parseLsof('p812\ncnode\nf18\n')).toBe('node');
  expect(parseLsof('p812\ncGoogle\\x20Chrome\\x20H\nf18\n')).toBe('Google Chrome H');
  expect(parseLsof('p812\ncB\\xc3\\xbccher\n')).toBe('Bücher');
  expect(parseLsof('p1\ncone\np2\nctwo\n')).toBe('one');
  expect(parseLsof('')).toBe(undefined);
});

const NETSTAT = `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1044
  TCP    0.0.0.0:19001          0.0.0.0:0              LISTENING       77
  TCP    192.168.1.24:9001      192.168.1.40:0         ESTABLISHED     5
  TCP    192.168.1.24:9001      192.168.1.40:50412     ESTABLISHED     78
  TCP    0.0.0.0:9001           0.0.0.0:0              LISTENING       812
  TCP    [::]:9001              [::]:0                 LISTENING       813
  TCP    [::]:9002              [::]:0                 LISTENING       814
  UDP    0.0.0.0:5353           *:*                                    2112
`;

test('netstat: who listens on that port, not who is connected through it', () => {
  expect(parseNetstat(NETSTAT.replaceAll('\n', '\r\n'), 9001)).toBe(812);
  expect(parseNetstat(NETSTAT, 9002)).toBe(814);
  expect(parseNetstat(NETSTAT, 1)).toBe(undefined);
  expect(parseNetstat(NETSTAT, 5353)).toBe(undefined);
  expect(parseNetstat('  TCP    0.0.0.0:9001   0.0.0.0:0   ABH\ufffdREN   812', 9001)).toBe(812);
});

test('tasklist: the image’s name, or nothing in any language', () => {
  expect(parseTasklist('"node.exe","812","Console","1","45,000 K"\r\n')).toBe('node.exe');
  expect(parseTasklist('"My, App.exe","812","Services","0","1.234 K"\r\n')).toBe('My, App.exe');
  expect(parseTasklist('INFO: No tasks are running which match the specified criteria.\r\n')).toBe(undefined);
  expect(parseTasklist('')).toBe(undefined);
});

/** A program that listens on a port that it tells. */
async function listener(): Promise<{ child: ChildProcess; port: number }> {
  const script =
    "const s = require('net').createServer().listen(0, '127.0.0.1', () => process.stdout.write(String(s.address().port)))";
  const child = spawn(process.execPath, ['-e', `process.title = 'port-holder'; ${script}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  return { child, port: Number(String(line)) };
}

const hasSs = () =>
  new Promise<boolean>((resolve) => {
    const ss = spawn('ss', ['-V'], { stdio: 'ignore' });
    ss.once('error', () => resolve(false));
    ss.once('exit', (code) => resolve(code === 0));
  });

test('on this computer: the program that has a port, and none when it is gone', async () => {
  test.skip(
    process.platform !== 'linux',
    'what the system prints is looked at above; here it is Linux’s turn',
  );
  test.skip(!(await hasSs()), 'this computer has no ss (iproute2)');
  const { child, port } = await listener();
  try {
    expect(await portOwner(port)).toBe('port-holder');
  } finally {
    child.kill();
    await once(child, 'exit');
  }
  expect(await portOwner(port)).toBe(undefined);
});
