import type { LogEvent, LoginRefusal, LogLevel } from '../../../preload/logEntry';
import { unreachable } from '../../lib/unreachable';

/**
 * How much an event matters to a person: an error is what keeps a device out that should get in, or the relay from
 * working; a warning is what may need somebody; detail is what only helps to follow a single connection.
 */
export function levelOf(event: LogEvent): LogLevel {
  switch (event.kind) {
    case 'notStarted':
    case 'listenerFailed':
      return 'error';
    case 'loginRefused':
      return REFUSALS[event.reason];
    case 'crowded':
    case 'signatureRefused':
    case 'notAdmitted':
    case 'silent':
    case 'malformed':
    case 'tlsFailed':
    case 'advertisingFailed':
    case 'more':
      return 'warning';
    case 'givenUp':
      // Phones that leave the house or fall asleep go without a word.
      return event.why === 'silent' ? 'info' : 'warning';
    case 'started':
    case 'stopped':
    case 'authenticated':
    case 'left':
    case 'linked':
    case 'unlinked':
    case 'delivered':
    case 'quiet':
    case 'advertised':
      return 'info';
    case 'opened':
    case 'testDeviceOpened':
    case 'closed':
    case 'socketFailed':
      return 'detail';
    default:
      return unreachable(event);
  }
}

/** From the least to the most. */
export const LOG_LEVELS = ['detail', 'info', 'warning', 'error'] as const satisfies readonly LogLevel[];

/** Whether an event matters as much as `least`, or more. */
export const isAtLeast = (event: LogEvent, least: LogLevel): boolean =>
  LOG_LEVELS.indexOf(levelOf(event)) >= LOG_LEVELS.indexOf(least);

const REFUSALS: Record<LoginRefusal, LogLevel> = {
  // Browsers and programs that look around ask without a password first.
  missing: 'detail',
  malformed: 'warning',
  wrong: 'error',
  'licence refused': 'error',
  // Strangers try names, and whoever was blocked goes on trying.
  'unknown user': 'warning',
  'not verified': 'warning',
  'blocked user': 'warning',
  blocked: 'warning',
  'foreign page': 'warning',
};
