import type { ComponentChildren } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { useAppContext } from '../../appContext';
import { Heading } from '../../components/Heading';
import { useBusy } from '../../pageState';
import '../../styles/settings.css';
import { Account } from './Account';
import { Encryption } from './Encryption';
import { LicencesRow } from './LicencesRow';
import { Moving } from './Moving';
import { Network } from './Network';
import { SwitchRow } from './SwitchRow';
import { UndoBar } from './UndoBar';
import { UpdateRow } from './UpdateRow';
import { ChangeMadeContext, type UndoableChange } from './useSetting';

/** Everything that a person can set. It applies at once, and what matters can be undone for a while. */
export function Settings() {
  const { snapshot, t } = useAppContext();
  const [done, setDone] = useState<UndoableChange>();
  useBusy(done !== undefined);
  const dismiss = useCallback(() => setDone(undefined), []);
  const { groups, startAtLogin, startHidden, notify, keepAwake, onlyKnown, lookForUpdates } = t.settings;
  return (
    <ChangeMadeContext.Provider value={setDone}>
      <Heading title={t.settings.title} detail={t.settings.detail} />
      <Group id="network" title={groups.network}>
        <Network />
      </Group>
      <Group id="encryption" title={groups.encryption}>
        <Encryption />
      </Group>
      <Group id="account" title={groups.account}>
        <Account />
      </Group>
      <Group id="devices" title={groups.devices}>
        <SwitchRow name="onlyKnown" texts={onlyKnown} />
      </Group>
      <Group id="computer" title={groups.computer}>
        <SwitchRow name="startAtLogin" texts={startAtLogin} />
        <SwitchRow name="startHidden" texts={startHidden} />
        <SwitchRow name="notify" texts={notify} />
        <SwitchRow name="keepAwake" texts={keepAwake} />
        {snapshot.update.kind !== 'neverLooks' && <SwitchRow name="lookForUpdates" texts={lookForUpdates} />}
        <UpdateRow />
        <LicencesRow />
      </Group>
      <Group id="moving" title={t.moving.title}>
        <Moving />
      </Group>
      <UndoBar done={done} dismiss={dismiss} />
    </ChangeMadeContext.Provider>
  );
}

function Group({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="settings-group" aria-labelledby={`settings-${id}`}>
      <h2 id={`settings-${id}`}>{title}</h2>
      <div class="card">{children}</div>
    </section>
  );
}
