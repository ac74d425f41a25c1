import { useAppContext } from '../../appContext';
import { Icon } from '../../components/Icon';

/** The relay runs, and there is no address at which a device could find it. */
export function NoNetwork() {
  const { t } = useAppContext();
  return (
    <section class="card lead" aria-labelledby="no-network">
      <span class="sign warning">
        <Icon name="noNetwork" />
      </span>
      <div>
        <h2 id="no-network">{t.overview.noNetwork.title}</h2>
        <p class="second">{t.overview.noNetwork.text}</p>
      </div>
    </section>
  );
}
