import type { IncomingMessage } from 'node:http';
import type { AccountActions } from '../../accounts/registration/accountActions';
import type { RegistrationRules } from '../../accounts/registration/registrationTypes';
import type { Language } from '../../accounts/registration/visitor';
import { preferredLanguage } from '../language';
import { type Cookies, newFormSecret } from './cookies';
import { formToken } from './formToken';
import { DONE, type Frame } from './page';
import { type Reached, relayAddress } from './relayAddress';
import type { Visit } from './visit';

/** A request for a page, with what is known of who asks. */
export interface OpenedVisit {
  readonly visit: Visit;
  readonly frame: Frame;
  /** The secret that forms are told by, as the browser has it; undefined: it has none yet. */
  readonly formSecret: string | undefined;
  /** What gives it one, for the page's answer. */
  readonly setFormSecret: Readonly<Record<string, string>>;
  /** Who is logged in could not be looked up. */
  readonly storeFailed: boolean;
}

export interface OpenVisitOptions {
  readonly actions: Pick<AccountActions, 'userOf'>;
  readonly rules: Pick<RegistrationRules, 'mode' | 'privateAccounts'>;
  readonly reached: Reached;
  readonly cookies: Cookies;
}

/** For so long a browser keeps its secret for forms, in seconds. */
const FORM_SECONDS = 24 * 60 * 60;

/** `path`: from /v1/ on. */
export async function openVisit(
  { actions, rules, reached, cookies }: OpenVisitOptions,
  request: IncomingMessage,
  path: string,
  from: string,
  signal: AbortSignal,
): Promise<OpenedVisit> {
  const query = queryOf(request);
  const session = cookies.read(request, 'session');
  const known = session === undefined ? undefined : await actions.userOf(session);
  const user = known?.ok ? known.value : undefined;
  const language = languageOf(cookies, request);
  const formSecret = session ?? cookies.read(request, 'form');
  const secret = formSecret ?? newFormSecret();
  return {
    visit: {
      visitor: { from, language, signal },
      query,
      user,
      session,
      address: relayAddress(reached, request),
    },
    frame: {
      ...{ language, mode: rules.mode, privateAccounts: rules.privateAccounts },
      root: '../'.repeat(path.split('/').length - 1),
      here: withQuery(path, query),
      email: user?.email,
      done: DONE.find((one) => one === query.get('done')),
      token: formToken(secret),
    },
    formSecret,
    setFormSecret:
      formSecret === undefined ? { 'Set-Cookie': cookies.set('form', secret, FORM_SECONDS) } : {},
    storeFailed: known?.ok === false,
  };
}

/** What stands behind a request's path; a target that is no path at all has nothing there. */
export function queryOf({ url = '' }: IncomingMessage): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at));
}

/** The one that was chosen on a page, or else the browser's. */
function languageOf(cookies: Cookies, request: IncomingMessage): Language {
  return (
    asLanguage(cookies.read(request, 'language')) ?? preferredLanguage(request.headers['accept-language'])
  );
}

export const asLanguage = (text: string | null | undefined): Language | undefined =>
  text === 'de' || text === 'en' ? text : undefined;

export const withQuery = (path: string, query: URLSearchParams): string =>
  query.size === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
