# shellcheck shell=bash
# False drift: a guest that nobody touched, and of which a plan says that somebody did.

# skipped CONFIGURATION REASON...
skipped() { printf 'skipped      %s: %s\n' "$1" "${*:2}"; }

# no_false_drift [OPTION]...: applies what is defined, prints each guest with what became of it, and clears it all away.
no_false_drift() {
  local file name names=() outcome=''
  expect_exit 0 xenward apply --yes "$@"
  for file in "$DIR"/*; do names+=("$(sed -nE "s/^name *= *\"(.*)\"|.*<name>(.*)<\/name>.*/\1\2/p" "$file")"); done
  for name in "${names[@]}"; do expect running state_of "$name"; done
  for outcome in 'at once' 'after 10 s'; do
    [ "$outcome" = 'at once' ] || sleep 10
    nothing_to_do
  done
  for file in "$DIR"/*; do printf 'no drift     %s: %s\n' "${file##*/}" "$(keys_of "$file" | paste -sd ' ')"; done
  for name in "${names[@]}"; do xl destroy "$name"; done
  for name in "${names[@]}"; do wait_for 30 guest_is_absent "$name"; done
  rm -rf "${DIR:?}"/* "$STATE"
}

# What a file says, in short.
keys_of() {
  case $1 in
    *.xml) echo 'as libvirt XML' ;;
    *) grep -vE '^(#|$|(name|kernel|ramdisk|extra|type) )' "$1" | sed 's/ = /=/; s/[[:space:]]\+/ /g' ;;
  esac
}

# as_libvirt_xml: replaces each definition by what convert makes of it.
as_libvirt_xml() {
  local file
  for file in "$DIR"/*.cfg; do
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
