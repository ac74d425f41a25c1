import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { Icon } from '../../components/Icon';

/** The relay is off: since when and by whom, and the way back. */
export function Stopped() {
  const { snapshot, t, f } = useAppContext();
  const say = t.overview.stopped;
  const off = snapshot.turnedOff;
  return (
    <section class="card lead" aria-labelledby="stopped">
      <span class="sign">
        <Icon name="power" />
      </span>
      <div>
        <h2 id="stopped">{off ? turnedOff(off.at) : say.title}</h2>
        <p class="second">{off && off.devices > 0 ? say.devices(off.devices) : say.nothingLost}</p>
      </div>
      <button type="button" class="main" onClick={() => void relay.startRelay()}>
        {say.turnOn}
      </button>
    </section>
  );

  function turnedOff(at: number): string {
    const now = Date.now();
    const today = new Date(at).toDateString() === new Date(now).toDateString();
    return today ? say.byYouAt(f.time(at)) : say.byYouOn(f.day(at, now));
  }
}
