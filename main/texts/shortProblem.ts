import type { Problem } from '../../preload/views';
import type { CommonTexts } from './messages/common';

/** A problem in a few words: `Port 9001 is taken.` */
export function shortProblem(problem: Problem, texts: CommonTexts['shortProblem']): string {
  switch (problem.kind) {
    case 'portInUse':
      return texts.portInUse(problem.port);
    case 'portForbidden':
      return texts.portForbidden(problem.port);
    case 'addressNotAvailable':
      return texts.addressNotAvailable;
    case 'passwordLocked':
      return texts.passwordLocked;
    case 'certificate':
      return texts.certificate;
    case 'cannotListen':
    case 'listenerFailed':
      return texts.network;
  }
}
