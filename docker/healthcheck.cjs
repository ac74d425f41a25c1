// Asks the relay in this container whether it is well. Ends with 0 when it is, and with 1 when not.
const isTls = !['', 'off'].includes(process.env.RELAY_TLS ?? '');
const { get } = require(isTls ? 'node:https' : 'node:http');

const request = {
  host: '127.0.0.1',
  port: process.env.RELAY_PORT || 9001,
  path: '/healthz',
  timeout: 4_000,
  // Its certificate is for those outside; here is nobody else.
  rejectUnauthorized: false,
};

get(request, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
