import type { IncomingMessage } from 'node:http';
import { SESSION_MS } from '../../accounts/registration/accountActions';
import type { HttpAnswer } from '../../server/http/routes';
import type { BodyProblem, ReadBody, Site } from '../../server/http/site';
import { isOfOwnPage, type OriginCheck } from '../originCheck';
import { BROKEN, fileAnswer, pageAnswer, redirect } from './answers';
import { createCookies } from './cookies';
import { createRoutes, type RoutesOptions } from './createRoutes';
import { formState, readForm } from './forms';
import { isFormToken } from './formToken';
import { asLanguage, type OpenedVisit, type OpenVisitOptions, openVisit, withQuery } from './openVisit';
import type { MessageKind, Page, Views } from './page';
import { statusOf } from './problems';
import { isSecure } from './relayAddress';
import { isWay, type PageRoute, type Way } from './visit';

export interface PagesOptions extends RoutesOptions, Pick<OpenVisitOptions, 'rules' | 'reached'> {
  readonly views: Views;
  readonly isForeign: OriginCheck;
  /** Told what went wrong that never should. */
  readonly onFailure: (error: unknown) => void;
}

const BASE = '/v1/';
const FILES = 'static/';

/** For so long the language that was chosen is kept, in seconds. */
const LANGUAGE_SECONDS = 365 * 24 * 60 * 60;

const UNREAD: Readonly<Record<BodyProblem | 'noForm', readonly [status: number, message: MessageKind]>> = {
  tooLarge: [413, 'tooLarge'],
  notWhole: [400, 'unreadable'],
  noForm: [415, 'unreadable'],
};

/** The pages at /v1/, with which people see to their accounts. They work without a script, and behind any path. */
export function createPages(options: PagesOptions): Pick<Site, 'answer'> {
  const { views, isForeign, onFailure } = options;
  const routes = createRoutes(options);
  const cookies = createCookies(isSecure(options.reached));
  const files = new Map(views.files.map((file) => [file.name, fileAnswer(file)]));

  const shown = ({ frame, setFormSecret }: OpenedVisit, page: Page, status = 200, headers = {}): HttpAnswer =>
    pageAnswer(status, views.render(page, frame), { ...setFormSecret, ...headers });

  const message = (opened: OpenedVisit, status: number, kind: MessageKind, headers = {}): HttpAnswer =>
    shown(opened, { kind: 'message', message: kind }, status, headers);

  /** To another page, with the cookie that begins or ends a session. */
  function go({ frame }: OpenedVisit, { to, query, done, session }: Way): HttpAnswer {
    const pairs = new URLSearchParams({ ...query, ...(done === undefined ? {} : { done }) });
    const location = withQuery(`${frame.root}${to}` || './', pairs);
    if (session === undefined) return redirect(location);
    const cookie =
      session === null
        ? cookies.set('session', 'none', 0)
        : cookies.set('session', session, SESSION_MS / 1_000);
    return redirect(location, cookie);
  }

  const given = (opened: OpenedVisit, outcome: Page | Way, status?: number, headers?: object): HttpAnswer =>
    isWay(outcome) ? go(opened, outcome) : shown(opened, outcome, status, headers);

  async function submit(
    opened: OpenedVisit,
    route: PageRoute,
    request: IncomingMessage,
    readBody: ReadBody,
  ): Promise<HttpAnswer> {
    if (!route.submit) return message(opened, 405, 'wrongMethod', { Allow: 'GET, HEAD' });
    if (isForeign(request) || !isOfOwnPage(request)) return message(opened, 403, 'foreign');
    const form = await readForm(request, readBody);
    if (!form.ok) return message(opened, ...UNREAD[form.error]);
    const { visit, formSecret } = opened;
    const isOurs = formSecret !== undefined && isFormToken(formSecret, form.value.get('token') ?? '');
    const submitted = isOurs ? await route.submit(visit, form.value) : STALE;
    if (submitted.ok) return given(opened, submitted.value);
    const { status, headers } = statusOf(submitted.error);
    const again = await route.show(visit, formState(form.value, submitted.error));
    // A page without a form of its own would only lead elsewhere, as if it were done.
    if (status === 503 && isWay(again)) return message(opened, status, 'storeFailed', headers);
    return given(opened, again, status, headers);
  }

  async function show(opened: OpenedVisit, route: PageRoute, path: string): Promise<HttpAnswer> {
    const { visit, frame } = opened;
    const language = asLanguage(visit.query.get('lang'));
    if (!language) return given(opened, await route.show(visit, formState(visit.query)));
    // Kept by a cookie from now on, and no longer by the address.
    visit.query.delete('lang');
    const location = withQuery(`${frame.root}${path}` || './', visit.query);
    return redirect(location, cookies.set('language', language, LANGUAGE_SECONDS));
  }

  async function answerPage(
    request: IncomingMessage,
    path: string,
    route: PageRoute,
    from: string,
    readBody: ReadBody,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const opened = await openVisit({ ...options, cookies }, request, path, from, signal);
    if (opened.storeFailed) return message(opened, 503, 'storeFailed', { 'Retry-After': '10' });
    switch (request.method) {
      case 'GET':
      case 'HEAD':
        return show(opened, route, path);
      case 'POST':
        return submit(opened, route, request, readBody);
      default:
        return message(opened, 405, 'wrongMethod', { Allow: 'GET, HEAD, POST' });
    }
  }

  return {
    answer(request, path, from, readBody, signal) {
      // Without the slash, the pages' own ways would lead elsewhere.
      if (path === '/v1') return Promise.resolve(redirect('v1/'));
      if (!path.startsWith(BASE)) return undefined;
      const own = path.slice(BASE.length);
      const file = own.startsWith(FILES) ? files.get(own.slice(FILES.length)) : undefined;
      if (file) return Promise.resolve(file);
      const route = routes.get(own);
      if (!route) return undefined;
      return answerPage(request, own, route, from, readBody, signal).catch((error: unknown) => {
        onFailure(error);
        return BROKEN;
      });
    },
  };
}

const STALE = { ok: false, error: [{ kind: 'stale' }] } as const;
