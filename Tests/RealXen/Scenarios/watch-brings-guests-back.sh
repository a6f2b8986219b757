# under the watcher a guest that reboots is back at once, without a timer; a killed watcher's successor misses nothing
# reboots NAME: asks the guest, and waits until the watcher has made another domain for it.
reboots() {
  local domid start
  domid=$(domid_of "$1")
  start=$(milliseconds)
  xl reboot "$1"
  wait_for 30 guest_is_another "$1" "$domid"
  echo "$1: another domain $(($(milliseconds) - start)) ms after it was asked to reboot"
  wait_for 30 guest_is_up "$1" "$2"
}

define tiny web
define tiny quits
watch
wait_for 60 guest_is_up web
wait_for 60 guest_is_up quits
reboots web 2
reboots web 3

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

# Killed while a guest reboots, it leaves all others alone; the next one sees what happened meanwhile.
kill -9 "$watcher"
wait "$watcher" || true
expect_exit 1 xenward stop web --connect xen+unix:///system
expect_output 'there is no watcher'
domid=$(domid_of web2)
xl reboot web2
eventually 20 shutdown state_of web2
expect_true eval "xl domid web"
watch
wait_for 30 guest_is_another web2 "$domid"
wait_for 30 guest_is_up web2 2
end_watch
nothing_to_do
