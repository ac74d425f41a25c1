import { relay } from '../bridge';
import { Icon } from '../parts/Icon';

export function Stopped() {
  return (
    <section class="card lead" aria-label="The relay is off">
      <span class="sign">
        <Icon name="power" />
      </span>
      <div>
        <h2>The relay is off</h2>
        <p class="second">Nothing is lost: your devices keep what they have, and come back by themselves.</p>
      </div>
      <button type="button" class="main" onClick={() => void relay.startRelay()}>
        Turn on
      </button>
    </section>
  );
}
