import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { Notice } from '../../components/Notice';

/** What happened to the files behind the relay, or is odd about this desktop, for a person to know. */
export function Notices() {
  const { snapshot, t } = useAppContext();
  const { setAside, saveProblem, trayMissing } = snapshot;
  const say = t.overview;
  return (
    <>
      {saveProblem !== undefined && (
        <Notice kind="error" title={say.notSaved.title} text={say.notSaved.text(saveProblem)} actions={[]} />
      )}
      {setAside && (
        <Notice
          kind="warning"
          title={say.setAside[setAside.what][setAside.why === 'not readable' ? 'notReadable' : 'newer']}
          text={say.setAside[setAside.what].text}
          actions={[
            { label: say.setAside.show, act: () => void relay.showSetAside() },
            { label: t.common.dismiss, act: () => void relay.dismissSetAside() },
          ]}
        />
      )}
      {trayMissing && (
        <Notice kind="info" title={say.trayMissing.title} text={say.trayMissing.text} actions={[]} />
      )}
    </>
  );
}
