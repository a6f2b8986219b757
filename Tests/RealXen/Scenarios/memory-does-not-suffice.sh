# a guest that does not fit is not begun, and a running one that would not fit again is not stopped; plan says both numbers
needs='it needs [0-9.]+ (GiB|MiB|KiB) of memory, and [0-9.]+ (GiB|MiB|KiB) are free'
# The number that was shown as free, in MiB.
shown() { sed -nE 's/.* and ([0-9]+) (GiB|MiB|KiB) are free.*/\1 \2/p' <<< "$output" | awk 'NR == 1 { print int($2 == "GiB" ? $1 * 1024 : $2 == "MiB" ? $1 : $1 / 1024) }'; }
about() { expect_true [ $(($1 - $2)) -le 1 ]; expect_true [ $(($2 - $1)) -le 1 ]; }

define tiny runs memory=64
apply
domid=$(domid_of runs)
free=$(xl info free_memory)
snapshot_of_host host

define tiny huge memory=$((free + 100))
planned "\? huge +blocked: cannot be created: $needs"
about "$(shown)" "$free"
expect_exit 1 xenward apply --yes
expect_true host_is_as_in host
undefine huge

# What a guest holds is free when it has been stopped.
define tiny runs memory=$((free + 200))
expect_exit 2 xenward plan --detailed-exitcode --allow-restart
expect_output "\? runs +blocked: cannot be restarted: $needs"
about "$(shown)" $((free + 64))
expect_exit 1 xenward apply --yes --allow-restart
expect_true host_is_as_in host
expect "$domid" domid_of runs
