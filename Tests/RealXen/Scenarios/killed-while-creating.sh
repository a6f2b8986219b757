# xenward is killed at ten moments of a creation: after one more apply the host has what an undisturbed creation leaves, once
# limit: 900; takes: 250
want_guest() { define tiny "$1" "disk=[\"format=raw,vdev=xvda,access=rw,target=$(disk_image "$1.img")\"]" 'vif=["bridge=xenbr0"]'; }
# traces_of NAME: what came to the host since `before`, whichever domid, uuid and loop device that is; and what went.
traces_of() {
  local domid; domid=$(domid_of "$1")
  lists_of_host | sort > now
  comm -3 before now | sed -E "s/vif$domid\./vifID./; s/\b$domid\b/ID/g; s/ID\.[0-9a-f-]{36}/ID.UUID/; s/loop[0-9]+/loop/; s/\]:[0-9]+/]:INODE/; s/\b$1\b/NAME/" | sort
}
looks_undisturbed() { traces_of "$1" | diff undisturbed -; }
# killed_after MILLISECONDS: whether that was before it ended.
killed_after() {
  xenward apply --yes > killed.out 2>&1 & local pid=$! status=0
  sleep "$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))"
  kill -KILL $pid 2> /dev/null || true
  wait $pid || status=$?
  [ $status = 137 ]
}

want_guest first
apply
lists_of_host | sort > before
want_guest second
start=$(milliseconds)
apply
took=$(($(milliseconds) - start))
traces_of second > undisturbed
cat undisturbed
for moment in {1..10}; do
  mv now before
  guest=web$moment
  want_guest "$guest"
  until killed_after $((took * moment / 11)); do
    # It was quicker than the second one.
    took=$((took * 9 / 10))
    undefine "$guest"
    apply --prune
    want_guest "$guest"
  done
  echo "killed after $((took * moment / 11)) ms of $took: $(xl list | awk 'NR > 2' | tail -n 1)"
  apply
  expect running state_of "$guest"
  wait_for 10 looks_undisturbed "$guest"
done
nothing_to_do
