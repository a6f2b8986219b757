# under the watcher a guest that reboots is back at once, without a timer; a killed watcher's successor misses nothing
# Whenever a domain ends or comes, by the clock.
timeout 240 xenstore-watch @releaseDomain @introduceDomain | while read -r event; do echo "$EPOCHREALTIME $event"; done > events &
clock=$!
# comes_back NAME BOOT COMMAND…: which ends its domain, and the watcher has made another one for it within 3 s of the old one's end.
comes_back() {
  local domid seen
  domid=$(domid_of "$1") seen=$(wc -l < events)
  "${@:3}"
  wait_for 60 guest_is_another "$1" "$domid"
  wait_for 30 guest_is_up "$1" "$2"
  awk -v seen="$seen" 'NR > seen { if (/release/ && !end) end = $1; if (/introduce/ && end) { print $1 - end; exit } }' events > gap
  echo "$1: another domain $(cat gap) s after the end of the one before"
  expect_true awk '{ soon = $1 < 3 } END { exit !soon }' gap
}

define tiny web
define tiny quits
watch
wait_for 60 guest_is_up web
wait_for 60 guest_is_up quits
comes_back web 2 xl reboot web
comes_back web 3 xl reboot web

# So is one that powers itself off, where its definition says so, and one that crashes.
define tiny again on_poweroff=restart
wait_for 60 guest_is_up again
comes_back again 2 xl shutdown again
xenward stop again
undefine again
define tiny falls "extra=xenbed=crash after=8" on_crash=restart
wait_for 60 guest_is_up falls
comes_back falls 2 true
xenward stop falls
undefine falls

# One that powers itself off stays off, and is gone.
xl shutdown quits
wait_for 30 eval '! xl domid quits'
sleep 3
nothing_to_do
expect_output 'quits: stays off: it powered itself off'

# There is one watcher for a host, and it stands aside for whoever acts.
expect_exit 4 xenward watch
expect_output 'another watcher is at work here: it has /run/xenward/socket'
expect_exit 0 xenward stop web --connect xen+unix:///system
expect_true guest_is_absent web
expect_exit 0 xenward start web --connect xen+unix:///system
wait_for 30 guest_is_up web 4

# A definition is followed as soon as it is written.
define tiny web2
wait_for 60 guest_is_up web2

# Killed, it leaves all guests alone; the next one sees that one has rebooted meanwhile.
before="$(domid_of web) $(boots_of web)"
kill -9 "$watcher"
wait "$watcher" || true
expect_exit 1 xenward stop web --connect xen+unix:///system
expect_output 'there is no watcher'
domid=$(domid_of web2)
xl reboot web2
eventually 20 shutdown state_of web2
watch
wait_for 30 guest_is_another web2 "$domid"
wait_for 30 guest_is_up web2 2
expect "$before" eval 'echo "$(domid_of web) $(boots_of web)"'
end_watch
nothing_to_do
kill "$clock"
