# shellcheck shell=bash
# What the first lines of a scenario say of it. Read by test and lane, behind machine.sh.

scenarios=${SCENARIOS:-$bed/Scenarios}

# said NAME WORD: the number of seconds behind `WORD:`; nothing where there is none.
said() { sed -n "s/^#.*$2: *\\([0-9]*\\).*/\\1/p" "$scenarios/$1.sh" | head -n 1; }

# How long a scenario may take, in seconds, and how long it takes, about, or what most take.
limit_of() { local seconds; seconds=$(said "$1" limit); echo "${seconds:-240}"; }
takes() { local seconds; seconds=$(said "$1" takes); echo "${seconds:-30}"; }

# With how many threads its machine is emulated (machine.sh): `single`, unless it says `threads: multi`.
threads_of() { grep -q '^#.*threads: multi' "$scenarios/$1.sh" && echo multi || echo single; }
# The machine that it runs on: that, and `iommu` where it needs one.
machine_of() { echo "$(threads_of "$1")$(! needs "$scenarios/$1.sh" iommu || echo ' iommu')"; }
