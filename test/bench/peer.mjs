// @ts-check
// One socket of the load generator: a bare TCP connection, with a websocket on it where the target speaks that.
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { FrameReader } from './wire.mjs';

/**
 * What is loaded.
 * @typedef {object} Target
 * @property {'relay' | 'ws' | 'tcp'} kind
 * @property {number} port
 * @property {string} username
 * @property {string} password
 * @property {boolean} [tls] whatever its certificate is
 * @property {number} [otherPort] where the other end of a pair connects, if not to the same
 * @property {string} [from] the address that a proxy asks for, where the relay trusts one
 */

/**
 * Hears of a connection that fails or ends before we end it.
 * @typedef {(error: Error) => void} Fail
 */

export class Peer {
  /** @type {import('./wire.mjs').OnPayload} what is done with all that comes; replaced as the connection goes on */
  onPayload = () => {};

  /** How many bytes of payload have come. */
  received = 0;

  #socket;
  #buffer;
  #ended = false;

  #from;

  /** @type {import('./wire.mjs').OnPayload} */
  #onPiece = (buffer, start, end) => {
    this.received += end - start;
    this.onPayload(buffer, start, end);
  };

  /** @type {(buffer: Buffer, end: number) => void} */
  #onBytes = (buffer, end) => this.#onPiece(buffer, 0, end);

  /**
   * @param {Target} target
   * @param {Fail} fail
   * @param {number} bufferBytes the most that is read at once
   */
  constructor(target, fail, bufferBytes) {
    const buffer = Buffer.allocUnsafeSlow(bufferBytes);
    this.#buffer = buffer;
    this.#from = target.from;
    const options = {
      host: '127.0.0.1',
      port: target.port,
      noDelay: true,
      // Always the same memory: nothing is allocated for what comes in.
      onread: { buffer, callback: (/** @type {number} */ length) => this.#read(length, fail) },
    };
    this.#socket = target.tls ? connectTls({ ...options, rejectUnauthorized: false }) : connect(options);
    this.#socket.on('error', fail);
    this.#socket.on('close', () => {
      if (!this.#ended) fail(new Error(`the ${target.kind} server ended a connection`));
    });
    /** @type {Promise<void>} */
    this.connected = new Promise((resolve) =>
      this.#socket.once(target.tls ? 'secureConnect' : 'connect', () => resolve()),
    );
  }

  /** @param {number} length @param {Fail} fail */
  #read(length, fail) {
    try {
      this.#onBytes(this.#buffer, length);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
    return true;
  }

  /** @param {Buffer | string} bytes */
  write(bytes) {
    this.#socket.write(bytes);
  }

  /**
   * Asks for a websocket; resolves when it is there. From then on payload is what is in its frames.
   * @param {string} path
   * @param {string} [authorization]
   * @returns {Promise<void>}
   */
  upgrade(path, authorization) {
    return new Promise((resolve, reject) => {
      let head = '';
      const reader = new FrameReader();
      this.#onBytes = (buffer, end) => {
        const before = head.length;
        head += buffer.toString('latin1', 0, end);
        const headEnd = head.indexOf('\r\n\r\n') + 4;
        if (headEnd < 4) return;
        if (!head.startsWith('HTTP/1.1 101 ')) {
          return reject(new Error(`no websocket: ${head.slice(0, head.indexOf('\r'))}`));
        }
        this.#onBytes = (next, length) => reader.push(next, 0, length, this.#onPiece);
        reader.push(buffer, headEnd - before, end, this.#onPiece);
        resolve();
      };
      const lines = [
        `GET ${path} HTTP/1.1`,
        'Host: 127.0.0.1',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==',
        ...(authorization ? [`Authorization: ${authorization}`] : []),
        ...(this.#from ? [`X-Forwarded-For: ${this.#from}`] : []),
      ];
      this.write(`${lines.join('\r\n')}\r\n\r\n`);
    });
  }

  /** From now on only counts the bytes that come, heads of frames among them. @returns {() => number} how many did */
  count() {
    let bytes = 0;
    this.#onBytes = (_buffer, end) => {
      bytes += end;
    };
    return () => bytes;
  }

  /** Ends the connection and waits until the server has ended it too. What still comes is nobody's business. */
  end() {
    this.#ended = true;
    this.onPayload = () => {};
    return new Promise((resolve) => {
      this.#socket.once('close', resolve);
      if (this.#socket.closed) resolve(undefined);
      this.#socket.end();
    });
  }

  /** Drops the connection without waiting for anybody. */
  drop() {
    this.#ended = true;
    this.#socket.destroy();
  }
}
