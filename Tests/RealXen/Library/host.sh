# shellcheck shell=bash
# The host as it is seen without xenward.

# A domain or a process that is not there is an answer, not an error.
quietly() { "$@" 2> /dev/null || true; }

# Everything that a guest leaves traces in, a line each.
lists_of_host() {
  xl list | awk 'NR > 1 { print "domain " $1 " " $(NF - 4) }'
  xenstore-list /local/domain | sort -n | sed 's/^/xenstore domain /'
  quietly xenstore-ls -f /local/domain/0/backend | awk -F '[ /]' 'NF > 8 && !seen[$6 $7 $8]++ { print "backend " $6 " " $7 " " $8 }' | sort
  losetup -a | sed 's/^/loop device /' | sort
  quietly find /var/lib/xen -name 'userdata-*' | sed 's/^/userdata /' | sort
  quietly pgrep -a -f '[q]emu-system' | awk '{ print "device model " $1 }'
  ip -br link | awk '{ print "interface " $1 }' | sort
  xl cpupool-list -c | awk 'NR > 1 { print "cpupool " $1 " " $2 }'
}

# snapshot_of_host FILE, then host_is_as_in FILE: nothing came and nothing went.
snapshot_of_host() { lists_of_host > "$1"; }
host_is_as_in() { lists_of_host | diff "$1" -; }

# --- one domain; each prints nothing when there is no such domain

domid_of() { quietly xl domid "$1"; }
# running, paused, shutdown, dying, or absent. A domain that waits for an event runs.
state_of() {
  quietly xl list "$1" | awk 'NR == 2 { s = $(NF - 1)
    print s ~ /d/ ? "dying" : s ~ /^...s/ ? "shutdown" : s ~ /^..p/ ? "paused" : "running"; found = 1 } END { if (!found) print "absent" }'
}
uuid_of() { quietly xl vm-list | awk -v name="$1" '$3 == name { print $1 }'; }
# of_store NAME PATH: a value below the domain's node in xenstore.
of_store() { local domid; domid=$(domid_of "$1"); [ -z "$domid" ] || quietly xenstore-read "/local/domain/$domid/$2"; }
# KiB: what the balloon was told, and the most that it can be told.
memory_target_of() { of_store "$1" memory/target; }
maximum_memory_of() { of_store "$1" memory/static-max; }
# MiB: what Xen says that the domain has now.
memory_of() { quietly xl list "$1" | awk 'NR == 2 { print $(NF - 3) }'; }
online_vcpus_of() { quietly xl vcpu-list "$1" | awk 'NR > 1 && $5 !~ /p/ { n++ } END { print n + 0 }'; }
# affinity_of NAME [VCPU]: hard / soft, as xl writes them.
affinity_of() { quietly xl vcpu-list "$1" | awk -v vcpu="${2:-0}" '$3 == vcpu { print $7, $8, $9 }'; }
weight_of() { quietly xl sched-credit2 -d "$1" | awk 'NR == 2 { print $3 }'; }
cap_of() { quietly xl sched-credit2 -d "$1" | awk 'NR == 2 { print $4 }'; }
cpupool_of() { quietly xl list -c "$1" | awk 'NR == 2 { print $NF }'; }
# vdevs as the numbers that xenstore knows them by, and MAC addresses; sorted, a blank between.
disks_of() { quietly xl block-list "$1" | awk 'NR > 1 { print $1 }' | sort -n | paste -sd ' '; }
nics_of() { quietly xl network-list "$1" | awk 'NR > 1 { print $3 }' | sort | paste -sd ' '; }
disk_count_of() { disks_of "$1" | wc -w; }
nic_count_of() { nics_of "$1" | wc -w; }
# What libxl says that it was built with.
kernel_of() { xl list -l "$1" | jq -r '.[0].config.b_info.kernel'; }
command_line_of() { xl list -l "$1" | jq -r '.[0].config.b_info.cmdline'; }

# guest_is_up NAME [BOOT]: its init has run, for the BOOTth time (1) under this name in this scenario.
guest_is_up() { [ "$(boots_of "$1")" -ge "${2:-1}" ]; }
boots_of() { grep -cs 'guest: up' "/var/log/xen/guest-$1.log" || [ -e "/var/log/xen/guest-$1.log" ] || echo 0; }
# guest_is_another NAME DOMID: it has another domain than this one.
guest_is_another() { local domid; domid=$(domid_of "$1") && [ "$domid" != "$2" ]; }
guest_is_absent() { [ -z "$(domid_of "$1")" ]; }

# Milliseconds of a clock, for differences.
milliseconds() { echo $(($(date +%s%N) / 1000000)); }
