# a guest that crashes again and again is given more and more time, stays off in the end, and keeps no other guest waiting
echo 'defaults: {crash: {limit: 3, within: 600, delay: 2}}' > "$DIR/xenward.yaml"
define tiny steady
define tiny falls "extra=xenbed=crash after=1" on_crash=restart
watch
wait_for 60 guest_is_up steady
wait_for 60 guest_is_up falls 2

# Meanwhile another one is back as soon as ever.
domid=$(domid_of steady)
xl reboot steady
wait_for 30 guest_is_another steady "$domid"
wait_for 30 guest_is_up steady 2

# Restarted at once, then after 2 s, then after 4 s; the next crash is one too many.
wait_for 120 grep -q 'guest=falls .*action=stop' "$WORK/log"
wait_for 30 guest_is_absent falls
expect 4 boots_of falls
expect 3 grep -c 'guest=falls .*action=restart' "$WORK/log"
domid=$(domid_of steady)
sleep 5
expect_true guest_is_absent falls
expect "$domid" domid_of steady
nothing_to_do
expect_output 'falls: stays off'

end_watch
