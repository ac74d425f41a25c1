// Asks the relay in this container whether it is well. Ends with 0 when it is, and with 1 when not.
const variable = (name) => (process.env[name] ?? '').trim();
const isTls = !['', 'off'].includes(variable('RELAY_TLS'));
const { get } = require(isTls ? 'node:https' : 'node:http');

// Who listens on every address is reached on the loopback of the same family.
const loopbacks = { '': '127.0.0.1', '0.0.0.0': '127.0.0.1', '::': '::1' };
const address = variable('RELAY_ADDRESS');

const request = {
  host: loopbacks[address] ?? address,
  port: variable('RELAY_PORT') || 9001,
  path: '/healthz',
  timeout: 4_000,
  // Its certificate is for those outside; here is nobody else.
  rejectUnauthorized: false,
};

get(request, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
