import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize, relative } from 'node:path';
import { expect, test } from '@playwright/test';

// The rooms of the house, from the ground up: a room knows only those below it, and none beside it.
const LEVELS: Readonly<Record<string, number>> = {
  'main/lib': 0,
  'preload/problem.ts': 0,
  'preload/serverFindings.ts': 0.2,
  'preload/doctor.ts': 0.3,
  'preload/views.ts': 0.6,
  'preload/logEntry.ts': 1,
  'preload/contract.ts': 2,
  'main/texts': 2,
  'main/protocol': 1,
  'main/mdns': 2,
  'main/accounts': 3,
  'main/server': 3,
  'main/client': 3,
  'main/store': 3.5,
  'main/mail': 3.5,
  'main/cluster': 3.5,
  'main/app': 4,
  'main/web': 4,
  'main/commands': 5,
  'main/shell': 5,
  'main/index.ts': 6,
  'main/cli.ts': 6,
};

const OFFERS_A_SOCKET = /^(ws|bonjour-service.*|multicast-dns|node:(net|http|https|tls|dgram|http2))$/;

interface Import {
  readonly from: string;
  /** A file or folder of ours, or a package's name. */
  readonly to: string;
  readonly typesOnly: boolean;
}

const root = join(import.meta.dirname, '../..');

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|mjs|css)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8');
  const statements = source.matchAll(/^(?:import|export)\s(?:(type)\s)?[^;]*?from\s+'([^']+)'/gms);
  const effects = source.matchAll(/(?:^import|\bimport\()\s*'([^']+)'/gm);
  return [
    ...[...statements].map(([, type, to = '']) => ({ to, typesOnly: type === 'type' })),
    ...[...effects].map(([, to = '']) => ({ to, typesOnly: false })),
  ].map(({ to, typesOnly }) => ({
    from: file,
    to: to.startsWith('.') ? locate(file, to) : to,
    typesOnly: typesOnly || file.endsWith('.d.ts'),
  }));
}

const locate = (file: string, to: string) => normalize(join(file, '..', to));

const isIn = (path: string, room: string): boolean =>
  path === room || path === room.replace(/\.ts$/, '') || path.startsWith(`${room}/`);

const roomOf = (path: string): string | undefined => Object.keys(LEVELS).find((room) => isIn(path, room));

const mainFiles = filesIn('main');
const known = new Set([...mainFiles, ...filesIn('preload'), ...filesIn('renderer')]);
const imports = [...mainFiles, ...filesIn('preload'), ...filesIn('renderer')].flatMap(importsOf);
const show = ({ from, to }: Import) => `${from} imports ${to}`;

test('the rules look at real imports', () => {
  expect(imports.map(show)).toContain('main/index.ts imports main/app/controller');
  expect(imports.map(show)).toContain('main/shell/tray/tray.ts imports electron');
  expect(imports.length).toBeGreaterThan(100);
});

test('every file of main has a room', () => {
  expect(mainFiles.filter((file) => roomOf(file) === undefined)).toEqual([]);
});

test('a room knows only those below it', () => {
  const wrong = imports.filter(({ from, to }) => {
    const [upper, lower] = [roomOf(from), roomOf(to)];
    if (upper === undefined || lower === undefined || upper === lower) return false;
    return (LEVELS[lower] ?? 0) >= (LEVELS[upper] ?? 0);
  });
  expect(wrong.map(show)).toEqual([]);
});

// The rooms of the server, along the way of a connection, from the ground up; relayServer.ts puts them together.
const SERVER_LEVELS: Readonly<Record<string, number>> = {
  'main/server/events.ts': 0,
  'main/server/distant.ts': -1,
  'main/server/network': 0,
  'main/server/tls': 0,
  'main/server/firewall': 0,
  'main/server/idleGc.ts': 0,
  'main/server/control': 0,
  'main/server/dataPath/frames': 0,
  'main/server/limits': 1,
  'main/server/http': 2,
  'main/server/dataPath/sending': 2,
  'main/server/login': 3,
  'main/server/discovery': 3,
  'main/server/metrics': 3,
  'main/server/dataPath': 3,
  'main/server/connection': 4,
  'main/server/requestHandler.ts': 4,
  'main/server/admission.ts': 4.5,
  'main/server/relayServerTypes.ts': 4.5,
  'main/server/relayServer.ts': 5,
};

test('a room of the server knows only those below it', () => {
  const levelOf = (path: string) => {
    const rooms = Object.keys(SERVER_LEVELS).filter((room) => isIn(path, room));
    return rooms.sort((a, b) => b.length - a.length)[0];
  };
  const inside = imports.filter(
    ({ from, to }) => from.startsWith('main/server/') && to.startsWith('main/server/'),
  );
  expect(inside.filter(({ from, to }) => levelOf(from) === undefined || levelOf(to) === undefined)).toEqual(
    [],
  );
  const wrong = inside.filter(({ from, to }) => {
    const [upper, lower] = [levelOf(from) ?? '', levelOf(to) ?? ''];
    return upper !== lower && (SERVER_LEVELS[lower] ?? 0) >= (SERVER_LEVELS[upper] ?? 0);
  });
  expect(wrong.map(show)).toEqual([]);
});

