import type { IncomingMessage } from 'node:http';
import type { AccountLogin } from '../../accounts/login/login';
import { type AccountActions, SESSION_MS } from '../../accounts/registration/accountActions';
import type { Registration, RegistrationRules } from '../../accounts/registration/registrationTypes';
import type { Language } from '../../accounts/registration/visitor';
import type { TrafficStore } from '../../accounts/stores';
import type { User, UserId } from '../../accounts/user';
import type { PairingInfo } from '../../protocol/pairingUrl';
import type { HttpAnswer } from '../../server/http/routes';
import type { BodyProblem, ReadBody, Site } from '../../server/http/site';
import { languageOf } from '../language';
import { fileAnswer, pageAnswer, redirect } from './answers';
import { createCookies, newFormSecret } from './cookies';
import { formState, readForm } from './forms';
import { formToken, isFormToken } from './formToken';
import { loginRoute, logoutRoute } from './loggingIn';
import { accountRoute, addressRoute, deleteRoute, pairingRoute, passwordRoute } from './ownAccount';
import {
  type ConnectedDevice,
  DONE,
  type FormProblem,
  type Frame,
  type MessageKind,
  type Page,
  type Views,
} from './page';
import { statusOf } from './problems';
import { forgotRoute, registerRoute, resendRoute, resetRoute, verifyRoute } from './registering';
import { isSecure, type Reached, relayAddress } from './relayAddress';
import { isWay, type PageRoute, type Visit, type Way } from './visit';

