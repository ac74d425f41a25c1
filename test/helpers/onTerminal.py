# Runs a command with a terminal for standard error ("err"), for output and error ("out+err"), or for input and error
# ("in+err"). What it writes there comes out of our own standard error; what it reads there comes in by our own input.
import os
import pty
import subprocess
import sys
import threading

which, *command = sys.argv[1:]
ours, terminal = pty.openpty()
child = subprocess.Popen(
    command,
    stdin=terminal if which == "in+err" else None,
    stdout=terminal if which == "out+err" else None,
    stderr=terminal,
)
os.close(terminal)


def type_in():
    while typed := os.read(0, 65536):
        os.write(ours, typed)


# The pipes are the child's alone: their ends are to be seen.
if which == "in+err":
    threading.Thread(target=type_in, daemon=True).start()
else:
    os.close(0)
os.close(1)
while True:
    try:
        text = os.read(ours, 65536)
    except OSError:  # so Linux says that nobody has the terminal any more
        break
    if not text:
        break
    os.write(2, text)
sys.exit(child.wait())
