# a kernel that is none, a script and a bootloader that fail end a creation, which says where to look and leaves nothing
# limit: 600; takes: 40
printf '#!/bin/sh\n' > no-kernel
printf '#!/bin/bash\n. /etc/xen/scripts/xen-hotplug-common.sh\nfatal "this script always fails"\n' > /etc/xen/scripts/vif-fails
chmod 755 /etc/xen/scripts/vif-fails
snapshot_of_host host
define tiny bad-kernel "kernel=$WORK/no-kernel"
define tiny bad-vif 'vif=["bridge=xenbr0,script=vif-fails"]'
define tiny bad-screen 'vfb=["vnc=1,vncunused=1"]' 'vif=["bridge=xenbr0,script=vif-fails"]'
define hvm bad-hvm 'device_model_args=["-no-such-option"]'
define pygrub bad-boot "disk=[\"format=raw,vdev=xvda,access=rw,target=$(disk_image empty.img)\"]"
expect_exit 1 xenward apply --yes
for name in bad-kernel bad-vif bad-screen bad-hvm bad-boot; do expect_output "error: $name: create failed: "; done
expect_output 'bad-vif.*(script|hotplug)'
expect_output 'bad-hvm.*qemu-dm-bad-hvm'
expect_output 'bad-boot.*; see .*/bootloader[.][0-9]+[.]log'
rm /etc/xen/scripts/vif-fails
eventually 20 "" host_is_as_in host
define tiny bad-kernel
rm "$DIR"/bad-{vif,screen,hvm,boot}.cfg
apply
expect running state_of bad-kernel
nothing_to_do
