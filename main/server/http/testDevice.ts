import type { IncomingMessage } from 'node:http';
import { VISIT_HEADER, VISIT_VALUE } from '../../protocol/testDevice';

/** Whether a test device asks that no other device hears of it. */
export const isVisit = ({ headers }: IncomingMessage): boolean => headers[VISIT_HEADER] === VISIT_VALUE;
