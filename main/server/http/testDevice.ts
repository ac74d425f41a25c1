import type { IncomingMessage } from 'node:http';
import { TEST_DEVICE_HEADER, TEST_DEVICE_VALUE } from '../../protocol/testDevice';

/** Whether a test device asks that no other device hears of it. */
export const isTestDevice = ({ headers }: IncomingMessage): boolean =>
  headers[TEST_DEVICE_HEADER] === TEST_DEVICE_VALUE;
