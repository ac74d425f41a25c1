import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type DeviceKey, deviceKey } from '../../../main/protocol/deviceKey';
import { identityOf, sign, verify } from '../../../main/protocol/identity';
import type { Command, RelayEvent } from '../../../main/protocol/messages';
import { NetstringDecoder } from '../../../main/protocol/netstring';
import { decodeCommand, decodeEvent, encodeCommand, encodeEvent } from '../../../main/protocol/wire';
import { createCredentialsCheck } from '../../../main/server/login/credentials';

// The vectors are for whoever writes another client or relay. They were not made with this code.

interface Message {
  readonly name: string;
  readonly wire: string;
  readonly key?: string;
  readonly data?: string;
  readonly signature?: string;
  readonly challenge?: string;
  readonly code?: string;
  readonly message?: string;
}

interface Vectors {
  readonly netstrings: {
    readonly valid: readonly { readonly payload: string; readonly wire: string }[];
    readonly malformed: readonly { readonly wire: string; readonly why: string }[];
  };
  readonly commands: readonly Message[];
  readonly events: readonly Message[];
  readonly malformedCommands: readonly { readonly wire: string; readonly why: string }[];
  readonly basic: readonly {
    readonly username: string;
    readonly password: string;
    readonly authorization: string;
  }[];
  readonly identities: readonly {
    readonly seed: string;
    readonly publicKey: string;
    readonly publicKeyBase64: string;
    readonly challenge: string;
    readonly signature: string;
  }[];
}

const file = join(import.meta.dirname, '../../../docs/protocol-vectors.json');
const vectors: Vectors = JSON.parse(readFileSync(file, 'utf8'));

const hex = (text = '') => Buffer.from(text, 'hex');
const payloadsOf = (wire: string) => new NetstringDecoder().push(hex(wire));

/** The message as this code has it: its kind, and its fields as the vectors name them. */
function withBytes({ name, wire: _, ...fields }: Message): Record<string, unknown> {
  const kind = name === 'ErrorEvent' ? 'error' : `${name[0]?.toLowerCase()}${name.slice(1)}`;
  const asIs = ['code', 'message'];
  const entries = Object.entries(fields).map(([field, text]) => [
    field,
    field === 'key' ? deviceKey(hex(text)) : asIs.includes(field) ? text : hex(text),
  ]);
  return { kind, ...Object.fromEntries(entries) };
}

const plain = (value: object) =>
  Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      field instanceof Uint8Array ? Buffer.from(field) : field,
    ]),
  );

for (const { payload, wire } of vectors.netstrings.valid) {
  test(`netstring ${wire.slice(0, 20)}`, () => {
    const { payloads, malformed } = payloadsOf(wire);
    expect(malformed).toBeUndefined();
    expect(payloads.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual([payload]);
  });
}

for (const { wire, why } of vectors.netstrings.malformed) {
  test(`netstring ${wire} is malformed: ${why}`, () => {
    expect(payloadsOf(wire).malformed).toBeDefined();
  });
}

for (const vector of vectors.commands) {
  test(`command ${vector.name} ${vector.wire.slice(0, 12)}`, () => {
    const expected = withBytes(vector);
    const [payload] = payloadsOf(vector.wire).payloads;
    const decoded = decodeCommand(payload ?? new Uint8Array());
    if (!decoded.ok) throw new Error(decoded.error);
    expect(plain(decoded.value)).toEqual(expected);
    expect(encodeCommand(decoded.value as Command).toString('hex')).toBe(vector.wire);
  });
}

for (const vector of vectors.events) {
  test(`event ${vector.name} ${vector.wire.slice(0, 12)}`, () => {
    const expected = withBytes(vector);
    const [payload] = payloadsOf(vector.wire).payloads;
    const decoded = decodeEvent(payload ?? new Uint8Array());
    if (!decoded.ok) throw new Error(decoded.error);
    expect(plain(decoded.value)).toEqual(expected);
    expect(encodeEvent(decoded.value as RelayEvent).toString('hex')).toBe(vector.wire);
  });
}

for (const { wire, why } of vectors.malformedCommands) {
  test(`a command is malformed: ${why}`, () => {
    const [payload] = payloadsOf(wire).payloads;
    if (!payload) throw new Error('the netstring itself is right');
    expect(decodeCommand(payload).ok).toBe(false);
  });
}

for (const { username, password, authorization } of vectors.basic) {
  test(`${authorization} lets ${username} in`, () => {
    expect(createCredentialsCheck({ username, password })(authorization).ok).toBe(true);
    expect(createCredentialsCheck({ username, password: `${password}.` })(authorization).ok).toBe(false);
  });
}

for (const { seed, publicKey, publicKeyBase64, challenge, signature } of vectors.identities) {
  test(`the key ${publicKeyBase64} proves itself`, () => {
    const identity = identityOf(Buffer.concat([hex(seed), hex(publicKey)]));
    if (!identity.ok) throw new Error(identity.error);
    expect(identity.value.publicKey).toBe(publicKeyBase64);
    expect(Buffer.from(sign(identity.value, hex(challenge))).toString('hex')).toBe(signature);
    expect(verify(publicKeyBase64 as DeviceKey, hex(challenge), hex(signature))).toBe(true);
  });
}
