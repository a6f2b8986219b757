"""measure.py COMMAND...: runs it and prints its seconds, its peak of resident memory in KiB (ru_maxrss of wait4), and how much
of all processors' time it and others in dom0 had meanwhile, in per cent.

What the command prints goes to /run/bench-output. A command that fails is the caller's failure, too.
"""
import os
import sys
import time


def processors():
    """What all of them have had since the boot, and what of it was idle or Xen's to give (proc_stat(5): idle, iowait, steal)."""
    with open("/proc/stat") as statistics:
        times = [int(time) for time in statistics.readline().split()[1:9]]
    return sum(times), times[3] + times[4] + times[7]


output = os.open("/run/bench-output", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
all_before, idle_before = processors()
begin = time.monotonic()
child = os.posix_spawnp(
    sys.argv[1], sys.argv[1:], os.environ,
    file_actions=[(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, output, 2)])
_, status, usage = os.wait4(child, 0)
seconds = time.monotonic() - begin
all_after, idle_after = processors()
busy = 100 * (1 - (idle_after - idle_before) / max(1, all_after - all_before))
print(f"{seconds:.2f} {usage.ru_maxrss} {busy:.0f}")
sys.exit(os.waitstatus_to_exitcode(status))
