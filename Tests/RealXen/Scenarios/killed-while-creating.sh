# xenward is killed at ten moments of a creation: after one more apply the host is as if nothing had happened
# limit: 900; takes: 220
image=$(disk_image disk.img)
want_guest() { define tiny web "disk=[\"format=raw,vdev=xvda,access=rw,target=$image\"]" 'vif=["bridge=xenbr0"]'; }
# The host's lists, whichever domid, uuid and loop device the guest has.
shape_of_host() {
  local domid; domid=$(domid_of web)
  lists_of_host | sed -E "s/vif$domid\./vifID./; s/\b$domid\b/ID/g; s/ID\.[0-9a-f-]{36}/ID.UUID/; s/loop[0-9]+/loop/" | sort
}
milliseconds() { echo $(($(date +%s%N) / 1000000)); }
# killed_after MILLISECONDS: whether that was before it ended.
killed_after() {
  xenward apply --yes > killed.out 2>&1 & local pid=$! status=0
  sleep "$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))"
  kill -KILL $pid 2> /dev/null || true
  wait $pid || status=$?
  [ $status = 137 ]
}

define tiny stays
want_guest
apply
undefine web
apply --prune
want_guest
start=$(milliseconds)
apply
took=$(($(milliseconds) - start))
shape_of_host > undisturbed
for moment in {1..10}; do
  undefine web
  apply --prune
  want_guest
  until killed_after $((took * moment / 11)); do
    # It was quicker than the first time.
    took=$((took * 9 / 10))
    undefine web
    apply --prune
    want_guest
  done
  echo "killed after $((took * moment / 11)) ms of $took: $(xl list | awk 'NR > 2' | paste -sd ';')"
  apply
  expect running state_of web
  expect 1 eval "xl list | grep -c '^web '"
  eventually 10 "" eval 'shape_of_host | diff undisturbed -'
done
nothing_to_do
