#!/usr/bin/env python3
"""Runs the protocol's test vectors through this client: check_vectors.py docs/protocol-vectors.json"""

import base64
import json
import sys

from nacl.signing import SigningKey

from buckets_relay import Malformed, fields_of, message, netstring, read_netstring

KINDS = {
    "Iam": (b"i", ["signature", "key"]),
    "Connect": (b"c", ["key"]),
    "Disconnect": (b"x", ["key"]),
    "SendData": (b"d", ["key", "data"]),
    "Who": (b"?", ["challenge"]),
    "Authenticated": (b"+", []),
    "Connected": (b"c", ["key"]),
    "Disconnected": (b"x", ["key"]),
    "Data": (b"d", ["key", "data"]),
    "Entered": (b">", ["key"]),
    "Exited": (b"^", ["key"]),
    "ErrorEvent": (b"E", ["code", "message"]),
}


def value(vector, name):
    return vector[name].encode() if name in ("code", "message") else bytes.fromhex(vector[name])


def main(path):
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    count = 0
    for vector in vectors["netstrings"]["valid"]:
        payload, wire = bytes.fromhex(vector["payload"]), bytes.fromhex(vector["wire"])
        assert netstring(payload) == wire and read_netstring(wire, 0) == (payload, len(wire)), vector
        count += 1
    for vector in vectors["netstrings"]["malformed"]:
        try:
            read_netstring(bytes.fromhex(vector["wire"]), 0)
        except Malformed:
            count += 1
        else:
            raise AssertionError(vector)
    for vector in vectors["commands"] + vectors["events"]:
        kind, names = KINDS[vector["name"]]
        fields = [value(vector, name) for name in names]
        wire = bytes.fromhex(vector["wire"])
        assert message(kind, *fields) == wire, vector
        assert fields_of(read_netstring(wire, 0)[0]) == (kind, fields), vector
        count += 1
    for vector in vectors["identities"]:
        key = SigningKey(bytes.fromhex(vector["seed"]))
        assert bytes(key.verify_key).hex() == vector["publicKey"], vector
        assert base64.b64encode(bytes(key.verify_key)).decode() == vector["publicKeyBase64"], vector
        assert key.sign(bytes.fromhex(vector["challenge"])).signature.hex() == vector["signature"], vector
        count += 1
    print(f"{count} vectors are right")


if __name__ == "__main__":
    main(sys.argv[1])
