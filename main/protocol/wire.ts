import { err, map, ok, type Result } from '../lib/result';
import { unreachable } from '../lib/unreachable';
import { createKeyMemo, deviceKey, keyBytes, PUBLIC_KEY_BYTES } from './deviceKey';
import type { Command, ErrorCode, Misaddressed, RelayEvent } from './messages';
import {
  type Bytes,
  COLON,
  COMMA,
  isIncomplete,
  MAX_NETSTRING_BYTES,
  type Malformed,
  readNetstring,
  ZERO,
} from './netstring';

export const SIGNATURE_BYTES = 64;
export const CHALLENGE_BYTES = 32;

/**
 * The most bytes that one SendData can carry: the outer netstring may have 1,000,000, of which the kind takes 1,
 * the key's netstring 36, and the data's header and comma 8.
 */
export const MAX_DATA_BYTES = MAX_NETSTRING_BYTES - 1 - 36 - 8;

// Messages are one netstring: a kind character, then each field as a netstring (PROTOCOL sections 2 to 4).
const IAM = 'i';
const CONNECT = 'c';
const DISCONNECT = 'x';
const DATA = 'd';
const WHO = '?';
const AUTHENTICATED = '+';
const ENTERED = '>';
const EXITED = '^';
const ERROR = 'E';

/** A command as the bytes of a websocket message. */
export function encodeCommand(command: Command): Buffer {
  switch (command.kind) {
    case 'iam':
      return encode(IAM, command.signature, keyBytes(command.key));
    case 'connect':
      return encode(CONNECT, keyBytes(command.key));
    case 'disconnect':
      return encode(DISCONNECT, keyBytes(command.key));
    case 'sendData':
      return encode(DATA, memo.write(command.key), command.data);
    default:
      return unreachable(command);
  }
}

/** An event as the bytes of a websocket message. */
export function encodeEvent(event: RelayEvent): Buffer {
  switch (event.kind) {
    case 'who':
      return encode(WHO, event.challenge);
    case 'authenticated':
      return encode(AUTHENTICATED);
    case 'connected':
      return encode(CONNECT, keyBytes(event.key));
    case 'disconnected':
      return encode(DISCONNECT, keyBytes(event.key));
    case 'data':
      return encode(DATA, memo.write(event.key), event.data);
    case 'entered':
      return encode(ENTERED, keyBytes(event.key));
    case 'exited':
      return encode(EXITED, keyBytes(event.key));
    case 'error':
      return encode(ERROR, Buffer.from(event.code), Buffer.from(event.message));
    default:
      return unreachable(event);
  }
}

/** Reads a netstring's payload as a command. Data stays a view of `payload`; a signature may have any size. */
export function decodeCommand(payload: Bytes): Result<Command | Misaddressed, Malformed> {
  switch (kindOf(payload)) {
    case IAM:
      return map(fields(payload, ANY_SIZE, ANY_SIZE), ([signature, key]) =>
        isKey(key) ? { kind: 'iam', signature, key: deviceKey(key) } : misaddressed('iam'),
      );
    case CONNECT:
      return map(fields(payload, ANY_SIZE), ([key]) =>
        isKey(key) ? { kind: 'connect', key: deviceKey(key) } : misaddressed('connect'),
      );
    case DISCONNECT:
      return map(fields(payload, ANY_SIZE), ([key]) =>
        isKey(key) ? { kind: 'disconnect', key: deviceKey(key) } : misaddressed('disconnect'),
      );
    case DATA:
      return map(fields(payload, ANY_SIZE, ANY_SIZE), ([key, data]) =>
        isKey(key) ? { kind: 'sendData', key: memo.read(key), data } : misaddressed('sendData'),
      );
    default:
      return err('unknown kind of message');
  }
}

const isKey = (bytes: Bytes): boolean => bytes.length === PUBLIC_KEY_BYTES;

const misaddressed = (command: Command['kind']): Misaddressed => ({ kind: 'misaddressed', command });

