import { useRef, useState } from 'preact/hooks';
import type { Formats, Texts } from '../../../main/texts';
import type { DeviceView } from '../../../preload/views';
import { relay } from '../../bridge';
import { Icon, type IconName } from '../../components/Icon';
import { memo } from '../../components/memo';
import { Details } from './Details';
import { hereSince, nameOf, when } from './deviceTexts';
import { type DeviceKind, guessKind } from './guessKind';
import { LongName } from './LongName';
import { NameField } from './NameField';
import { Traffic } from './Traffic';

interface Props {
  readonly device: DeviceView;
  readonly linkedNames: string;
  readonly open: boolean;
  readonly toggle: (key: string) => void;
  /** Times of another day are written in another way, so the rows are drawn anew when the day changes. */
  readonly today: string;
  // Handed down, since a part that asks for its surroundings is drawn again with every snapshot.
  readonly t: Texts;
  readonly f: Formats;
}

/** A device: who it is, what it does, and behind the chevron what can be done about it. */
export const DeviceRow = memo(({ device, linkedNames, open, toggle, t, f }: Props) => {
  const [naming, setNaming] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const { key, kind } = device;
  const name = nameOf(t, device);
  const label = device.name ?? device.abbreviation;
  const details = `details-${key}`;

  function endNaming(byKeyboard: boolean) {
    setNaming(false);
    if (byKeyboard) requestAnimationFrame(() => row.current?.querySelector<HTMLElement>('.rename')?.focus());
  }
  return (
    <li class="device" data-key={key} ref={row}>
      <div class="device-line">
        <span class={`badge ${badgeTint(device)}`}>
          <Icon name={kind === 'blocked' ? 'blocked' : ICONS[guessKind(device.name)]} />
        </span>
        <div class="who">
          <div class="name-line">
            {naming ? <NameField device={device} t={t} leave={endNaming} /> : <LongName name={name} />}
            <span class="mono third abbreviation">{device.abbreviation}</span>
          </div>
          <Lines device={device} linkedNames={linkedNames} t={t} f={f} />
        </div>
        {kind === 'connected' && <Traffic device={device} t={t} f={f} />}
        {kind === 'blocked' ? (
          <BlockedActions deviceKey={key} label={label} t={t} />
        ) : (
          <button
            type="button"
            class="icon disclosure"
            aria-expanded={open}
            aria-controls={open ? details : undefined}
            aria-label={t.devices.more(label)}
            onClick={() => toggle(key)}
          >
            <Icon name="chevron" />
          </button>
        )}
      </div>
      {open && kind !== 'blocked' && (
        <Details id={details} device={device} label={label} rename={() => setNaming(true)} t={t} f={f} />
      )}
    </li>
  );
});

const ICONS: Record<DeviceKind, IconName> = {
  laptop: 'laptop',
  phone: 'device',
  tablet: 'tablet',
  unknown: 'devices',
};

function badgeTint(device: DeviceView): string {
  if (device.kind !== 'connected') return '';
  return device.silentSince === undefined ? 'on' : 'warning';
}

/** A blocked device has no more than the way back. */
function BlockedActions({ deviceKey, label, t }: { deviceKey: string; label: string; t: Texts }) {
  const action = (name: string, act: () => void) => (
    <button type="button" aria-label={t.devices.doTo(name, label)} onClick={act}>
      {name}
    </button>
  );
  return (
    <div class="actions">
      {action(t.devices.unblock, () => void relay.unblockDevice(deviceKey))}
      {action(t.devices.forget, () => void relay.forgetDevice(deviceKey))}
    </div>
  );
}

/** What it does now, or when it was here last. */
function Lines({ device, linkedNames, t, f }: Pick<Props, 'device' | 'linkedNames' | 't' | 'f'>) {
  const now = Date.now();
  switch (device.kind) {
    case 'connected':
      return (
        <>
          <div class="second">
            {linkedNames === '' ? t.devices.unlinked : t.devices.linkedWith(linkedNames)}
            {device.silentSince !== undefined && (
              <>
                {', '}
                <span class="silent">{t.devices.butSilent}</span>
              </>
            )}
          </div>
          <div class="second">{hereSince(t, f, device.from, device.since, now)}</div>
        </>
      );
    case 'away':
      return <div class="second">{t.devices.lastSeen(when(t, f, device.lastSeen, now), device.from)}</div>;
    case 'blocked': {
      const { turnedAway } = device;
      return (
        <div class="second">
          {turnedAway
            ? t.devices.turnedAway(when(t, f, turnedAway.at, now), turnedAway.from)
            : t.devices.blocked(when(t, f, device.lastSeen, now))}
        </div>
      );
    }
  }
}
