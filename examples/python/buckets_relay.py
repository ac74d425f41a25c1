#!/usr/bin/env python3
"""A client of the Buckets relay protocol, to read and to start from. See docs/PROTOCOL.md.

Needs Debian's python3-websockets and python3-nacl (websockets 10 to 13, and PyNaCl).

    RELAY_USERNAME=household RELAY_PASSWORD=... \\
        buckets_relay.py send http://127.0.0.1:9001/v1/relay OTHER_KEY --seed FILE < budget
    ... buckets_relay.py receive URL OTHER_KEY --seed FILE > budget
    buckets_relay.py key --seed FILE          prints this device's public key, made if there is none

With https, the certificate is checked as usual, or compared with --fingerprint (SHA-256, 64 hex digits).
"""

import argparse
import asyncio
import base64
import hashlib
import os
import ssl
import sys
from urllib.parse import urlsplit

import websockets
from nacl.signing import SigningKey

MAX_NETSTRING = 1_000_000
CHUNK = 16 * 1024


class Malformed(Exception):
    """The bytes are not the protocol's."""


def netstring(data: bytes) -> bytes:
    return b"%d:%s," % (len(data), data)


def message(kind: bytes, *fields: bytes) -> bytes:
    """A protocol message: one netstring with the kind and the fields, each a netstring."""
    return netstring(kind + b"".join(netstring(field) for field in fields))


def read_netstring(data: bytes, at: int):
    """The netstring at `at`, and where the next one begins; None while it is not whole."""
    colon = data.find(b":", at, at + len(str(MAX_NETSTRING)) + 1)
    header = data[at:colon] if colon >= 0 else data[at:]
    if header and (not header.isdigit() or (header[:1] == b"0" and header != b"0")):
        raise Malformed(f"no length: {header[:10]!r}")
    if colon < 0:
        if len(header) > len(str(MAX_NETSTRING)):
            raise Malformed("no colon")
        return None
    if not header or int(header) > MAX_NETSTRING:
        raise Malformed("no length, or too long")
    begin, end = colon + 1, colon + 1 + int(header)
    if len(data) <= end:
        return None
    if data[end : end + 1] != b",":
        raise Malformed("no comma")
    return data[begin:end], end + 1


def fields_of(payload: bytes):
    """The kind of a message, and its fields."""
    if not payload:
        raise Malformed("no kind")
    fields, at = [], 1
    while at < len(payload):
        found = read_netstring(payload, at)
        if found is None:
            raise Malformed("a field that is not ended")
        field, at = found
        fields.append(field)
    return payload[:1], fields


class Relay:
    """An authenticated connection. Use: `async with Relay.connect(...) as relay`."""

    def __init__(self, socket):
        self.socket = socket
        self.buffer = b""

    @classmethod
    async def connect(cls, url, username, password, key: SigningKey, fingerprint=None):
        target = urlsplit(url)
        secure = target.scheme in ("https", "wss")
        address = target._replace(scheme="wss" if secure else "ws").geturl()
        login = base64.b64encode(f"{username}:{password}".encode()).decode()
        options = {"extra_headers": {"Authorization": f"Basic {login}"}, "compression": None, "max_size": 1 << 22}
        if secure:
            options["ssl"] = ssl.create_default_context()
            if fingerprint:
                options["ssl"] = pinned(target.hostname, target.port or 443, fingerprint)
        relay = cls(await websockets.connect(address, **options))
        kind, fields = await relay.event()
        if kind != b"?":
            raise Malformed(f"{kind!r} in place of a challenge")
        signature = key.sign(fields[0]).signature
        await relay.command(b"i", signature, bytes(key.verify_key))
        kind, fields = await relay.event()
        if kind != b"+":
            raise PermissionError(fields[-1].decode())
        return relay

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.socket.close()

    async def command(self, kind: bytes, *fields: bytes):
        await self.socket.send(message(kind, *fields))

    async def event(self):
        """The next event. Websocket messages are one stream: a netstring may be split over several of them."""
        while True:
            found = read_netstring(self.buffer, 0)
            if found:
                payload, at = found
                self.buffer = self.buffer[at:]
                return fields_of(payload)
            self.buffer += await self.socket.recv()


def pinned(host: str, port: int, fingerprint: str) -> ssl.SSLContext:
    """Trusts the one certificate that has this fingerprint, so that the password goes over no other connection."""
    pem = ssl.get_server_certificate((host, port))
    seen = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
    if seen != fingerprint.replace(":", "").replace(" ", "").lower():
        raise PermissionError(f"the certificate has the fingerprint {seen}; nothing was sent")
    context = ssl.create_default_context(cadata=pem)
    context.check_hostname = False
    return context


async def until(relay: Relay, kind: bytes, peer: bytes):
    """Waits for an event about `peer`."""
    while True:
        found, fields = await relay.event()
        if found == b"E":
            raise ConnectionError(fields[-1].decode())
        if found == kind and fields[0] == peer:
            return fields


async def send(relay: Relay, peer: bytes, source):
    await relay.command(b"c", peer)
    await until(relay, b"c", peer)
    while chunk := source.read(CHUNK):
        await relay.command(b"d", peer, chunk)
    # The relay works in order: once it has answered a ping, it has passed on all that was sent before.
    await (await relay.socket.ping())


async def receive(relay: Relay, peer: bytes, target):
    await relay.command(b"c", peer)
    while True:
        kind, fields = await relay.event()
        if kind == b"E":
            raise ConnectionError(fields[-1].decode())
        if kind == b"d" and fields[0] == peer:
            target.write(fields[1])
        if kind == b"x" and fields[0] == peer:
            target.flush()
            return


def signing_key(path: str) -> SigningKey:
    """The key whose 32 bytes are in `path`; made, for you alone to read, where there is none."""
    try:
        with open(path, "rb") as file:
            return SigningKey(file.read())
    except FileNotFoundError:
        key = SigningKey.generate()
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(bytes(key))
        return key


async def main():
    parser = argparse.ArgumentParser(description="A device of a Buckets relay.")
    parser.add_argument("command", choices=["key", "send", "receive"])
    parser.add_argument("url", nargs="?")
    parser.add_argument("peer", nargs="?", help="the other device's public key, in base64")
    parser.add_argument("--seed", required=True, help="file of this device's secret key")
    parser.add_argument("--fingerprint")
    options = parser.parse_args()
    key = signing_key(options.seed)
    if options.command == "key":
        print(base64.b64encode(bytes(key.verify_key)).decode())
        return
    peer = base64.b64decode(options.peer, validate=True)
    login = os.environ["RELAY_USERNAME"], os.environ["RELAY_PASSWORD"]
    async with await Relay.connect(options.url, *login, key, options.fingerprint) as relay:
        if options.command == "send":
            await send(relay, peer, sys.stdin.buffer)
        else:
            await receive(relay, peer, sys.stdout.buffer)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except (PermissionError, ConnectionError, Malformed, OSError, websockets.WebSocketException) as problem:
        sys.exit(f"{type(problem).__name__}: {problem}")
