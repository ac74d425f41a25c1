import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Destination, PageState } from '../preload/contract';
import type { Snapshot } from '../preload/views';
import { CurrentAppContext, textsAndFormats } from './appContext';
import { relay } from './bridge';
import { Sidebar } from './components/Sidebar';
import { pageState, scrolledPanel } from './pageState';
import { Devices } from './views/devices/Devices';
import { Doctor } from './views/doctor/Doctor';
import { Licences } from './views/licences/Licences';
import { Log } from './views/log/Log';
import { Overview } from './views/overview/Overview';
import { Settings } from './views/settings/Settings';
import { Welcome } from './views/welcome/Welcome';

/** The whole window: the first steps until they are done, then the sidebar and one panel. */
export function App({ snapshot }: { snapshot: Snapshot }) {
  const { language, locale } = snapshot;
  const [destination, setDestination] = useState<Destination>({ panel: pageState.panel });
  const { t, f } = textsAndFormats(language, locale);
  // Before the page is painted: it may be told where to go right after its first snapshot.
  useLayoutEffect(() => relay.onNavigate(setDestination), []);
  pageState.panel = panelOf(destination);
  useLayoutEffect(() => {
    scrolledPanel()?.scrollTo({ top: pageState.scroll });
  }, []);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.platform = snapshot.platform;
  }, [language, snapshot.platform]);

  const context = useMemo(() => ({ snapshot, t, f, go: setDestination }), [snapshot, t, f]);
  return (
    <CurrentAppContext.Provider value={context}>
      {snapshot.welcomed ? (
        <div class="frame">
          <Sidebar panel={panelOf(destination)} />
          <main class="panel" key={panelOf(destination)}>
            <PanelAt destination={destination} />
          </main>
        </div>
      ) : (
        <Welcome />
      )}
    </CurrentAppContext.Provider>
  );
}

const panelOf = ({ panel }: Destination): PageState['panel'] => (panel === 'addDevice' ? 'overview' : panel);

function PanelAt({ destination }: { destination: Destination }) {
  switch (destination.panel) {
    case 'overview':
      return <Overview />;
    case 'addDevice':
      return <Overview adding={destination} />;
    case 'devices':
      return <Devices openKey={destination.key} />;
    case 'settings':
      return <Settings />;
    case 'log':
      return <Log />;
    case 'doctor':
      return <Doctor />;
    case 'licences':
      return <Licences />;
  }
}
