import { useState } from 'preact/hooks';
import { entryLine } from '../../../main/texts';
import { MAX_COPIED } from '../../../preload/contract';
import { useAppContext } from '../../appContext';
import { relay } from '../../bridge';
import { Heading } from '../../components/Heading';
import { Icon } from '../../components/Icon';
import { Notice } from '../../components/Notice';
import { pageState } from '../../pageState';
import '../../styles/log.css';
import { CopyShown } from './CopyShown';
import { copiedText } from './copiedText';
import { Footer } from './Footer';
import { LogTable } from './LogTable';
import type { LogFilter } from './logModel';
import { NothingShown } from './NothingShown';
import { Toolbar } from './Toolbar';
import { useLog, useLogWording } from './useLog';

const EVERYTHING: LogFilter = { least: 'detail', words: '' };

/** What happened, newest last. */
export function Log() {
  const { t, f } = useAppContext();
  const speech = useLogWording();
  const [filter, setFilter] = useState<LogFilter>(pageState.filter);
  pageState.filter = filter;
  const [failure, setFailure] = useState<string>();
  const { model, busy, changed } = useLog(speech, filter);

  const pause = () => {
    model.pause();
    changed();
  };
  const resume = () => {
    model.resume();
    changed();
  };
  const exportLog = async () => {
    const result = await relay.exportLog();
    setFailure(result.kind === 'failed' ? result.text : undefined);
  };
  const clipboardText = () =>
    copiedText(
      model.shown,
      (entry) => entryLine(entry, speech),
      (count) => t.log.leftOut(count, f),
      MAX_COPIED,
    );

  return (
    <>
      <Heading title={t.log.title} detail={t.log.detail}>
        <div class="log-file">
          <CopyShown clipboardText={clipboardText} />
          <button
            type="button"
            class="icon"
            aria-label={t.log.showFile}
            title={t.log.showFile}
            onClick={() => void relay.showLogFile()}
          >
            <Icon name="folder" />
          </button>
        </div>
      </Heading>
      <Toolbar
        filter={filter}
        setFilter={setFilter}
        paused={model.paused}
        togglePause={model.paused ? resume : pause}
        exportLog={() => void exportLog()}
        clearLog={() => void relay.clearLog()}
      />
      {failure !== undefined && (
        <Notice
          kind="error"
          title={t.log.exportFailed}
          text={failure}
          actions={[
            { label: t.common.tryAgain, act: () => void exportLog() },
            { label: t.common.dismiss, act: () => setFailure(undefined) },
          ]}
        />
      )}
      <div class="card log-card">
        <LogTable
          model={model}
          speech={speech}
          words={filter.words.trim().toLowerCase()}
          pause={pause}
          resume={resume}
        />
        {model.shown.length === 0 && (
          <NothingShown model={model} busy={busy} showAll={() => setFilter(EVERYTHING)} />
        )}
        <Footer model={model} busy={busy} />
      </div>
    </>
  );
}
