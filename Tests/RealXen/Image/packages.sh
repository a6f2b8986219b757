# shellcheck shell=bash disable=SC2034
# What the dom0 is made of; read by `build`.

# Debian packages, with everything that they depend on.
packages=(
  xen-hypervisor-4.17-amd64 linux-image-amd64
  xen-utils-4.17 xen-utils-common xenstore-utils
  qemu-system-xen                              # the device model of HVM guests; ipxe-qemu, on which it depends, has the nics' ROMs
  python3-minimal                              # pygrub
  libxml2 libyaml-0-2 libstdc++6               # what xenward links with, beside libxl
  bash coreutils grep sed gawk findutils procps util-linux mount iproute2 kmod tar ncurses-base
  python3 jq busybox-static libc-bin
  libxen-dev                                   # headers, for tiny.c alone
)

# Depended on, never run here; an extended regular expression over the names of the package files.
unneeded='perl|adduser|passwd|debconf|initramfs-tools|iso-codes|media-types|ucf|sensible-utils|libxen-dev|libicu-dev'

# Modules that dom0 loads, those that it needs to find its root disk, and those of the Linux guest.
dom0_modules=(
  xen-evtchn xen-gntdev xen-gntalloc xen-privcmd xenfs xen-netback xen-blkback
  loop tun bridge fuse ext4 overlay virtio_pci virtio_blk virtio_console
)
passing_modules=(xhci_pci xen-pciback)        # those that scenarios load, to give devices away
first_modules=(crc32c_generic virtio_pci virtio_blk ext4 overlay)
guest_modules=(xen-netfront xen-blkfront xen-pcifront xen_wdt button evdev)
