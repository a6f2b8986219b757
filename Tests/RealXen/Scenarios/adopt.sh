# domains that xl made are adopted without a touch, and then there is nothing to do; what the definition says from then on counts
# limit: 600
image=$(disk_image disk.img)
parts=(vcpus=2 maxmem=192 "disk=[\"format=raw,vdev=xvda,access=rw,target=$image\"]" 'vif=["bridge=xenbr0"]')
by_xl pv linux "${parts[@]}"
by_xl tiny small
define pv linux "${parts[@]}"
define tiny small
wait_for 180 guest_is_up linux
before="$(domid_of linux) $(uuid_of linux) $(nics_of linux) $(domid_of small)"
snapshot_of_host host
for name in linux small; do expect_exit 0 xenward adopt "$name"; done
expect_true host_is_as_in host
nothing_to_do_for_long
expect "$before" echo "$(domid_of linux) $(uuid_of linux) $(nics_of linux) $(domid_of small)"

define pv linux "${parts[@]}" memory=112
planned '~ memory.target'
apply
expect $((112 * 1024)) memory_target_of linux
nothing_to_do
xl mem-set linux 120
planned 'memory.target.*\(drift\)'
