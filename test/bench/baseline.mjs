// @ts-check
// How a baseline runs as a process: it says where it listens, as the relay does, and ends with whoever started it.

/** @param {import('node:net').Server} server */
export const serve = (server) => {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address && typeof address === 'object') console.log(`listening on tcp://127.0.0.1:${address.port}`);
  });
  process.stdin.on('end', () => process.exit()).resume();
};
