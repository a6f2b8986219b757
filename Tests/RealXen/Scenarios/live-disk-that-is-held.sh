# a disk that the guest does not let go of is not taken by force: apply says so, and the next one takes it when the guest does
# limit: 600; takes: 60
first=$(disk xvda "$(disk_image first.img)") second=$(disk xvdb "$(disk_image second.img)")
define pv web "disk=[$first, $second]"
apply
wait_for 180 guest_is_up web
domid=$(domid_of web)
# Who stands still lets go of nothing.
echo 'guests: {web: {state: paused}}' > "$DIR/xenward.yaml"
apply
expect paused state_of web

define pv web "disk=[$first]"
planned '~ web +change live'
expect_exit 1 xenward apply --yes
expect_output 'web: .*libxl_device_disk_safe_remove'
expect '51712 51728' disks_of web
expect "$domid" domid_of web
planned 'disks\[xvdb\]'

rm "$DIR/xenward.yaml"
apply
expect running state_of web
wait_for 60 eval "xenward apply --yes && [ \"\$(disks_of web)\" = 51712 ]"
nothing_to_do_for_long
expect "$domid" domid_of web
