# shellcheck shell=bash
# The guests, in dom0's /guest; read by `build`.
mkdir -p root/guest

# Linux: dom0's kernel, with a busybox of one file.
mkdir -p guest/{bin,dev,proc,sys,sbin,etc}
cp root/bin/busybox guest/bin/
for applet in sh mount sleep cat echo uname modprobe uevent chmod mkdir ln acpid; do ln -s busybox "guest/bin/$applet"; done
modules guest "${guest_modules[@]}"
install -m 755 "$recipe/guest-init" guest/init
archive guest > root/guest/initrd
cp "$to/vmlinux" root/guest/vmlinux                    # PV, PVH
cp "kernel/boot/vmlinuz-$version" root/guest/vmlinuz   # HVM: the device model wants a bzImage

# A kernel of one file. Pseudo-physical memory is linked at 1 MiB.
cc -std=gnu17 -O2 -Wall -Wextra -Werror -ffreestanding -fno-stack-protector -fno-pic -no-pie -fcf-protection=none -mno-red-zone \
  -mgeneral-regs-only -nostdlib -static -Wl,-Ttext-segment=0x100000,-z,max-page-size=4096,-z,noexecstack,--build-id=none \
  -I headers/usr/include -o root/guest/tiny "$recipe/tiny-start.S" "$recipe/tiny.c"

# A disk that pygrub can boot from: the first entry is Linux, the second the tiny kernel.
mkdir -p disk/boot/grub
cp root/guest/{vmlinux,initrd,tiny} disk/boot/
install -m 644 "$recipe/pygrub.cfg" disk/boot/grub/grub.cfg
mke2fs -q -t ext2 -m 0 -d disk root/guest/pygrub.img "$(($(du -sm disk | cut -f1) + 8))M" > /dev/null
