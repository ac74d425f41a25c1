import type { Snapshot } from '../../preload/contract';
import { relay } from '../bridge';
import { Notice } from './Notice';

/** What happened to the files behind the relay, for a person to know. */
export function Notices({ snapshot: { setAside, saveProblem } }: { snapshot: Snapshot }) {
  return (
    <>
      {setAside && (
        <Notice
          kind="warning"
          title={
            setAside.why === 'not readable'
              ? 'The settings could not be read.'
              : 'The settings are from a newer version of Buckets Relay.'
          }
          text="They were put aside, with nothing lost, and the relay started with fresh ones. Check the port that your devices use."
          actions={[
            { label: 'Show file', act: () => void relay.showSetAside() },
            { label: 'Dismiss', act: () => void relay.dismissSetAside() },
          ]}
        />
      )}
      {saveProblem !== undefined && (
        <Notice
          kind="error"
          title="The settings could not be saved."
          text={`They hold until you quit. The system said: ${saveProblem}`}
          actions={[]}
        />
      )}
    </>
  );
}
