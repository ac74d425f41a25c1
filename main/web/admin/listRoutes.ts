import { type Day, daysBefore } from '../../accounts/day';
import type { MailRecord, MailStore, RefusalStore } from '../../accounts/registration/registrationStores';
import type { TrafficStore } from '../../accounts/stores';
import { type ShownMail, SPANS, type Span } from './adminPage';
import { type AdminRoute, numberOf } from './adminRoute';

/** Rows of a table whose largest are shown. */
const LARGEST = 50;

/** Mails on a page. */
const PAGE = 50;

/** What has waited for longer than any mail is of use, in milliseconds: the relay that had it in memory is gone. */
const GIVEN_UP_MS = 60 * 60_000;

/** What passed, by user and by address. */
export function trafficRoute(traffic: Pick<TrafficStore, 'statistics'>, now: () => number): AdminRoute {
  return {
    async show(query) {
      const span = spanOf(query);
      const { users, addresses } = await traffic.statistics(firstDay(span, now()), LARGEST);
      return {
        ...{ kind: 'traffic', span },
        users: users.map(({ user, sent, received }) => ({ name: user, sent, received })),
        addresses: addresses.map(({ address, sent, received }) => ({ name: address, sent, received })),
      };
    },
  };
}

/** Logins that were refused, by day, address and reason. */
export function loginsRoute(refusals: Pick<RefusalStore, 'list'>, now: () => number): AdminRoute {
  return {
    async show(query) {
      const span = spanOf(query);
      return { kind: 'logins', span, refusals: await refusals.list(firstDay(span, now()), LARGEST) };
    },
  };
}

/** Which mails were sent, and which were not. */
export function mailsRoute(mails: Pick<MailStore, 'list'>, now: () => number): AdminRoute {
  const shown = ({ state, ...mail }: MailRecord): ShownMail => ({
    ...mail,
    state: state === 'waiting' && now() - mail.at > GIVEN_UP_MS ? 'givenUp' : state,
  });
  return {
    async show(query) {
      const before = numberOf(query.get('before'));
      // One more tells whether there are others.
      const found = await mails.list({ most: PAGE + 1, ...(before !== undefined && { before }) });
      const page = found.slice(0, PAGE);
      const next = found.length > PAGE ? page.at(-1)?.id : undefined;
      return { kind: 'mails', mails: page.map(shown), next, isFirst: before === undefined };
    },
  };
}

const DEFAULT_SPAN: Span = 30;

const spanOf = (query: URLSearchParams): Span =>
  SPANS.find((span) => String(span) === query.get('days')) ?? DEFAULT_SPAN;

/** Today is one of them. */
const firstDay = (span: Span, at: number): Day => daysBefore(at, span - 1);
