# the examples of the repository start, and are found as they were built, at once and after 10 s
# limit: 1200; takes: 190; threads: multi
examples=/in/examples
images=/var/lib/xen/images kernels=/var/lib/xen/kernels
mkdir -p $images $kernels /srv/iso /srv/images /dev/vg0
trap 'ip link del xenbr1 || true' EXIT
ip link add xenbr1 type bridge
for name in mail backup archive; do ln -s /guest/pygrub.img $images/$name.img; done
for file in $images/{accounts,kiosk,builder,plotter-floppy}.img /srv/iso/{install,tools,desktop}.iso /srv/images/drivers.img \
  /dev/vg0/{plotter,desktop,dns,web1-root,web1-data}; do truncate -s 8M $file; done
for name in backup archive; do cp "$(qcow_image scratch.img)" $images/$name-scratch.qcow; done

# some KERNEL RAMDISK FILE...: they have one name in the examples; HVM guests want a bzImage.
some() {
  ln -sf "$1" $kernels/vmlinuz-6.1-amd64
  ln -sf "$2" $kernels/initrd-6.1-amd64
  local file
  for file in "${@:3}"; do cp "$examples/$file" "$DIR/"; done
  no_false_drift
  look_again
}
asleep=$(sleeping_bzimage)
# One at a time: eight hotplug scripts at once would outlast libxl's 40 s here.
for file in pv.cfg pv-kernel.xml pv-bootloader.xml pvh.cfg; do some /guest/{vmlinux,initrd} $file; done
for file in hvm.cfg hvm-kernel.xml hvm-bios.xml hvm-floppy.xml; do some "$asleep" "$asleep" $file; done
skipped 'the kernel of hvm-kernel.xml' 'create-hvm boots Linux in an HVM guest; here one that sleeps stands in for it'
skipped 'pv-images.cfg, pv-images.xml' 'their kernels are on their disks'
rm -r $images $kernels /srv/iso /srv/images /dev/vg0
