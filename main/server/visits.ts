import type { IncomingMessage } from 'node:http';
import type { Account } from '../protocol/relay';
import { VISIT_HEADER, VISIT_VALUE } from '../protocol/visit';

/** Whether a test device asks that no other device hears of it. */
export const isVisit = ({ headers }: IncomingMessage): boolean => headers[VISIT_HEADER] === VISIT_VALUE;

/** The account under which the test devices of `account` hear of each other, and nobody hears of them. */
export const visitorsOf = (account: Account): Account => `${account}\nvisitors` as Account;
