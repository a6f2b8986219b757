# a disk and a network interface come and go while the guest runs
# limit: 600; takes: 45
first=$(disk_image first.img) second=$(disk_image second.img)
nic='"bridge=xenbr0,mac=00:16:3e:00:00:01"' other='"bridge=xenbr0,mac=00:16:3e:00:00:02"'
define pv web "disk=[$(disk xvda "$first")]" "vif=[$nic]"
apply
wait_for 180 guest_is_up web
domid=$(domid_of web)

define pv web "disk=[$(disk xvda "$first"), $(disk xvdb "$second")]" "vif=[$nic, $other]"
planned '~ web +change live'
apply
expect '51712 51728' disks_of web
expect '00:16:3e:00:00:01 00:16:3e:00:00:02' nics_of web
# The guest's drivers have taken both.
wait_for 60 eval 'xl block-list web | grep -q "^51728 .* 4 "'
wait_for 60 eval 'xl network-list web | grep -q ":00:02 .* 4 "'
nothing_to_do_for_long

define pv web "disk=[$(disk xvda "$first")]" "vif=[$nic]"
apply
expect 51712 disks_of web
expect 00:16:3e:00:00:01 nics_of web
expect "" eval "losetup -a | grep second.img || true"
nothing_to_do_for_long
expect "$domid" domid_of web
