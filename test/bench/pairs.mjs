// @ts-check

/** @type {Map<number, import('node:net').Socket>} */
const waiting = new Map();

/** Takes a connection of a forwarder, and copies bytes between it and its other end. @param {import('node:net').Socket} socket */
export const forward = (socket) => {
  socket.on('error', () => socket.destroy());
  // The first four bytes name the pair. Who sends none just stays.
  socket.once('data', (name) => {
    socket.pause();
    const id = name.readUInt32LE();
    const other = waiting.get(id);
    if (!other) {
      waiting.set(id, socket);
      return;
    }
    waiting.delete(id);
    for (const end of [socket, other]) end.write('!');
    socket.pipe(other);
    other.pipe(socket);
  });
};
