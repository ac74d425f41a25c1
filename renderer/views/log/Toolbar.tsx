import { useRef } from 'preact/hooks';
import type { LogLevel } from '../../../preload/logEntry';
import { useAppContext } from '../../appContext';
import { Icon } from '../../components/Icon';
import type { LogFilter } from './logModel';

const LEVELS: readonly LogLevel[] = ['detail', 'info', 'warning', 'error'];

interface Props {
  readonly filter: LogFilter;
  readonly setFilter: (filter: LogFilter) => void;
  readonly paused: boolean;
  readonly togglePause: () => void;
  readonly exportLog: () => void;
  readonly clearLog: () => void;
}

/** What is shown, whether it goes on, and what can be done with all of it. */
export function Toolbar({ filter, setFilter, paused, togglePause, exportLog, clearLog }: Props) {
  const { t } = useAppContext();
  const field = useRef<HTMLInputElement>(null);
  const clearWords = () => {
    setFilter({ ...filter, words: '' });
    field.current?.focus();
  };
  return (
    <div class="log-tools">
      <span class="choice">
        <select
          aria-label={t.log.leastLabel}
          value={filter.least}
          onChange={({ currentTarget }) => {
            const least = LEVELS.find((level) => level === currentTarget.value);
            if (least) setFilter({ ...filter, least });
          }}
        >
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {t.log.least[level]}
            </option>
          ))}
        </select>
        <Icon name="chevron" />
      </span>
      <span class="search">
        <Icon name="search" />
        <input
          ref={field}
          type="text"
          aria-label={t.log.filter}
          placeholder={t.log.filterHint}
          spellcheck={false}
          maxLength={200}
          value={filter.words}
          onInput={({ currentTarget }) => setFilter({ ...filter, words: currentTarget.value })}
          onKeyDown={({ key }) => {
            if (key === 'Escape' && filter.words !== '') clearWords();
          }}
        />
        {filter.words !== '' && (
          <button
            type="button"
            class="icon"
            aria-label={t.log.clearFilter}
            title={t.log.clearFilter}
            onClick={clearWords}
          >
            <Icon name="cross" />
          </button>
        )}
      </span>
      <button type="button" onClick={togglePause}>
        <Icon name={paused ? 'play' : 'pause'} />
        {paused ? t.log.resume : t.log.pause}
      </button>
      <button type="button" onClick={exportLog}>
        <Icon name="export" />
        {t.log.export}
      </button>
      <button type="button" onClick={clearLog}>
        {t.log.clear}
      </button>
    </div>
  );
}
