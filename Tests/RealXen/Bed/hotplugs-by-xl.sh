# a vcpu, a disk and an interface come and go while a guest runs
# limit: 600
image=$(disk_image disk.img)
by_xl pv one maxvcpus=2 vcpus=1
wait_for 180 guest_is_up one
expect 1 online_vcpus_of one
xl vcpu-set one 2
eventually 60 2 online_vcpus_of one
xl block-attach one "format=raw,vdev=xvdb,access=rw,target=$image"
expect 51728 disks_of one
xl network-attach one bridge=xenbr0 mac=00:16:3e:00:00:02
expect 00:16:3e:00:00:02 nics_of one
wait_for 60 eval 'xl network-list one | grep -q " 4 "'
xl block-detach one xvdb
xl network-detach one 00:16:3e:00:00:02
eventually 30 "" disks_of one
eventually 30 "" nics_of one
