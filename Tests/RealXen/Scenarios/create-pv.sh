# a PV guest is built as its definition says from a kernel in dom0, and then there is nothing to do
# limit: 600
image=$(disk_image disk.img)
define pv web vcpus=2 maxmem=192 "disk=[\"format=raw,vdev=xvda,access=rw,target=$image\"]" \
  'vif=["bridge=xenbr0,mac=00:16:3e:00:00:01"]'
planned '\+ web +create'
expect absent state_of web
apply
nothing_to_do_for_long
wait_for 180 guest_is_up web
expect running state_of web
expect $((128 * 1024)) memory_target_of web
expect $((192 * 1024)) maximum_memory_of web
expect 51712 disks_of web
expect 00:16:3e:00:00:01 nics_of web
eventually 30 2 online_vcpus_of web
nothing_to_do
