"""measure.py COMMAND...: runs it and prints its seconds and its peak of resident memory in KiB (ru_maxrss of wait4).

What the command prints goes to /run/bench-output. A command that fails is the caller's failure, too.
"""
import os
import sys
import time

output = os.open("/run/bench-output", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
begin = time.monotonic()
child = os.posix_spawnp(
    sys.argv[1], sys.argv[1:], os.environ,
    file_actions=[(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, output, 2)])
_, status, usage = os.wait4(child, 0)
print(f"{time.monotonic() - begin:.2f} {usage.ru_maxrss}")
sys.exit(os.waitstatus_to_exitcode(status))
