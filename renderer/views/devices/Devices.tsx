import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DeviceView } from '../../../preload/views';
import { useAppContext, useNow } from '../../appContext';
import { Heading } from '../../components/Heading';
import { Icon } from '../../components/Icon';
import { pageState } from '../../pageState';
import '../../styles/devices.css';
import { DeviceRow } from './DeviceRow';
import { linkedNames, stateOfDevices } from './deviceTexts';
import { NoDevices } from './NoDevices';
import { PendingRow } from './PendingRow';
import { reuseUnchanged } from './reuseUnchanged';

/** How often sentences with "minutes ago" are looked at again, in milliseconds. */
const MINUTES_MS = 20_000;

/** Everyone who is connected, in order of arrival, and everyone who is known. The row of `openKey` is shown open. */
export function Devices({ openKey }: { openKey: string | undefined }) {
  const { snapshot, t, f, go } = useAppContext();
  const now = useNow(MINUTES_MS);
  const devices = useKept(snapshot.devices);
  const { open, toggle } = useOpenRows(openKey, devices);
  const byKey = useMemo(() => new Map(devices.map((device) => [device.key, device])), [devices]);

  const rows = (some: readonly DeviceView[]) =>
    some.map((device) => (
      <DeviceRow
        key={device.key}
        device={device}
        linkedNames={device.kind === 'connected' ? linkedNames(t, f, device.linkedWith, byKey) : ''}
        open={open.has(device.key)}
        toggle={toggle}
        today={new Date(now).toDateString()}
        t={t}
        f={f}
      />
    ));
  const connected = devices.filter(({ kind }) => kind === 'connected');
  const others = devices.filter(({ kind }) => kind !== 'connected');
  const { waiting, unshown } = snapshot;
  const nobody = devices.length === 0 && waiting.length === 0;
  return (
    <>
      <Heading title={t.devices.title} detail={stateOfDevices(t, f, snapshot, now)}>
        {!nobody && (
          <button type="button" class="with-icon" onClick={() => go({ panel: 'addDevice' })}>
            <Icon name="plus" />
            {t.devices.add}
          </button>
        )}
      </Heading>
      {nobody && <NoDevices />}
      {waiting.length > 0 && (
        <Group id="waiting" title={t.devices.groups.waiting} means={t.devices.waitingMeans}>
          {waiting.map((device) => (
            <PendingRow key={device.key} device={device} now={now} />
          ))}
          {unshown.waiting > 0 && <More text={t.devices.unshown.waiting(f.number(unshown.waiting))} />}
        </Group>
      )}
      {connected.length > 0 && (
        <Group id="connected" title={t.devices.groups.connected} columns>
          {rows(connected)}
          {unshown.connected > 0 && <More text={t.devices.unshown.rows(unshown.connected)} />}
        </Group>
      )}
      {others.length > 0 && (
        <Group id="away" title={t.devices.groups.away}>
          {rows(others)}
          {unshown.others > 0 && <More text={t.devices.unshown.rows(unshown.others)} />}
        </Group>
      )}
    </>
  );
}

interface GroupProps {
  readonly id: string;
  readonly title: string;
  readonly means?: string;
  /** Whether traffic is shown, and its columns have titles. */
  readonly columns?: boolean;
  readonly children: ComponentChildren;
}

function Group({ id, title, means, columns = false, children }: GroupProps) {
  const { t } = useAppContext();
  return (
    <section class="device-group" aria-labelledby={`devices-${id}`}>
      <div class="group-line">
        <h2 id={`devices-${id}`}>{title}</h2>
        {columns && (
          <div class="columns" aria-hidden="true">
            <span>{t.devices.columns.bars}</span>
            <span>{t.devices.columns.bytes}</span>
          </div>
        )}
      </div>
      {means !== undefined && <p class="second means">{means}</p>}
      <ul class="card device-list">{children}</ul>
    </section>
  );
}

/** The last line of a group of which not all are shown. */
const More = ({ text }: { text: string }) => <li class="second more">{text}</li>;

function useKept(now: readonly DeviceView[]): readonly DeviceView[] {
  const kept = useRef<readonly DeviceView[]>([]);
  return useMemo(() => {
    kept.current = reuseUnchanged(kept.current, now);
    return kept.current;
  }, [now]);
}

/** Which rows are open. They stay so when a device comes or goes; the one that was asked for is shown once. */
function useOpenRows(openKey: string | undefined, devices: readonly DeviceView[]) {
  const { go } = useAppContext();
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(pageState.open));
  pageState.open = [...open];
  const toggle = useCallback((key: string) => {
    setOpen((now) =>
      now.has(key) ? new Set([...now].filter((other) => other !== key)) : new Set([...now, key]),
    );
  }, []);

  const found = openKey !== undefined && devices.some(({ key }) => key === openKey);
  useEffect(() => {
    if (openKey === undefined || !found) return;
    setOpen((now) => new Set([...now, openKey]));
    // After the row was drawn open; it takes the focus, and so may a blocked one, which has nothing to open.
    const frame = requestAnimationFrame(() => {
      const row = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(openKey)}"]`);
      row?.scrollIntoView({ block: 'nearest' });
      row?.querySelector<HTMLElement>('.disclosure, button')?.focus({ preventScroll: true });
      // Done: the same device can be asked for again.
      go({ panel: 'devices' });
    });
    return () => cancelAnimationFrame(frame);
  }, [openKey, found, go]);
  return { open, toggle };
}
