# shellcheck shell=bash
# The machine: where its image is, how QEMU emulates it, how a job gets in and what comes out. Read by image, lane, run, shell and test.
#
# A caller makes a job in $work/job (see start_machine) and finds in $work: out (what the job printed), status (a line an
# event), console (Xen and dom0's kernel), files (a tar, or several one after the other).

bed=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$bed/../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/xenward
image=$cache/dom0-$(cd "$bed/Image" && sha256sum -- * | sha256sum | cut -c 1-16)
debian=$cache/debian-$(sha256sum < "$bed/Debian/build" | cut -c 1-16)

say() { printf '%s\n' "$*" >&2; }

# Processors and MiB of the machine, and dom0's MiB: a gigabyte, as the guests need the rest.
cpus=2 memory=4096 dom0_memory=1024

# What QEMU 7.2 emulates wrongly or not at all, hidden from Xen; README.md says what goes wrong otherwise.
model=EPYC
for feature in smap monitor rdtscp avx avx2 f16c fma bmi1 bmi2 adx xsave xsaveopt xsavec xgetbv1 \
  rdseed sha-ni fxsr-opt misalignsse 3dnowprefetch osvw topoext nrip-save; do model+=,-$feature; done

xen_options="com1=115200,8n1 console=com1 loglvl=warning guest_loglvl=warning dom0_mem=${dom0_memory}M,max:${dom0_memory}M
dom0_vcpus_pin bootscrub=no ucode=no xpti=no spec-ctrl=no"
# What is translated of a program is used again only where that lies at the same address: without norandmaps every start of a
# program costs about twice as much.
dom0_options="console=hvc0 quiet loglevel=4 mitigations=off nokaslr norandmaps"

# How QEMU emulates processors: `multi`, a thread each, or `single`, one for all. Two machines of one thread get more done on
# two processors than one of two threads; but where one thread does it, an HVM guest that boots runs off into nowhere. One
# thread stays with a processor for up to 100 ms, so dom0 has one alone, or its processes would wait for each other that long.
threads=multi

# How many vcpus dom0 has. One leaves the other processor to guests; for figures it has both, so that what is begun together gets
# done together; only `run` makes such a machine. No snapshot is of such a dom0.
dom0_vcpus=1

# With an IOMMU, for scenarios that give PCI devices away: another board, which takes no snapshot and boots each time.
iommu=''

# The fourth disk: blank, or Debian's where somebody needs it. Both are of one size, since that is in the snapshot.
debian_disk=''

# needs FILE debian|package|iommu|processors: whether its first lines say so, in a comment: `needs: debian package`.
needs() { grep -q "^#.*needs:[a-z ]* $2\\b" "$1"; }

# Debian's package of xenward, and one that is the same but for a higher version; nothing where there is none.
package=${DEB:-}
for file in "$project"/.build/deb/xenward_*.deb; do [ -n "$package" ] || [ ! -f "$file" ] || package=$file; done
pack_package() {
  [ -n "$package" ] || return 0
  rm -rf "$work/newer"
  cp "$package" "$work/job/xenward.deb"
  dpkg-deb -R "$package" "$work/newer"
  sed -i 's/^Version: .*/&+newer/' "$work/newer/DEBIAN/control"
  dpkg-deb -Zgzip -z1 --root-owner-group -b "$work/newer" "$work/job/xenward-newer.deb" > /dev/null
}

# Sets $qemu: the same devices each time, or a snapshot would not fit.
machine() {
  local terminal=${1:-null,id=terminal} board=(-machine pc)
  [ -z "$iommu" ] || board=(-machine q35 -device intel-iommu,intremap=off)
  qemu=(qemu-system-x86_64 -accel tcg,thread=$threads "${board[@]}" -cpu "$model" -smp "$cpus" -m "$memory"
    -nodefaults -no-user-config -display none -no-reboot -rtc base=utc
    -kernel "$image/xen" -append "${xen_options//$'\n'/ } dom0_max_vcpus=$dom0_vcpus" -initrd "$image/vmlinux $dom0_options,$image/first.cpio"
    -drive "file=$image/dom0.img,format=raw,if=none,id=root,readonly=on" -device virtio-blk-pci,drive=root
    -drive "file=$work/in,format=raw,if=none,id=in,readonly=on" -device virtio-blk-pci,drive=in
    -drive "file=$work/kept,format=raw,if=none,id=kept" -device virtio-blk-pci,drive=kept
    -drive "file=${debian_disk:-$work/blank},format=raw,if=none,id=debian,readonly=on" -device virtio-blk-pci,drive=debian
    -device qemu-xhci,id=usb -device usb-kbd,bus=usb.0 -device pci-testdev,addr=0x1e
    -serial "file:$work/console"
    -device virtio-serial-pci
    -chardev "$terminal" -device virtconsole,chardev=terminal
  )
  local port
  for port in out status files; do
    qemu+=(-chardev "file,id=$port,path=$work/$port" -device "virtserialport,chardev=$port,name=$port")
  done
}

# Sets $snapshot: it fits only what it was taken from, and the QEMU that took it.
name_snapshot() {
  snapshot=$image/booted-$({ cat "$bed/machine.sh"; qemu-system-x86_64 --version; } | sha256sum | cut -c 1-16)
}

# Sets $work, a folder that goes when the caller ends, with the disks of a machine that has not run.
new_work() {
  work=$(mktemp -d "${TMPDIR:-/tmp}/xenward-bed.XXXXXX")
  vm=''
  trap 'stop_machine; rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  truncate -s 1G "$work/in" "$work/kept" "$work/blank"
}

# pack_job PROGRAM: makes the disk $work/in of the folder $work/job, whose PROGRAM dom0 is to run.
pack_job() {
  local binary=${XENWARD:-$project/.build/release/xenward}
  [ -x "$binary" ] || { say "no $binary: make build makes it"; exit 1; }
  mkdir -p "$work/job/bin"
  strip -o "$work/job/bin/xenward" "$binary"
  cp -r "$bed/Dom0" "$bed/Library" "$work/job/"
  ln -sf "Dom0/$1" "$work/job/job"
  date +%s > "$work/job/now"
  rm -f "$work/in"
  tar -C "$work/job" -cf "$work/in" .
  [ "$(stat -c %s "$work/in")" -lt 1000000000 ] || { say "what is to be copied in is over 1 GB"; exit 1; }
  truncate -s 1G "$work/in"
}

# start_machine boot|resume [CHARDEV]: $vm is QEMU's process.
start_machine() {
  machine "${2:-}"
  local file
  for file in out status files console; do : > "$work/$file"; done
  [ "$1" = boot ] || qemu+=(-incoming "exec:cat $(printf %q "$snapshot")")
  if [ -n "${2:-}" ]; then
    "${qemu[@]}" <&0 &
  else
    "${qemu[@]}" < /dev/null &
  fi
  vm=$!
}

machine_runs() { [ -n "$vm" ] && kill -0 "$vm" 2> /dev/null; }

stop_machine() {
  [ -n "$vm" ] || return 0
  kill -KILL "$vm" 2> /dev/null || true
  wait "$vm" 2> /dev/null || true
  vm=''
}
