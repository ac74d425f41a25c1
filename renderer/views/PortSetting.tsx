import { useState } from 'preact/hooks';
import { relay } from '../bridge';
import { Notice } from '../parts/Notice';
import { describeRefusedPort } from '../parts/problems';

/** The port, in force as soon as it is typed; a refused one leaves the old one as it is and says why. */
export function PortSetting({ port, running }: { port: number; running: boolean }) {
  const [draft, setDraft] = useState<string>();
  const [refused, setRefused] = useState<Refused>();

  async function commit(text: string) {
    const wanted = text.trim();
    if (wanted === String(port)) return leave();
    const number = Number(wanted);
    if (!/^\d{1,5}$/.test(wanted) || number < 1 || number > 65_535) {
      return setRefused({ text: 'A port is a number from 1 to 65535.', nextFree: undefined });
    }
    const change = await relay.changePort(number);
    if (change.kind === 'changed') return leave();
    setRefused(describeRefusedPort(change.problem));
  }

  function leave() {
    setDraft(undefined);
    setRefused(undefined);
  }

  const nextFree = refused?.nextFree;
  return (
    <section class="card" aria-label="Port">
      <div class="setting">
        <label for="port">
          <h2>Port</h2>
          <span class="second">
            Every device that knows the old address needs the new one after a change.
          </span>
        </label>
        <input
          id="port"
          class="mono"
          inputMode="numeric"
          maxLength={5}
          value={draft ?? String(port)}
          aria-invalid={refused !== undefined}
          aria-describedby={refused ? 'port-refused' : undefined}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onBlur={(event) => void commit(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void commit(event.currentTarget.value);
            if (event.key === 'Escape') leave();
          }}
        />
      </div>
      {refused && (
        <Notice
          id="port-refused"
          kind="error"
          title={refused.text}
          text={running ? `The relay stays on ${port} meanwhile.` : `It stays ${port}.`}
          actions={
            nextFree === undefined
              ? []
              : [{ label: `Use ${nextFree}`, act: () => void commit(String(nextFree)) }]
          }
        />
      )}
    </section>
  );
}

interface Refused {
  readonly text: string;
  readonly nextFree: number | undefined;
}
