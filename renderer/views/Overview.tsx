import { useEffect, useRef } from 'preact/hooks';
import type { Snapshot } from '../../preload/contract';
import { relay } from '../bridge';
import { Notices } from '../parts/Notices';
import { Switch } from '../parts/Switch';
import { AddDevice } from './AddDevice';
import { Devices } from './Devices';
import { PortSetting } from './PortSetting';
import { ProblemCard } from './ProblemCard';
import { Stopped } from './Stopped';

/** The relay at a glance: what is true now, and the cards that fit it. */
export function Overview({ snapshot }: { snapshot: Snapshot }) {
  const on = snapshot.relay === 'running' || snapshot.relay === 'starting';
  const heading = useRef<HTMLHeadingElement>(null);
  // A button that did its work may be gone; who works with the keyboard goes on from the sentence that changed.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, [snapshot.relay]);
  return (
    <>
      <header class="state">
        <div role="status">
          <h1 ref={heading} tabIndex={-1}>
            {snapshot.sentence}
          </h1>
          <p class="second">{detail(snapshot)}</p>
        </div>
        <Switch label="Relay" on={on} toggle={() => void (on ? relay.stopRelay() : relay.startRelay())} />
      </header>
      <Notices snapshot={snapshot} />
      <Cards snapshot={snapshot} />
      <footer class="third">
        <span>{KEPT[snapshot.passwordKept]}</span>
        <span>Version {snapshot.version}</span>
      </footer>
    </>
  );
}

function Cards({ snapshot }: { snapshot: Snapshot }) {
  switch (snapshot.relay) {
    case 'starting':
      return null;
    case 'problem':
      return snapshot.problem ? <ProblemCard problem={snapshot.problem} port={snapshot.port} /> : null;
    case 'stopped':
      return (
        <>
          <Stopped />
          <PortSetting port={snapshot.port} running={false} />
        </>
      );
    case 'running':
      return (
        <>
          <AddDevice snapshot={snapshot} />
          <Devices devices={snapshot.devices} />
          <PortSetting port={snapshot.port} running />
        </>
      );
  }
}

const KEPT = {
  keychain: 'The password is kept in this computer’s keychain.',
  file: 'No keychain took the password, so it is kept in a file that only you can read.',
} as const;

function detail({ relay: state, devices, reach, addresses }: Snapshot): string {
  if (state === 'stopped') return 'Your devices cannot meet here until you turn the relay on.';
  if (state === 'problem') return 'Your devices cannot meet here until this is solved.';
  if (state === 'starting') return 'Just a moment.';
  if (reach === 'computer') return 'Only programs on this computer can reach it.';
  if (addresses.length === 0) return 'No device can reach it, because this computer is on no network.';
  if (devices.length === 0) return 'Ready for your first device.';
  return devices.length === 1 ? 'Another one, and they can exchange your budget.' : 'Your devices meet here.';
}
