# a guest whose definition is gone runs on; --prune asks it to shut down before its domain goes
# limit: 600
define tiny keeps
define pv goes
apply
wait_for 180 guest_is_up goes
kept=$(domid_of keeps)
undefine goes
nothing_to_do
expect_output 'goes: no longer defined; domain [0-9]+ runs on'
expect running state_of goes
expect_exit 2 xenward plan --prune --detailed-exitcode
expect_output ' - goes +destroy'
apply --prune
expect absent state_of goes
expect_true grep -q 'guest: poweroff' /var/log/xen/guest-goes.log
expect "$kept" domid_of keeps
nothing_to_do --prune
