import type { RegistrationProblem } from '../../accounts/registration/registrationTypes';
import { unreachable } from '../../lib/unreachable';

/** For what nobody foresaw, as deployed pages know it. */
export const UNEXPECTED = 'Unexpected error';

export const UNKNOWN_COMMAND = 'Unknown command';

/** What is said of a problem on `/v1/auth`. The short ones are those that deployed pages know. */
export function problemText(problem: RegistrationProblem): string {
  switch (problem.kind) {
    case 'exists':
      return 'Account already exists';
    case 'notFound':
      return 'Not found';
    case 'mailFailed':
      return 'Failed to send email';
    case 'notAnAddress':
      return 'This is not an e-mail address. Check it, and try again.';
    case 'passwordLength':
      return 'A password has to have 1 to 1,024 bytes. Choose another one.';
    case 'closed':
      return 'This relay takes no new accounts. Ask who runs it.';
    case 'inviteNeeded':
      return 'A new account needs an invite code that is still good. Ask whoever runs this relay for one.';
    case 'domainRefused':
      return 'Addresses of this domain cannot have an account here. Use another address.';
    case 'throttled':
      return `This was asked too often. Try again in ${seconds(problem.ms)}.`;
    case 'busy':
      return `There is too much to do just now. Try again in ${seconds(problem.ms)}.`;
    // Nobody hears it.
    case 'gone':
    case 'storeFailed':
      return UNEXPECTED;
    default:
      return unreachable(problem);
  }
}

function seconds(ms: number): string {
  const whole = Math.max(1, Math.ceil(ms / 1_000));
  return whole === 1 ? '1 second' : `${whole} seconds`;
}
