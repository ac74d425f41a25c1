/// <reference path="./licences.d.ts" />
import { useEffect, useState } from 'preact/hooks';
import { useAppContext } from '../../appContext';
import { Heading } from '../../components/Heading';
import '../../styles/licences.css';

type All = typeof import('virtual:licences').default;

/** Whose work the app stands on, and on what terms; reached from the settings. */
export function Licences() {
  const { t, go } = useAppContext();
  const [all, setAll] = useState<All>([]);
  // A hundred kilobytes that hardly anybody wants: read when somebody does.
  useEffect(() => void import('virtual:licences').then((module) => setAll(module.default)), []);
  return (
    <>
      <Heading title={t.licences.title} detail={t.licences.detail}>
        <button type="button" onClick={() => go({ panel: 'settings' })}>
          {t.licences.back}
        </button>
      </Heading>
      <ul class="card licences" aria-label={t.licences.title}>
        {all.map(({ name, version, licence, text }) => (
          <li key={`${name} ${version}`}>
            <details>
              <summary>
                <span class="strong">{name}</span> <span class="second">{`${version}, ${licence}`}</span>
              </summary>
              <pre>{text === '' ? t.licences.noText : text}</pre>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}
