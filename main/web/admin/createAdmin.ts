import type { IncomingMessage } from 'node:http';
import { type AccountStore, StoreError } from '../../accounts/stores';
import type { HttpAnswer } from '../../server/http/routes';
import type { BodyProblem, ReadBody, Site } from '../../server/http/site';
import { isLoopbackHost } from '../../server/network/loopbackHost';
import { preferredLanguage } from '../language';
import { createOriginCheck, isOfOwnPage } from '../originCheck';
import { BROKEN, fileAnswer, pageAnswer, redirect } from '../pages/answers';
import { readForm } from '../pages/forms';
import { formToken, isFormToken } from '../pages/formToken';
import { asLanguage, queryOf, withQuery } from '../pages/openVisit';
import type { AdminAccess } from './adminAccess';
import { ADMIN_DONE, type AdminFrame, type AdminMessage, type AdminPage, type AdminViews } from './adminPage';
import { type AdminRoute, type AdminWay, isAdminWay } from './adminRoute';
import { loginsRoute, mailsRoute, trafficRoute } from './listRoutes';
import { deleteUserRoute, userRoute, usersRoute } from './userRoutes';

export interface AdminOptions {
  readonly store: Pick<AccountStore, 'users' | 'sessions' | 'traffic' | 'refusals' | 'mails'>;
  readonly views: AdminViews;
  readonly access: AdminAccess;
  /** Told what went wrong that never should. */
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const FILES = 'static/';

/** For so long the language that was chosen is kept, in seconds. */
const LANGUAGE_SECONDS = 365 * 24 * 60 * 60;

const UNREAD: Readonly<Record<BodyProblem | 'noForm', readonly [status: number, message: AdminMessage]>> = {
  tooLarge: [413, 'tooLarge'],
  notWhole: [400, 'unreadable'],
  noForm: [415, 'unreadable'],
};

const METHODS = { Allow: 'GET, HEAD, POST' };

/** A request of the browser that was let in. */
interface Asked {
  readonly request: IncomingMessage;
  /** From the first page on. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly session: string;
  readonly readBody: ReadBody;
}

/** The page with which an operator looks after the accounts, for one browser of the same computer. */
export function createAdmin(options: AdminOptions): Pick<Site, 'answer'> {
  const { views, access, onFailure } = options;
  const { cookies, place } = access;
  const routes = createAdminRoutes(options);
  const files = new Map(views.files.map((file) => [file.name, fileAnswer(file)]));
  const isForeign = createOriginCheck();

  const show = (
    request: IncomingMessage,
    page: AdminPage,
    frame: Partial<AdminFrame>,
    status = 200,
    headers = {},
  ) =>
    pageAnswer(
      status,
      views.render(page, {
        language: languageOf(request),
        ...{ root: '', here: '', done: undefined, token: '' },
        ...frame,
      }),
      headers,
    );

  const languageOf = (request: IncomingMessage) =>
    asLanguage(cookies.read(request, 'language')) ?? preferredLanguage(request.headers['accept-language']);

  const locked = (request: IncomingMessage, path: string): HttpAnswer =>
    show(
      request,
      { kind: 'message', message: 'locked' },
      { root: '../'.repeat(path.split('/').length - 2) },
      403,
    );

  /** To the first page for whoever shows the key, once. A browser that only asks what is there has not opened it. */
  function unlock(request: IncomingMessage, path: string): HttpAnswer {
    const key = queryOf(request).get('key');
    const cookie = path === '/' && request.method === 'GET' && key !== null ? access.open(key) : undefined;
    return cookie === undefined ? locked(request, path) : redirect(`${place}/`, cookie);
  }

  const shown = (
    { request, path, query, session }: Asked,
    page: AdminPage,
    status = 200,
    headers = {},
  ): HttpAnswer => {
    const done = ADMIN_DONE.find((one) => one === query.get('done'));
    const lasting = new URLSearchParams(query);
    lasting.delete('done');
    const here = withQuery(path, lasting);
    return show(request, page, { here, done, token: formToken(session) }, status, headers);
  };

  const message = (asked: Asked, status: number, kind: AdminMessage, headers = {}): HttpAnswer =>
    shown(asked, { kind: 'message', message: kind }, status, headers);

  function outcome(asked: Asked, result: AdminPage | AdminWay | undefined, status?: number): HttpAnswer {
    if (!result) return message(asked, 404, 'notFound');
    if (!isAdminWay(result)) return shown(asked, result, status);
    return redirect(
      withQuery(result.to || './', new URLSearchParams({ ...result.query, done: result.done })),
    );
  }

  async function submit(asked: Asked, { submit: act }: AdminRoute): Promise<HttpAnswer> {
    const { request, session, readBody } = asked;
    if (!act) return message(asked, 405, 'wrongMethod', { Allow: 'GET, HEAD' });
    if (isForeign(request) || !isOfOwnPage(request)) return message(asked, 403, 'foreign');
    const form = await readForm(request, readBody);
    if (!form.ok) return message(asked, ...UNREAD[form.error]);
    if (!isFormToken(session, form.value.get('token') ?? '')) return message(asked, 403, 'stale');
    return outcome(asked, await act(form.value), 422);
  }

  async function get(asked: Asked, route: AdminRoute): Promise<HttpAnswer> {
    const { path, query } = asked;
    const language = asLanguage(query.get('lang'));
    if (!language) return outcome(asked, await route.show(query));
    // Kept by a cookie from now on, and no longer by the address.
    query.delete('lang');
    return redirect(withQuery(path || './', query), cookies.set('language', language, LANGUAGE_SECONDS));
  }

  async function answerPage(asked: Asked): Promise<HttpAnswer> {
    const route = routes.get(asked.path);
    if (!route) return message(asked, 404, 'notFound');
    try {
      switch (asked.request.method) {
        case 'GET':
        case 'HEAD':
          return await get(asked, route);
        case 'POST':
          return await submit(asked, route);
        default:
          return message(asked, 405, 'wrongMethod', METHODS);
      }
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return message(asked, 503, 'storeFailed', { 'Retry-After': '10' });
    }
  }

  async function answer(request: IncomingMessage, path: string, readBody: ReadBody): Promise<HttpAnswer> {
    if (!isOfThisComputer(request)) return WRONG_HOST;
    const isInside = path.startsWith(`${place}/`);
    const own = path.slice(isInside ? place.length + 1 : 1);
    const file = own.startsWith(FILES) ? files.get(own.slice(FILES.length)) : undefined;
    if (file) return file;
    if (!isInside) return unlock(request, path);
    const session = access.sessionOf(request);
    if (session === undefined) return locked(request, path);
    return answerPage({ request, path: own, query: queryOf(request), session, readBody });
  }

  return {
    answer: (request, path, _from, readBody) =>
      answer(request, path, readBody).catch((error: unknown) => {
        onFailure(error);
        return BROKEN;
      }),
  };
}

/** The pages, by their path from the first one on. */
function createAdminRoutes({ store, now = Date.now }: AdminOptions): ReadonlyMap<string, AdminRoute> {
  const { users, traffic, refusals, mails } = store;
  return new Map([
    ['', usersRoute(users)],
    ['user', userRoute(store, now)],
    ['delete', deleteUserRoute(users)],
    ['traffic', trafficRoute(traffic, now)],
    ['logins', loginsRoute(refusals, now)],
    ['mails', mailsRoute(mails, now)],
  ]);
}

/** A foreign page whose name was made to lead here (DNS rebinding) asks for that name. */
function isOfThisComputer({ headers: { host = '' } }: IncomingMessage): boolean {
  const isHost = /^[\w.:[\]-]+$/.test(host) && URL.canParse(`http://${host}`);
  return isHost && isLoopbackHost(new URL(`http://${host}`).hostname);
}

const WRONG_HOST: HttpAnswer = {
  status: 403,
  reason: 'Forbidden',
  headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  body: 'This page is for the computer that it runs on, by the address that buckets-relay admin has told.\n',
};
