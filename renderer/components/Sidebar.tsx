import appIcon from '../../assets/icon/app.svg?no-inline';
import type { PageState } from '../../preload/contract';
import { isProblem } from '../../preload/doctor';
import { useAppContext } from '../appContext';
import { countConnected } from './countConnected';
import { Icon, type IconName } from './Icon';
import { StateDot } from './StateDot';

type Panel = 'overview' | 'devices' | 'settings' | 'log' | 'doctor';

/** Where a panel is found here; one without a place of its own belongs to another. */
const placeOf = (panel: PageState['panel']): Panel => (panel === 'licences' ? 'settings' : panel);

const PANELS: readonly { readonly panel: Panel; readonly icon: IconName }[] = [
  { panel: 'overview', icon: 'home' },
  { panel: 'devices', icon: 'devices' },
  { panel: 'settings', icon: 'sliders' },
  { panel: 'log', icon: 'list' },
  { panel: 'doctor', icon: 'pulse' },
];

/** The way from panel to panel; in a narrow window it becomes a bar on top. */
export function Sidebar({ panel: here }: { panel: PageState['panel'] }) {
  const { snapshot, t, go } = useAppContext();
  const connected = countConnected(snapshot);
  const problems = snapshot.doctor.report?.checks.filter(isProblem).length ?? 0;
  return (
    <header class="sidebar">
      <div class="brand">
        <img src={appIcon} alt="" width="32" height="32" />
        <div>
          <div class="strong">{t.common.appName}</div>
          <div class="second state-line">
            <StateDot state={snapshot.relay} />
            {t.common.relay[snapshot.relay]}
          </div>
        </div>
      </div>
      <nav aria-label={t.common.panelsLabel}>
        {PANELS.map(({ panel, icon }) => (
          <button
            key={panel}
            type="button"
            aria-current={panel === placeOf(here) ? 'page' : undefined}
            onClick={() => go({ panel })}
          >
            <Icon name={icon} />
            <span class="name">{t.common.panels[panel]}</span>
            {panel === 'devices' && connected > 0 && <span class="count">{connected}</span>}
            {panel === 'doctor' && problems > 0 && <span class="count problems">{problems}</span>}
          </button>
        ))}
      </nav>
      <div class="third version">
        {t.common.version(snapshot.version)}
        {'newer' in snapshot.update && (
          <div class="newer">
            <Icon name="up" />
            {t.updates.mark(snapshot.update.newer.version)}
          </div>
        )}
      </div>
    </header>
  );
}
