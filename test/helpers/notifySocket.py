# Plays a service manager's socket at the path that is given: prints each message that comes, as a line of JSON, without
# those by which systemd-notify waits until it was heard.
import array
import json
import os
import socket
import sys

listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.bind(sys.argv[1])
print("ready", flush=True)
while True:
    data, ancillary, _flags, _address = listener.recvmsg(65536, 1024)
    # systemd-notify waits until the descriptor that it sends last is closed.
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors = array.array("i")
            descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
            for descriptor in descriptors:
                os.close(descriptor)
    if data != b"BARRIER=1":
        print(json.dumps(data.decode()), flush=True)
