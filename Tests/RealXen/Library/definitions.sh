# shellcheck shell=bash
# Guests, as xl.cfg. KIND is tiny, pv, pvh, hvm, bios or pygrub.

# guest_config KIND NAME [KEY=VALUE]...: prints a definition. KEY=VALUE replaces a line of it or adds one, KEY+=VALUE
# appends to a text. A number or a list is written as it is, anything else in quotes; KEY= alone leaves the line out.
guest_config() {
  local kind=$1 name=$2 line key value; shift 2
  local -A config=([name]=$name)
  local linux='console=hvc0 quiet loglevel=4 mitigations=off rodata=off cryptomgr.notests'
  local base=()
  case $kind in
    tiny) base=(type=pv kernel=/guest/tiny memory=4) ;;
    pv | pvh) base=("type=$kind" kernel=/guest/vmlinux ramdisk=/guest/initrd memory=128 "extra=$linux") ;;
    hvm) base=(type=hvm kernel=/guest/vmlinuz ramdisk=/guest/initrd memory=192 "extra=$linux" vnc=0) ;;
    # Its device model is all that is wanted of it: without a disk to boot from, the BIOS waits.
    bios) base=(type=hvm memory=32 vnc=0) ;;
    pygrub) base=(type=pv bootloader=pygrub memory=128 'disk=["format=raw,vdev=xvda,access=ro,target=/guest/pygrub.img"]') ;;
    *) fail "guest_config: no kind $kind" ;;
  esac
  for line in "${base[@]}" "$@"; do
    key=${line%%=*} value=${line#*=}
    if [[ $key == *+ ]]; then
      key=${key%+}
      config[$key]="${config[$key]:-}${config[$key]:+ }$value"
    else
      config[$key]=$value
    fi
  done
  for key in $(printf '%s\n' "${!config[@]}" | sort); do
    value=${config[$key]}
    case $value in
      '') ;;
      \[* | \"*) echo "$key = $value" ;;
      *[!0-9]*) echo "$key = \"$value\"" ;;
      *) echo "$key = $value" ;;
    esac
  done
}

# define KIND NAME [KEY=VALUE]...: the same, as the file of that guest in the definitions directory.
define() { guest_config "$@" > "$DIR/$2.cfg"; }
undefine() { rm "$DIR/$1.cfg"; }

# by_xl KIND NAME [KEY=VALUE]...: a domain that xl makes, from the same kind of definition.
by_xl() { guest_config "$@" > "$WORK/$2.xl" && xl create -q "$WORK/$2.xl"; }

# disk_image FILE [SIZE]: an empty file for a disk, in the scenario's folder; prints its path.
disk_image() { truncate -s "${2:-8M}" "$WORK/$1" && echo "$WORK/$1"; }
# sleeping_disk PATH: a disk whose boot sector is `sti; hlt` again and again. Where an HVM guest finds none that boots, its BIOS
# turns to the network, and never rests.
sleeping_disk() { printf '\xfb\xf4\xeb\xfd' > "$1" && truncate -s 510 "$1" && printf '\x55\xaa' >> "$1" && truncate -s 8M "$1"; }
# disk VDEV FILE [FORMAT]: a disk of the key `disk`, in quotes.
disk() { echo "\"format=${3:-raw},vdev=$1,access=rw,target=$2\""; }

# A PVH kernel that sleeps for ever, and one that asks for a soft reset first; each prints its path. Hypercalls are made by
# AMD's vmmcall, as the machine's processor is one.
sleeping_kernel() { pvh_kernel sleeps; }
resetting_kernel() { pvh_kernel resets b81d000000 bb02000000 b9f0001000 0f01d9; }

# An HVM kernel that sleeps for ever: the head of a bzImage that is nothing else, `sti; hlt` again and again. It is not read byte
# by byte for half a minute, as Linux is by the device model's boot ROM. Prints its path.
sleeping_bzimage() {
  python3 -c 'import sys
head = bytearray(1024)
head[0x1f1] = 1
head[0x1fe:0x208] = b"\x55\xaa\xeb\x66HdrS\x02\x02"
head[0x211] = 1
head[0x268:0x26c] = b"\xfb\xf4\xeb\xfd"
open(sys.argv[1], "wb").write(head + bytes(512))
' "$WORK/sleeps.bzimage" && echo "$WORK/sleeps.bzimage"
}

# pvh_kernel FILE [CODE]...: runs CODE (hexadecimal), then asks for SCHEDOP_block again and again. At 0x1000f0 stands
# SHUTDOWN_soft_reset.
pvh_kernel() {
  python3 -c 'import struct, sys
base, offset = 0x100000, 0x1000
code = bytes.fromhex("".join(sys.argv[2:]) + "b81d000000" "bb01000000" "31c9" "0f01d9" "ebef").ljust(0xf0, b"\0") + b"\5\0\0\0"
note = struct.pack("<III4sI", 4, 4, 18, b"Xen\0", base)
header = b"\x7fELF\1\1\1".ljust(16, b"\0") + struct.pack("<HHIIIIIHHHHHH", 2, 3, 1, base, 52, 0, 0, 52, 32, 2, 0, 0, 0)
load = struct.pack("<8I", 1, offset, base, base, len(code), len(code), 5, 4096)
notes = struct.pack("<8I", 4, 256, 0, 0, len(note), len(note), 4, 4)
open(sys.argv[1], "wb").write(((header + load + notes).ljust(256, b"\0") + note).ljust(offset, b"\0") + code)
' "$WORK/$1" "${@:2}" && echo "$WORK/$1"
}

# An HVM guest's disk whose boot sector asks for a soft reset, and after that sleeps for ever. It goes on behind the hypercall
# when it was reset; it asks again when it was built anew.
resetting_disk() {
  python3 -c 'import sys
base = 0x7C00
start = bytes.fromhex("fa 31c0 8ed8 8ec0 8ed0 bc007c")
switch = bytes.fromhex("0f0116 0000 0f20c0 0c01 0f22c0 ea 0000 0800")
calls = bytes.fromhex("b810000000 8ed8 b81d000000 bb02000000 b9 00000000 0f01d9" "b81d000000 bb01000000 31c9 0f01d9 ebef")
protected = len(start) + len(switch)
reason = protected + len(calls)
gdt = reason + 4
table = gdt + 24
sector = bytearray(start + switch + calls + bytes.fromhex("05000000") + bytes(8)
  + bytes.fromhex("ffff0000009acf00 ffff00000092cf00") + bytes.fromhex("1700") + (base + gdt).to_bytes(4, "little"))
def put(at, value, size): sector[at:at + size] = (base + value).to_bytes(size, "little")
put(len(start) + 3, table, 2)
put(protected - 4, protected, 2)
put(protected + 18, reason, 4)
open(sys.argv[1], "wb").write((bytes(sector).ljust(510, b"\0") + b"\x55\xaa").ljust(1 << 20, b"\0"))
' "$WORK/resetting.img" && echo "$WORK/resetting.img"
}
