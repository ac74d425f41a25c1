import type { Bridge, Problem } from '../../preload/contract';

export interface Remedy {
  readonly label: string;
  act(): void;
}

export interface Explained {
  readonly title: string;
  readonly text: string;
  /** The likeliest first; it becomes the main button. */
  readonly remedies: readonly Remedy[];
}

/** A problem in words that a neighbour understands, with what can be done about it. */
export function explain(problem: Problem, relay: Bridge): Explained {
  const again: Remedy = { label: 'Try again', act: () => void relay.startRelay() };
  switch (problem.kind) {
    case 'portInUse':
      return {
        title: `Another program uses port ${problem.port}`,
        text: 'Nothing is lost: what your devices have to say to each other stays on them until the relay runs. Use another port, or end the other program and try again. After a change of port, every device needs the new address once.',
        remedies: [...usePort(problem.nextFree, relay), { ...again, label: `Try ${problem.port} again` }],
      };
    case 'portForbidden':
      return {
        title: `This computer does not let the relay use port ${problem.port}`,
        text: 'Ports below 1024 are often kept for the system, and some others may be set aside. After a change of port, every device needs the new address once.',
        remedies: [...usePort(problem.nextFree, relay), again],
      };
    case 'addressNotAvailable':
      return {
        title: 'The address of the relay is gone',
        text: 'This computer may have changed its network. Connect it again, then try once more.',
        remedies: [again],
      };
    case 'passwordLocked':
      return {
        title: 'The saved password cannot be opened',
        text: 'The keychain of this computer is locked, or is not the one that sealed the password, or the file with it is damaged. Unlock the keychain and try again. With a new password the relay runs at once, but every device needs the new one.',
        remedies: [again, { label: 'Make a new password…', act: () => void relay.replacePassword() }],
      };
    case 'cannotListen':
    case 'listenerFailed':
      return {
        title: 'The system refused the network to the relay',
        text: `It gave ${problem.code} as the reason. Trying again often helps; so does another port, or starting the computer anew.`,
        remedies: [again],
      };
  }
}

const usePort = (port: number | undefined, relay: Bridge): Remedy[] =>
  port === undefined ? [] : [{ label: `Use port ${port}`, act: () => void relay.changePort(port) }];

/** Why a port that somebody typed was refused, in one sentence. */
export function describeRefusedPort(problem: Problem): { text: string; nextFree: number | undefined } {
  switch (problem.kind) {
    case 'portInUse':
      return { text: `Port ${problem.port} is in use by another program.`, nextFree: problem.nextFree };
    case 'portForbidden':
      return {
        text: `This computer does not let the relay use port ${problem.port}.`,
        nextFree: problem.nextFree,
      };
    case 'passwordLocked':
      return { text: 'The keychain is locked, so the relay cannot start there.', nextFree: undefined };
    case 'addressNotAvailable':
      return { text: 'The relay’s address is not available now.', nextFree: undefined };
    case 'cannotListen':
    case 'listenerFailed':
      return { text: `The system refused it (${problem.code}).`, nextFree: undefined };
  }
}
