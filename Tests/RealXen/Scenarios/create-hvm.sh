# an HVM guest is built with its device model, and then there is nothing to do
# limit: 600; takes: 90; threads: multi
image=$(disk_image disk.img)
define hvm web "disk=[\"format=raw,vdev=hda,access=rw,target=$image\"]" 'vif=["bridge=xenbr0,mac=00:16:3e:00:00:01"]'
planned '\+ web +create'
apply
nothing_to_do_for_long
expect 1 pgrep -c -f '[q]emu-system.*-name web'
wait_for 300 guest_is_up web
expect running state_of web
expect 768 disks_of web
expect 00:16:3e:00:00:01 nics_of web
nothing_to_do
