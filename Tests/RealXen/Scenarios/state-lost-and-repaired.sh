# without its state xenward destroys nothing and makes nothing twice; it remembers its guests again from the marks on their domains
image=$(disk_image disk.img)
define tiny web "disk=[\"format=raw,vdev=xvda,access=rw,target=$image\"]" 'vif=["bridge=xenbr0"]'
define tiny other memory=8
by_xl tiny foreign
apply
snapshot_of_host host
cp "$STATE" old-state
rm "$STATE"
expect_exit 0 xenward state repair --yes --dir "$DIR"
expect_output 'web'
expect_output 'other'
expect 0 eval "grep -c foreign <<< '$output' || true"
expect_true host_is_as_in host
nothing_to_do_for_long

# Nor does one that is too old to know them.
define tiny third
apply
snapshot_of_host host
cp old-state "$STATE"
undefine third
expect_exit 0 xenward apply --yes --prune
expect_true host_is_as_in host
expect_exit 0 xenward state repair --yes --dir "$DIR"
expect_output 'third'
expect_true host_is_as_in host
expect_exit 0 xenward apply --yes --prune
expect_true guest_is_absent third
expect running state_of foreign
nothing_to_do

# What a repaired state knows is enough to change a guest.
define tiny other memory=6 maxmem=8
apply
expect $((6 * 1024)) memory_target_of other
nothing_to_do