/** The file of ours that is imported; undefined for a package. */
const fileOf = (to: string): string | undefined =>
  [to, `${to}.ts`, `${to}.tsx`, `${to}/index.ts`].find((path) => known.has(path));

test('no files know each other in a circle', () => {
  const ofFile = new Map<string, string[]>();
  for (const { from, to } of imports) {
    const target = fileOf(to);
    if (target !== undefined) ofFile.set(from, [...(ofFile.get(from) ?? []), target]);
  }
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (way.includes(file) || done.has(file)) return;
    for (const next of ofFile.get(file) ?? []) follow(next, [...way, file]);
    done.add(file);
  };
  for (const file of known) follow(file, []);
  expect(circles).toEqual([]);
});

/** All that a file imports, and what that does: files of ours, and packages. */
function reachedFrom(entry: string): ReadonlySet<string> {
  const reached = new Set<string>([entry]);
  // What is added meanwhile is gone through as well.
  for (const file of reached)
    for (const { from, to, typesOnly } of imports)
      if (from === file && !typesOnly) reached.add(fileOf(to) ?? to);
  return reached;
}

test('the app has nothing of many users, and the command line has it', () => {
  const ofMany =
    /^(main\/(accounts|cluster|mail|store|web)\/|renderer\/(account|admin)\/|preact-render-to-string$|nodemailer$|pg$|better-sqlite3$|kysely(\/|$)|@node-rs\/argon2$|@nats-io\/)/;
  const has = (entry: string) => [...reachedFrom(entry)].filter((one) => ofMany.test(one));
  expect(has('main/index.ts')).toEqual([]);
  expect(has('main/cli.ts')).toEqual(
    expect.arrayContaining(['main/accounts/user.ts', 'better-sqlite3', 'kysely', '@node-rs/argon2']),
  );
  expect(reachedFrom('main/index.ts').size).toBeGreaterThan(100);
  expect(has('renderer/main.tsx')).toEqual([]);
  expect(reachedFrom('renderer/main.tsx').size).toBeGreaterThan(50);
});

/** What the pages for many users and for their operator draw, and how texts are said without those of the window. */
const KNOWN_TO_PAGES = /^main\/(web\/pages\/page|web\/admin\/adminPage|texts\/(formats|translate))$/;

const CONTRACT = /^preload\/(contract|views|logEntry|doctor|serverFindings|problem)$/;

test('the window knows nothing of ours but the contract and the texts', () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      from.startsWith('renderer/') &&
      /^(main|preload|test)\//.test(to) &&
      !CONTRACT.test(to) &&
      to !== 'main/texts' &&
      !(/^renderer\/(account|admin)\//.test(from) && KNOWN_TO_PAGES.test(to)),
  );
  expect(wrong.map(show)).toEqual([]);
});

test('the contract stands alone, and the texts on it', () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      (CONTRACT.test(from.replace(/\.ts$/, '')) || from.startsWith('main/texts/')) &&
      !CONTRACT.test(to) &&
      !to.startsWith('main/texts/') &&
      to !== 'intl-messageformat',
  );
  expect(wrong.map(show)).toEqual([]);
});

test('Electron is used in the shell alone, and never by the command line', () => {
  const allowed = /^(main\/shell\/|main\/index\.ts$|preload\/index\.ts$)/;
  const wrong = imports.filter(
    ({ from, to, typesOnly }) => /^electron(-|$)/.test(to) && !typesOnly && !allowed.test(from),
  );
  expect(wrong.map(show)).toEqual([]);
});

test('sockets are opened in server and client alone, and for multicast DNS below both', () => {
  const wrong = imports.filter(
    ({ from, to, typesOnly }) =>
      OFFERS_A_SOCKET.test(to) && !typesOnly && !/^main\/(server|client|mdns)\//.test(from),
  );
  expect(wrong.map(show)).toEqual([]);
});

test('SQL is written in the store alone, and what only SQLite has in its room', () => {
  const wrong = imports.filter(({ from, to }) => {
    if (/^kysely(\/|$)/.test(to)) return !from.startsWith('main/store/');
    return to === 'better-sqlite3' && !from.startsWith('main/store/sqlite/');
  });
  expect(wrong.map(show)).toEqual([]);
});

test('no file is too long to be read at once', () => {
  const files = [...mainFiles, ...['preload', 'renderer', 'scripts', 'test'].flatMap(filesIn)];
  const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 301);
  expect(long).toEqual([]);
});