export interface PagesOptions extends Reached {
  readonly registration: Registration;
  readonly actions: AccountActions;
  readonly login: Pick<AccountLogin, 'login'>;
  readonly traffic: Pick<TrafficStore, 'ofUser'>;
  readonly rules: Pick<RegistrationRules, 'mode' | 'privateAccounts'>;
  readonly devicesOf: (user: UserId) => readonly ConnectedDevice[];
  /** What a device is told of the relay beside its address. */
  readonly pairing: () => Pick<PairingInfo, 'fingerprint' | 'id'>;
  readonly views: Views;
  /** Whether a request comes from a page of ours, or from no page. */
  readonly isOwnOrigin: (request: IncomingMessage) => boolean;
  /** Told what went wrong that never should. */
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const BASE = '/v1/';
const FILES = 'static/';

const FORM_SECONDS = 24 * 60 * 60;
const LANGUAGE_SECONDS = 365 * 24 * 60 * 60;

/** The path from /v1/ on of each page. */
function createRoutes(options: PagesOptions): ReadonlyMap<string, PageRoute> {
  const { registration, actions, login, traffic, devicesOf, pairing, now = Date.now } = options;
  return new Map([
    ['', { show: ({ address }: Visit): Page => ({ kind: 'home', address }) }],
    ['register', registerRoute(registration)],
    ['verify', verifyRoute(registration)],
    ['verify/resend', resendRoute(registration)],
    ['login', loginRoute(login, actions)],
    ['logout', logoutRoute(actions)],
    ['forgot', forgotRoute(registration)],
    ['reset', resetRoute(registration)],
    ['account', accountRoute(traffic, devicesOf, now)],
    ['account/pairing', pairingRoute(login, pairing)],
    ['account/password', passwordRoute(actions)],
    ['account/address', addressRoute(actions)],
    ['account/delete', deleteRoute(actions)],
  ]);
}

/** The pages at /v1/, with which people see to their accounts. They work without a script, and behind any path. */
export function createPages(options: PagesOptions): Pick<Site, 'answer'> {
  const { actions, rules, views, isOwnOrigin, onFailure } = options;
  const routes = createRoutes(options);
  const cookies = createCookies(isSecure(options));
  const files = new Map(views.files.map((file) => [file.name, fileAnswer(file)]));

  const chosenLanguage = (request: IncomingMessage): Language => {
    const chosen = cookies.read(request, 'language');
    return chosen === 'de' || chosen === 'en' ? chosen : languageOf(request.headers['accept-language']);
  };

  const userOf = async (session: string | undefined): Promise<User | undefined | 'storeFailed'> => {
    const known = session === undefined ? undefined : await actions.userOf(session);
    if (known === undefined) return undefined;
    return known.ok ? known.value : 'storeFailed';
  };

  async function answer(
    request: IncomingMessage,
    path: string,
    route: PageRoute,
    from: string,
    readBody: ReadBody,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
    const root = '../'.repeat(path.split('/').length - 1);
    const language = chosenLanguage(request);
    const session = cookies.read(request, 'session');
    const user = await userOf(session);
    const known = session ?? cookies.read(request, 'form');
    const secret = known ?? newFormSecret();
    const fresh: Record<string, string> = known
      ? {}
      : { 'Set-Cookie': cookies.set('form', secret, FORM_SECONDS) };
    const visitor = { from, language, signal };
    const visit: Visit = {
      ...{ visitor, query, session, mode: rules.mode, address: relayAddress(options, request) },
      user: user === 'storeFailed' ? undefined : user,
    };

    const frame: Frame = {
      ...{ language, root, mode: rules.mode, privateAccounts: rules.privateAccounts },
      here: path + (query.size > 0 ? `?${query}` : ''),
      email: visit.user?.email,
      done: DONE.find((one) => one === query.get('done')),
      token: formToken(secret),
    };

    const shown = (page: Page, status = 200, headers: Record<string, string> = {}): HttpAnswer =>
      pageAnswer(status, views.render(page, frame), { ...fresh, ...headers });
    const message = (status: number, kind: MessageKind, headers?: Record<string, string>): HttpAnswer =>
      shown({ kind: 'message', message: kind }, status, headers);
    const given = (outcome: Page | Way, status?: number, headers?: Record<string, string>): HttpAnswer =>
      isWay(outcome) ? go(outcome) : shown(outcome, status, headers);

    function go({ to, query: asked = {}, done, session: begun }: Way): HttpAnswer {
      const pairs = new URLSearchParams({ ...asked, ...(done === undefined ? {} : { done }) });
      const target = `${root}${to}` || './';
      const location = pairs.size > 0 ? `${target}${target.includes('?') ? '&' : '?'}${pairs}` : target;
      if (begun === undefined) return redirect(location);
      return redirect(location, cookies.set('session', begun ?? 'none', begun === null ? 0 : SESSION_MS / 1_000));
    }

    async function refuse(form: URLSearchParams, problems: readonly FormProblem[]): Promise<HttpAnswer> {
      const { status, headers } = statusOf(problems);
      return given(await route.show(visit, formState(form, problems)), status, headers);
    }

    async function submit(): Promise<HttpAnswer> {
      if (!route.submit) return message(405, 'wrongMethod', { Allow: 'GET, HEAD' });
      if (!isOwnForm(request) || !isOwnOrigin(request)) return message(403, 'foreign');
      const form = await readForm(request, readBody);
      if (!form.ok) return message(...UNREAD[form.error]);
      const isOurs = known !== undefined && isFormToken(known, form.value.get('token') ?? '');
      if (!isOurs) return refuse(form.value, [{ kind: 'stale' }]);
      const submitted = await route.submit(visit, form.value);
      return submitted.ok ? given(submitted.value) : refuse(form.value, submitted.error);
    }

    const asked = query.get('lang');
    if (user === 'storeFailed') return message(503, 'storeFailed', { 'Retry-After': '10' });
    if (request.method === 'POST') return submit();
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return message(405, 'wrongMethod', { Allow: 'GET, HEAD, POST' });
    if (asked === 'de' || asked === 'en') {
      query.delete('lang');
      const to = `${path}${query.size > 0 ? `?${query}` : ''}`;
      return redirect(`${root}${to}` || './', cookies.set('language', asked, LANGUAGE_SECONDS));
    }
    return given(await route.show(visit, formState(query)));
  }

  return {
    answer(request, path, from, readBody, signal) {
      if (path === '/v1') return Promise.resolve(redirect('v1/'));
      if (!path.startsWith(BASE)) return undefined;
      const own = path.slice(BASE.length);
      const file = own.startsWith(FILES) ? files.get(own.slice(FILES.length)) : undefined;
      if (file) return Promise.resolve(file);
      const route = routes.get(own);
      if (!route) return undefined;
      return answer(request, own, route, from, readBody, signal).catch((error: unknown) => {
        onFailure(error);
        return pageAnswer(500, '', {});
      });
    },
  };
}

const UNREAD: Readonly<Record<BodyProblem | 'noForm', [number, MessageKind]>> = {
  tooLarge: [413, 'tooLarge'],
  notWhole: [400, 'unreadable'],
  noForm: [415, 'unreadable'],
};

/** Browsers that tell say what sent a request; a form of ours comes from a page of ours. */
function isOwnForm({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}
