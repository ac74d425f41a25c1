import { textsFor } from '../../texts';

// A desktop entry that starts the app when somebody logs in to a Linux desktop: text in, text out. The rules are those of
// the Desktop Entry Specification 1.5 and of the Desktop Application Autostart Specification.

/** The entry for a command, its program first. Its text ends with a line break. */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Buckets Relay',
    `Comment=${textsFor('en').system.purpose}`,
    `Comment[de]=${textsFor('de').system.purpose}`,
    'Icon=buckets-relay',
    `Exec=${escapeValue(command.map(quoteArgument).join(' '))}`,
    // Once the app is gone, desktops pass over the entry without a word.
    `TryExec=${escapeValue(command[0] ?? '')}`,
    'Terminal=false',
    'StartupNotify=false',
    // Desktops that know one of these let the panel with its tray come first.
    'X-GNOME-Autostart-Delay=5',
    'X-MATE-Autostart-Delay=5',
    'X-KDE-autostart-after=panel',
    '',
  ].join('\n');
}

/** Whether a desktop acts on an entry: they switch one off by a line in it, and leave the file. */
export const isActive = (entry: string): boolean =>
  !/^Hidden[ \t]*=[ \t]*true\s*$/m.test(entry) &&
  !/^X-GNOME-Autostart-enabled[ \t]*=[ \t]*false\s*$/m.test(entry);

/** One argument of a command, as "The Exec key" wants it: `%` begins a code, and quotes guard the rest. */
function quoteArgument(argument: string): string {
  const plain = argument.replaceAll('%', '%%');
  return /^[\w./:@%+,=-]+$/.test(plain) ? plain : `"${plain.replaceAll(/["`$\\]/g, '\\$&')}"`;
}

/** A value of type string, in which a backslash begins an escape and the line break ends the value. */
const escapeValue = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
