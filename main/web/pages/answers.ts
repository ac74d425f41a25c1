import type { HttpAnswer } from '../../server/http/routes';
import type { PageFile } from './page';

// With `same-origin` nobody else is told of an address with a code in it. (`no-referrer` would have browsers say `null` of
// where the pages' own forms come from, and then they could not be told from those of others.)
const SAFE_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
} as const;

const PAGE_HEADERS = {
  ...SAFE_HEADERS,
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
} as const;

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

export const pageAnswer = (status: number, html: string, headers: Record<string, string>): HttpAnswer => ({
  status,
  reason: REASONS[status] ?? '',
  headers: { ...PAGE_HEADERS, ...headers },
  body: html,
});

/** To another page, by GET, so that nothing is sent twice when somebody reloads. */
export const redirect = (location: string, cookie?: string): HttpAnswer => ({
  status: 303,
  reason: 'See Other',
  headers: {
    ...SAFE_HEADERS,
    'Cache-Control': 'no-store',
    Location: location,
    ...(cookie === undefined ? {} : { 'Set-Cookie': cookie }),
  },
  body: '',
});

/** What is in it never changes under its name. */
export const fileAnswer = ({ type, text }: PageFile): HttpAnswer => ({
  status: 200,
  reason: 'OK',
  headers: {
    ...SAFE_HEADERS,
    'Content-Type': type,
    'Cache-Control': 'public, max-age=31536000, immutable',
  },
  body: text,
});

/** For what never should happen: a page may be what is broken. */
export const BROKEN: HttpAnswer = {
  status: 500,
  reason: 'Internal Server Error',
  headers: { ...SAFE_HEADERS, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  body: 'Something went wrong in the relay. Try again, and tell whoever runs it if it stays so.\n',
};
