import { useAppContext } from '../../appContext';

/** The way to the page with the licences. */
export function LicencesRow() {
  const { t, go } = useAppContext();
  return (
    <div class="setting-row">
      <div class="setting">
        <div class="setting-text">
          <div>{t.licences.title}</div>
          <div class="second">{t.licences.hint}</div>
        </div>
        <button type="button" onClick={() => go({ panel: 'licences' })}>
          {t.licences.show}
        </button>
      </div>
    </div>
  );
}
