# an HVM guest that asks for a soft reset goes on in its domain, and is known for ours afterwards; a PVH guest is built anew
# limit: 600; takes: 40; threads: multi
disk=$(resetting_disk) kernel=$(resetting_kernel)
define bios web "disk=[\"format=raw,vdev=hda,access=rw,target=$disk\"]"
define pvh small "kernel=$kernel" ramdisk= extra= memory=64
apply
for name in web small; do eventually 240 shutdown state_of $name; done
domid=$(domid_of web) uuid=$(uuid_of web) small=$(domid_of small)
planned '! web +restart: it asked for a soft reset; on_soft_reset is soft-reset'
expect_output '! small +restart: it asked for a soft reset; .* only an HVM guest can be given: it is built anew'
apply
expect running state_of web
expect "$domid $uuid" echo "$(domid_of web) $(uuid_of web)"
expect_true [ -s "/var/lib/xen/userdata-d.$domid.$uuid.xenward" ]
expect_true [ "$(domid_of small)" != "$small" ]
undefine small
nothing_to_do --target web
# libxl leaves the loop device that the disk had before, under xl as well.
undefine web
apply --prune
losetup -D
