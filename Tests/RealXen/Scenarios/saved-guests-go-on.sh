# a guest that does not shut down, or whose host goes down, is saved and goes on from its memory, once; xl can restore it, too
# limit: 600; takes: 120
echo 'defaults: {stop: {timeout: 5, then: save}, host-shutdown: save}' > "$DIR/xenward.yaml"
image=$(disk_image disk.img)
define pv web maxmem=192 extra+=xenbed=ignore 'vif=["bridge=xenbr0"]' "disk=[\"format=raw,vdev=xvda,access=rw,target=$image\"]"
apply
wait_for 60 guest_is_up web
uuid=$(uuid_of web) saved=$(dirname "$STATE")/saved/$(uuid_of web) identity="$(nics_of web) $(disks_of web)"
lives() { xl mem-set web "$1" && eventually 60 "$1" memory_of web; }
snapshot_of_host before

expect_exit 0 xenward stop web --timeout 5 --then save
expect_true guest_is_absent web
expect '600 root' stat -c '%a %U' "$saved"
nothing_to_do
expect_output 'web: stays off'
expect 0 eval "losetup -a | wc -l"

# It is the same guest, which has not booted.
expect_exit 0 xenward start web
expect "$uuid $identity" echo "$(uuid_of web) $(nics_of web) $(disks_of web)"
expect 1 boots_of web
expect_true [ ! -e "$saved" ]
lives 120
apply
nothing_to_do_for_long
lives 112
apply

# Its host goes down, and here does not: it stays off.
expect_exit 0 xenward stop-all
expect_true guest_is_absent web
nothing_to_do
expect_true [ -s "$saved" ]

# xl restores it. What was saved is older than its disk from then on, and is not used again.
cp "$saved" copy
xl restore -p copy > /dev/null
xl unpause web
lives 120
apply
expect "$uuid" uuid_of web
expect 1 boots_of web
xl destroy web
wait_for 30 guest_is_absent web
expect_exit 0 xenward start web
wait_for 60 guest_is_up web 2
nothing_to_do