/** Reads a netstring's payload as an event. Data stays a view of `payload`. */
export function decodeEvent(payload: Bytes): Result<RelayEvent, Malformed> {
  switch (kindOf(payload)) {
    case WHO:
      return map(fields(payload, CHALLENGE_BYTES), ([challenge]) => ({ kind: 'who', challenge }));
    case AUTHENTICATED:
      return map(fields(payload), () => ({ kind: 'authenticated' }));
    case CONNECT:
      return map(fields(payload, PUBLIC_KEY_BYTES), ([key]) => ({ kind: 'connected', key: deviceKey(key) }));
    case DISCONNECT:
      return map(fields(payload, PUBLIC_KEY_BYTES), ([key]) => ({
        kind: 'disconnected',
        key: deviceKey(key),
      }));
    case DATA:
      return map(fields(payload, PUBLIC_KEY_BYTES, ANY_SIZE), ([key, data]) => ({
        kind: 'data',
        key: memo.read(key),
        data,
      }));
    case ENTERED:
      return map(fields(payload, PUBLIC_KEY_BYTES), ([key]) => ({ kind: 'entered', key: deviceKey(key) }));
    case EXITED:
      return map(fields(payload, PUBLIC_KEY_BYTES), ([key]) => ({ kind: 'exited', key: deviceKey(key) }));
    case ERROR:
      return map(fields(payload, ANY_SIZE, ANY_SIZE), ([code, message]) => ({
        kind: 'error',
        code: errorCode(text(code)),
        message: text(message),
      }));
    default:
      return err('unknown kind of message');
  }
}

const memo = createKeyMemo();

/** What a device is told whose message is longer than the limit, before that ends its connection. */
export const TOO_LONG: RelayEvent = {
  kind: 'error',
  code: 'Generic',
  message: `A message may have ${MAX_NETSTRING_BYTES} bytes at most`,
};

const ANY_SIZE = 'any size';
type Size = number | typeof ANY_SIZE;

/** The fields after the kind: exactly these many, of these sizes in bytes, and nothing behind them. */
function fields<const S extends readonly Size[]>(
  payload: Bytes,
  ...sizes: S
): Result<{ [I in keyof S]: Bytes }, Malformed> {
  const found: Bytes[] = [];
  let at = 1;
  for (const size of sizes) {
    const field = readNetstring(payload, at);
    if (!field.ok) return field;
    if (isIncomplete(field.value)) return err('wrong number of fields');
    const { start, end, next } = field.value;
    if (size !== ANY_SIZE && end - start !== size) return err('field of a wrong size');
    found.push(payload.subarray(start, end));
    at = next;
  }
  if (at !== payload.length) return err('wrong number of fields');
  // The loop pushed one entry for each size, which the type system cannot see.
  return ok(found as { [I in keyof S]: Bytes });
}

const kindOf = (payload: Bytes) => String.fromCharCode(payload[0] ?? 0);

const text = (bytes: Bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();

/** A relay of another version may know more codes than we do; what they all mean is "it failed". */
const errorCode = (name: string): ErrorCode => (name === 'DestNotPresent' ? name : 'Generic');

/** One message: an outer netstring around the kind and the fields' netstrings, written into one buffer. */
function encode(kind: string, ...parts: readonly Bytes[]): Buffer {
  let inner = 1;
  for (const part of parts) inner += headerBytes(part.length) + part.length + 1;
  const message = Buffer.allocUnsafe(headerBytes(inner) + inner + 1);
  let at = writeHeader(message, 0, inner);
  message[at++] = kind.charCodeAt(0);
  for (const part of parts) {
    at = writeHeader(message, at, part.length);
    message.set(part, at);
    at += part.length;
    message[at++] = COMMA;
  }
  message[at] = COMMA;
  return message;
}

/** How long a netstring's header is: the digits of its length, and the colon. */
function headerBytes(length: number): number {
  let bytes = 2;
  for (let rest = length; rest > 9; rest = Math.floor(rest / 10)) bytes++;
  return bytes;
}

/** Writes a netstring's header, digit by digit since a string for each would cost more, and returns where it ends. */
function writeHeader(target: Buffer, at: number, length: number): number {
  const end = at + headerBytes(length);
  target[end - 1] = COLON;
  let rest = length;
  for (let i = end - 2; i >= at; i--) {
    target[i] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return end;
}
