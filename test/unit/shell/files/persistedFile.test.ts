import { expect, test } from '@playwright/test';
import { type KnownDeviceMap, NO_KNOWN_DEVICES } from '../../../../main/app/devices/knownDevice';
import { DEFAULT_SETTINGS, type Settings } from '../../../../main/app/settings/settings';
import { deviceKey } from '../../../../main/protocol/deviceKey';
import { DEVICES_FORMAT, SETTINGS_FORMAT } from '../../../../main/shell/files/fileFormats';
import type { JsonFile } from '../../../../main/shell/files/jsonFile';
import { createPersistedFile } from '../../../../main/shell/files/persistedFile';

/** A file of which the system lets us do only some things. */
function played(file: Partial<JsonFile>) {
  const written: unknown[] = [];
  const store = createPersistedFile<Settings>(
    {
      read: () => ({ ok: true, value: undefined }),
      write: (value) => {
        written.push(value);
        return { ok: true, value: undefined };
      },
      putAside: () => ({ ok: true, value: '/folder/settings put aside.json' }),
      ...file,
    },
    SETTINGS_FORMAT,
  );
  return { store, written };
}

test('without a file the defaults hold, and are saved when something changes', () => {
  const { store, written } = played({});
  expect(store.load()).toEqual({ value: DEFAULT_SETTINGS, setAside: undefined, problem: undefined });
  expect(store.save({ ...DEFAULT_SETTINGS, port: 9002 })).toEqual({ ok: true, value: undefined });
  expect(written).toEqual([{ ...DEFAULT_SETTINGS, port: 9002 }]);
});

test('a file that is no JSON is put aside', () => {
  const { store } = played({ read: () => ({ ok: false, error: { kind: 'notJson' } }) });
  expect(store.load()).toMatchObject({
    value: DEFAULT_SETTINGS,
    setAside: { what: 'settings', why: 'not readable', path: '/folder/settings put aside.json' },
  });
});

test('a file that cannot be read just now is neither put aside nor written over', () => {
  const { store, written } = played({
    read: () => ({ ok: false, error: { kind: 'cannotRead', text: 'EBUSY: resource busy' } }),
    putAside: () => {
      throw new Error('it is to stay where it is');
    },
  });
  expect(store.load()).toEqual({
    value: DEFAULT_SETTINGS,
    setAside: undefined,
    problem: 'EBUSY: resource busy',
  });
  expect(store.save(DEFAULT_SETTINGS)).toEqual({ ok: false, error: 'EBUSY: resource busy' });
  expect(written).toEqual([]);
});

test('a broken file that cannot be put aside is not written over', () => {
  const { store, written } = played({
    read: () => ({ ok: true, value: { version: 99 } }),
    putAside: () => ({ ok: false, error: 'EACCES: permission denied' }),
  });
  expect(store.load()).toMatchObject({ value: DEFAULT_SETTINGS, problem: 'EACCES: permission denied' });
  expect(store.save(DEFAULT_SETTINGS).ok).toBe(false);
  expect(written).toEqual([]);
});

test('the devices of a newer version are put aside as devices, and those of ours come back', () => {
  const key = deviceKey(Buffer.alloc(32, 1));
  const written: unknown[] = [];
  const file = (stored: unknown): JsonFile => ({
    read: () => ({ ok: true, value: stored }),
    write: (value) => {
      written.push(JSON.parse(JSON.stringify(value)));
      return { ok: true, value: undefined };
    },
    putAside: () => ({ ok: true, value: '/folder/devices put aside.json' }),
  });
  expect(createPersistedFile(file({ version: 99 }), DEVICES_FORMAT).load()).toEqual({
    value: NO_KNOWN_DEVICES,
    setAside: { what: 'devices', why: 'from a newer version', path: '/folder/devices put aside.json' },
    problem: undefined,
  });
  const tablet = { key, name: 'Tablet', firstSeen: 5, lastSeen: 5, lastFrom: '192.168.1.40' };
  const book: KnownDeviceMap = new Map([[key, { ...tablet, blocked: false, letIn: false }]]);
  createPersistedFile(file(undefined), DEVICES_FORMAT).save(book);
  expect(createPersistedFile(file(written[0]), DEVICES_FORMAT).load()).toMatchObject({
    value: book,
    problem: undefined,
  });
});
