# shellcheck shell=bash
# False drift: a guest that nobody touched, and of which a plan says that somebody did.

# skipped CONFIGURATION REASON...
skipped() { printf 'skipped      %s: %s\n' "$1" "${*:2}"; }

# no_false_drift [OPTION]...: applies what is defined, and prints each guest with what became of it. A plan right afterwards looks at
# these guests, and at those of the time before, who have run for 10 s by then and are cleared away: both looks for the price of one.
# Two times in a row must not have guests of the same names.
no_false_drift() {
  local new file
  mapfile -t new < <(newcomers)
  expect_exit 0 xenward apply --yes --prune "$@"
  for file in "${new[@]}"; do expect running state_of "$(name_in "$file")"; done
  look_again
  earlier=("${new[@]}") since=$SECONDS
}

# The definitions of the time before, and when it was that they were found without drift.
earlier=() since=0

# look_again: a plan finds nothing to do; those of the time before have run for 10 s by then, and are cleared away.
look_again() {
  local file
  [ ${#earlier[@]} = 0 ] || sleep $((SECONDS - since < 10 ? 10 - (SECONDS - since) : 0))
  nothing_to_do
  for file in "${earlier[@]}"; do
    printf 'no drift     %s: %s\n' "${file##*/}" "$(keys_of "$file" | paste -sd ' ')"
  done
  # Each waits for scripts most of its time.
  for file in "${earlier[@]}"; do name_in "$file"; done | xargs -r -n 1 -P 4 xl destroy
  for file in "${earlier[@]}"; do wait_for 30 guest_is_absent "$(name_in "$file")"; rm "$file"; done
  earlier=()
}

# The definitions that are not of the time before.
newcomers() { printf '%s\n' "$DIR"/* | grep -vxF -f <(printf '%s\n' "${earlier[@]}" /); }
name_in() { sed -nE "s/^name *= *\"(.*)\"|.*<name>(.*)<\/name>.*/\1\2/p" "$1"; }

# What a file says, in short.
keys_of() {
  case $1 in
    *.xml) echo 'as libvirt XML' ;;
    *) grep -vE '^(#|$|(name|kernel|ramdisk|extra|type) )' "$1" | sed 's/ = /=/; s/[[:space:]]\+/ /g' ;;
  esac
}

# as_libvirt_xml: replaces each definition, but for those of the time before, by what convert makes of it.
as_libvirt_xml() {
  local file
  for file in $(newcomers); do
    xenward convert -q --from xen-xl --to xml "$file" > "${file%.cfg}.xml" 2>> "$WORK/lost"
    rm "$file"
  done
}

# An image without anything in it, for a disk of 8 MiB; prints its path.
qcow_image() {
  python3 -c 'import struct, sys
open(sys.argv[1], "wb").write(struct.pack(">4sIQIIQBBHIQ", b"QFI\xfb", 1, 0, 0, 0, 8 << 20, 12, 9, 0, 0, 48) + bytes(32))
' "$WORK/$1" && echo "$WORK/$1"
}
qcow2_image() {
  python3 -c 'import struct, sys
cluster = 1 << 16
header = struct.pack(">4sIQIIQIIQQIIQ", b"QFI\xfb", 2, 0, 0, 16, 8 << 20, 0, 1, 3 * cluster, cluster, 1, 0, 0)
refcounts = struct.pack(">4H", 1, 1, 1, 1)
parts = [header, struct.pack(">Q", 2 * cluster), refcounts, b""]
open(sys.argv[1], "wb").write(b"".join(part.ljust(cluster, b"\0") for part in parts))
' "$WORK/$1" && echo "$WORK/$1"
}
