# a guest that does nothing but reboot is slowed down, is never left off, and keeps no other guest waiting
# takes: 60
echo 'defaults: {reboot: {limit: 3, within: 600, delay: 4}}' > "$DIR/xenward.yaml"
define tiny steady
define tiny storms "extra=xenbed=reboot after=1" on_reboot=restart
watch
wait_for 60 guest_is_up steady
wait_for 60 guest_is_up storms 4

# Meanwhile another one is back as soon as ever.
domid=$(domid_of steady)
xl reboot steady
wait_for 30 guest_is_another steady "$domid"
wait_for 30 guest_is_up steady 2

# Restarted at once three times, then after 4 s, then after 8 s.
wait_for 120 guest_is_up storms 6
end_watch
grep 'guest=storms' "$WORK/log"
expect_true grep -q 'guest=storms .*it has rebooted 3 times within 600 s' "$WORK/log"
expect_true grep -q 'guest=storms .*it has rebooted 4 times within 600 s' "$WORK/log"
wait_for 30 eval '[ "$(state_of storms)" = shutdown ]'
expect_exit 2 xenward plan --detailed-exitcode
expect_output 'it has rebooted 5 times within 600 s; it is started again at'
