import { useRef, useState } from 'preact/hooks';
import type { Texts } from '../../main/texts';
import type { UpdateView } from '../../preload/views';
import { useAppContext } from '../appContext';
import { relay } from '../bridge';
import { Notice, type Remedy } from './Notice';

type Known = Extract<UpdateView, { newer: unknown }>;

interface Props {
  readonly update: Known;
  /** Whether it can be put off: where it stands unasked. */
  readonly canWait?: boolean;
}

/** What there is to know and to do about a newer version. */
export function UpdateNotice({ update, canWait = false }: Props) {
  const { t } = useAppContext();
  const [noBrowser, setNoBrowser] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const say = t.updates;

  const notes: Remedy = {
    label: say.whatIsNew,
    act: () => void relay.showUpdateNotes().then((shown) => setNoBrowser(!shown)),
  };
  const later: readonly Remedy[] = canWait
    ? [{ label: say.later, act: () => void relay.postponeUpdate() }]
    : [];
  const download = (label: string): Remedy => ({
    label,
    act() {
      // The button is about to go.
      box.current?.focus();
      void relay.downloadUpdate();
    },
  });

  const { newer } = update;
  const texts = wordsOf(t, update);
  const isFailure = update.kind === 'damaged' || update.kind === 'notDownloaded';
  return (
    <div class="update" ref={box} tabIndex={-1}>
      <Notice
        kind={isFailure ? 'warning' : 'info'}
        title={texts.title}
        text={
          <>
            {texts.text}
            {update.kind === 'downloading' && (
              <progress value={update.percent} max={100} aria-label={texts.title} />
            )}
            {noBrowser && <span class="no-browser">{say.noBrowser(newer.notesUrl)}</span>}
          </>
        }
        actions={actions()}
      />
    </div>
  );

  function actions(): readonly Remedy[] {
    switch (update.kind) {
      case 'available':
        return [...(newer.canInstall ? [download(say.download)] : []), notes, ...later];
      case 'downloading':
        return [notes];
      case 'ready':
        return [
          { label: say.restart(newer.version), act: () => void relay.installUpdate() },
          notes,
          ...later,
        ];
      case 'installing':
        return [];
      case 'damaged':
      case 'notDownloaded':
        return [download(t.common.tryAgain), notes, ...later];
    }
  }
}

function wordsOf({ updates: say }: Texts, update: Known): { readonly title: string; readonly text: string } {
  const { version, canInstall } = update.newer;
  switch (update.kind) {
    case 'available':
      return { title: say.available(version), text: canInstall ? say.availableMeans : say.byHand };
    case 'downloading':
      return { title: say.downloading(version), text: say.downloaded(update.percent) };
    case 'ready':
      return { title: say.ready(version), text: say.readyMeans };
    case 'installing':
      return { title: say.installing(version), text: say.installingMeans };
    case 'damaged':
      return { title: say.damaged(version), text: say.damagedMeans };
    case 'notDownloaded':
      return { title: say.notDownloaded(version), text: say.notDownloadedMeans };
  }
}
