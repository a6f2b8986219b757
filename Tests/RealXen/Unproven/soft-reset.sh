# a guest that asks for a soft reset goes on in its domain, and is known for ours afterwards
# limit: 400
kernel=$(resetting_kernel)
define pvh web "kernel=$kernel" ramdisk= extra= memory=64
apply
eventually 30 shutdown state_of web
domid=$(domid_of web) uuid=$(uuid_of web)
planned '! web +restart: it asked for a soft reset; on_soft_reset is soft_reset'
apply
expect running state_of web
expect "$domid $uuid" echo "$(domid_of web) $(uuid_of web)"
expect_true [ -s "/var/lib/xen/userdata-d.$domid.$uuid.xenward" ]
nothing_to_do_for_long
