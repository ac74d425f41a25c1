import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

// The tray as Linux desktops see it: the StatusNotifierItem and com.canonical.dbusmenu interfaces, over D-Bus.

const run = promisify(execFile);

/** A line of a tray's menu. */
export interface TrayItem {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
  readonly children: readonly TrayItem[];
}

const variant = z.object({ data: z.unknown() });
const layout: z.ZodType<Layout> = z.lazy(() =>
  z.tuple([z.number(), z.record(z.string(), variant), z.array(z.object({ data: layout }))]),
);
type Layout = [number, Record<string, { data?: unknown }>, { data: Layout }[]];

/** Starts Xfce's panel, whose tray shows what other programs register; returns how to end it. */
export async function startPanel(): Promise<() => Promise<void>> {
  const config = await mkdtemp(join(tmpdir(), 'buckets-relay-panel-'));
  const panel: ChildProcess = spawn('xfce4-panel', ['--disable-wm-check'], {
    env: { ...process.env, XDG_CONFIG_HOME: config },
    stdio: 'ignore',
  });
  return async () => {
    const ended = once(panel, 'exit');
    panel.kill();
    await ended;
    await rm(config, { recursive: true, force: true });
  };
}

/** The bus names of what the tray shows; undefined while there is no tray at all. */
export async function trayItems(): Promise<string[] | undefined> {
  const items = await busctl(
    ...['get-property', 'org.kde.StatusNotifierWatcher', '/StatusNotifierWatcher'],
    ...['org.kde.StatusNotifierWatcher', 'RegisteredStatusNotifierItems'],
  ).catch(() => undefined);
  const names = z.object({ data: z.array(z.string()) }).safeParse(items).data?.data;
  return names?.map((name) => name.split('/')[0] ?? '');
}

export async function readTrayMenu(name: string): Promise<readonly TrayItem[]> {
  const answer = await busctl(
    ...['call', name, '/com/canonical/dbusmenu', 'com.canonical.dbusmenu'],
    ...['GetLayout', 'iias', '--', '0', '-1', '0'],
  );
  const { data } = z.object({ data: z.tuple([z.number(), layout]) }).parse(answer);
  return toItem(data[1]).children;
}

const toItem = ([id, properties, children]: Layout): TrayItem => ({
  id,
  label: String(properties.label?.data ?? ''),
  enabled: properties.enabled?.data !== false,
  children: children.map((child) => toItem(child.data)),
});

/** Clicks the item with that label, as the panel does. Ids change with every new menu, so it is looked up first. */
export async function clickInTray(name: string, label: string): Promise<void> {
  const item = flatten(await readTrayMenu(name)).find((candidate) => candidate.label === label);
  if (!item) throw new Error(`the tray's menu has no ${label}`);
  // An app that is asked to quit may not find the time to answer.
  await busctl(
    ...['--expect-reply=no', 'call', name, '/com/canonical/dbusmenu', 'com.canonical.dbusmenu'],
    ...['Event', 'isvu', String(item.id), 'clicked', 's', '', '0'],
  );
}

const flatten = (items: readonly TrayItem[]): TrayItem[] =>
  items.flatMap((item) => [item, ...flatten(item.children)]);

/** What identifies the image that the tray shows now: its very pixels. */
export const readTrayIcon = async (name: string): Promise<string> =>
  JSON.stringify(
    await busctl('get-property', name, '/StatusNotifierItem', 'org.kde.StatusNotifierItem', 'IconPixmap'),
  );

/** Takes a picture of the whole display. */
export async function screenshot(path: string): Promise<void> {
  await run('import', ['-window', 'root', path]);
}

async function busctl(...args: string[]): Promise<unknown> {
  const { stdout } = await run('busctl', ['--user', '--json=short', ...args], { maxBuffer: 16 << 20 });
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}
