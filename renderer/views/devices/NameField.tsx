import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Texts } from '../../../main/texts';
import type { DeviceView } from '../../../preload/views';
import { relay } from '../../bridge';
import { useBusy } from '../../pageState';

/** The longest name, in characters. */
const MOST = 60;

interface Props {
  readonly device: DeviceView;
  readonly t: Texts;
  /** Called when the name is given, or left as it was. */
  readonly leave: (byKeyboard: boolean) => void;
}

/** The name being given, in its place. Enter or leaving the field gives it, Escape does not; an empty one takes it away. */
export function NameField({ device, t, leave }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useBusy(true);
  const typed = useRef(device.name ?? '');
  const settled = useRef(false);

  const give = useRef(async () => {
    if (settled.current) return;
    settled.current = true;
    const name = typed.current.trim();
    if (name !== (device.name ?? '')) await relay.renameDevice({ key: device.key, name });
  });
  const end = async (byKeyboard: boolean) => {
    if (settled.current) return;
    await give.current();
    leave(byKeyboard);
  };

  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
    // A device may come or go, and its row with it: what was typed is its name all the same.
    return () => void give.current();
  }, []);
  return (
    <input
      ref={field}
      class="naming"
      aria-label={t.devices.nameLabel(device.abbreviation)}
      maxLength={MOST}
      spellcheck={false}
      defaultValue={device.name ?? ''}
      onInput={(event) => {
        typed.current = event.currentTarget.value;
      }}
      onBlur={(event) => {
        // Another window may be looked at meanwhile.
        if (document.activeElement !== event.currentTarget) void end(false);
      }}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        if (event.key === 'Enter') void end(true);
        if (event.key === 'Escape') {
          settled.current = true;
          leave(true);
        }
      }}
    />
  );
}
