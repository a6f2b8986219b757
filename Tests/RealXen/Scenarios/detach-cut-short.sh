# a disk or an interface whose detaching was cut short, xenward's or xl's, is seen to be missing, and comes back whole
# limit: 600; takes: 45
first=$(disk_image first.img)
disk="disk=[\"format=raw,vdev=xvda,access=rw,target=$first\"]" nic='vif=["bridge=xenbr0,mac=00:16:3e:00:00:01"]'
connected() { xl block-list web | grep -q '^51712 .* 4 ' && xl network-list web | grep -q ':00:01 .* 4 '; }
# begun KIND NUMBER: dom0's backend of the device has been told that it goes.
begun() { [ "$(xenstore-read "/local/domain/0/backend/$1/$domid/$2/online")" = 0 ]; }
# cut_short KIND NUMBER COMMAND...: kills a command at that moment.
cut_short() {
  local kind=$1 number=$2 command
  shift 2
  "$@" & command=$!
  for _ in $(seq 500); do
    begun "$kind" "$number" 2> /dev/null && break
    sleep 0.05
  done
  kill -9 "$command" 2> /dev/null || true
  wait "$command" || true
}
define pv web "$disk" "$nic"
apply
wait_for 180 guest_is_up web
domid=$(domid_of web)
wait_for 60 connected

define pv web "$nic"
cut_short vbd 51712 xenward apply --yes
define pv web "$disk" "$nic"
sleep 3
apply
wait_for 60 connected
nothing_to_do

cut_short vif 0 xl network-detach web 0
sleep 3
planned 'nics\[00:16:3e:00:00:01\]'
apply
wait_for 60 connected
nothing_to_do
expect 51712 disks_of web
expect 00:16:3e:00:00:01 nics_of web
expect "$domid" domid_of web
