import type { ComponentChildren } from 'preact';
import type { Done } from '../../../main/web/pages/page';
import { Icon } from '../../components/Icon';
import type { AccountText, Saying } from '../texts';

interface OpeningProps {
  readonly say: Saying;
  readonly title: string;
  readonly detail?: string | undefined;
  /** Beside the title. */
  readonly children?: ComponentChildren;
}

/** How a page begins: what is so, in a sentence, and before it what was done just now. */
export function Opening({ say, title, detail, children }: OpeningProps) {
  const { done } = say.frame;
  return (
    <>
      {done && (
        <p class="notice done" role="status">
          <Icon name={done === 'registeredUnmailed' ? 'warning' : 'passed'} />
          <span>{say.t(doneText(say, done))}</span>
        </p>
      )}
      <div class="opening">
        <div>
          <h1>{title}</h1>
          {detail && <p class="second">{detail}</p>}
        </div>
        {children}
      </div>
    </>
  );
}

/** Where strangers are not told who has an account, these say no more than what anybody may know. */
function doneText({ frame }: Saying, done: Done): AccountText {
  if (!frame.privateAccounts) return `done.${done}`;
  switch (done) {
    case 'registered':
    case 'codeSent':
    case 'resetSent':
    case 'addressSent':
      return `done.${done}Privately`;
    default:
      return `done.${done}`;
  }
}
