# a guest that reboots comes back while the watcher waits for another, which does not shut down
# takes: 70
define tiny deaf extra=xenbed=ignore
define tiny web
echo 'guests: {deaf: {update: restart, stop: {timeout: 60}}}' > "$DIR/xenward.yaml"
watch
for name in deaf web; do wait_for 60 guest_is_up $name; done
define tiny deaf extra=xenbed=ignore memory=8
wait_for 30 grep -q 'ignores the request' /var/log/xen/guest-deaf.log
since=$(milliseconds) deaf=$(domid_of deaf) web=$(domid_of web)
xl reboot web
wait_for 30 guest_is_another web "$web"
echo "web: another domain $(($(milliseconds) - since)) ms after it was asked to reboot"
wait_for 20 guest_is_up web 2
# The other one still has its time, and runs on when that is over.
expect_true [ $(($(milliseconds) - since)) -lt 50000 ]
expect 0 eval "grep -c 'guest=deaf .*result=failed' log || true"
wait_for 90 grep -q 'guest=deaf .*result=failed' log
expect "$deaf running" echo "$(domid_of deaf) $(state_of deaf)"
expect 1 eval "grep -c 'guest=web .*action=restart .*result=done' log"
end_watch
