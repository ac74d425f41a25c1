# Runs a command with a terminal for standard error ("err"), or for output and error ("out+err"). What it writes there
# comes out of our own standard error.
import os
import pty
import subprocess
import sys

which, *command = sys.argv[1:]
ours, terminal = pty.openpty()
child = subprocess.Popen(command, stdout=terminal if which == "out+err" else None, stderr=terminal)
os.close(terminal)
# The pipes are the child's alone: their ends are to be seen.
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
