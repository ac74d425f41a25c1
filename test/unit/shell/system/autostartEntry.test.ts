import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { autostartEntry, isActive } from '../../../../main/shell/system/autostartEntry';
import { entryValue, execArguments } from '../../../helpers/desktopEntry';

/** Paths and arguments as people have them, and worse. */
const argument = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: fc.constantFrom(...' "\'\\$`%&;|<>()#*?~=\n\t\rabÄ/'), minLength: 1 }),
);

test('what a desktop reads from the entry is the command that was written', () => {
  fc.assert(
    fc.property(fc.array(argument, { minLength: 1 }), (command) => {
      const entry = autostartEntry(command);
      expect(execArguments(entryValue(entry, 'Exec') ?? '')).toEqual(command);
      expect(entryValue(entry, 'TryExec')).toBe(command[0]);
    }),
  );
});

test('whatever the command, the entry has the same lines', () => {
  const keys = (entry: string) => entry.split('\n').map((line) => line.split('=')[0]);
  const plain = keys(autostartEntry(['/opt/app']));
  fc.assert(
    fc.property(fc.array(argument, { minLength: 1 }), (command) => {
      expect(keys(autostartEntry(command))).toEqual(plain);
    }),
  );
});

test('plain paths stay readable, and what needs it is quoted', () => {
  const exec = (...command: string[]) => /^Exec=(.*)$/m.exec(autostartEntry(command))?.[1];
  expect(exec('/usr/bin/buckets-relay', '--hidden')).toBe('/usr/bin/buckets-relay --hidden');
  expect(exec('/opt/Buckets Relay/buckets-relay')).toBe('"/opt/Buckets Relay/buckets-relay"');
  expect(exec('/home/100%/app')).toBe('/home/100%%/app');
  expect(exec('/home/$HOME "x"\\')).toBe('"/home/\\\\$HOME \\\\"x\\\\"\\\\\\\\"');
});

test('an entry that the desktop has switched off is not active', () => {
  const entry = autostartEntry(['/opt/app']);
  expect(isActive(entry)).toBe(true);
  expect(isActive(`${entry}Hidden=true\n`)).toBe(false);
  expect(isActive(`${entry}Hidden=false\n`)).toBe(true);
  expect(isActive(`${entry}X-GNOME-Autostart-enabled=false\n`)).toBe(false);
  expect(isActive(`${entry}X-GNOME-Autostart-enabled=true\n`)).toBe(true);
});
