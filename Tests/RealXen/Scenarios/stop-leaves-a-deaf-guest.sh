# a guest that does not answer a request to shut down is left running when its time is over, and apply says so; unless its policy does
# takes: 130
define tiny restarted extra=xenbed=ignore
define tiny pruned extra=xenbed=ignore
define tiny told extra=xenbed=ignore
define tiny keeps
echo 'guests: {told: {stop: {timeout: 5, then: destroy}}}' > "$DIR/xenward.yaml"
apply
for name in restarted pruned told; do wait_for 30 guest_is_up $name; done
domids="$(domid_of restarted) $(domid_of pruned)"
define tiny restarted extra=xenbed=ignore memory=8
undefine pruned
undefine told
start=$SECONDS
expect_exit 3 xenward apply --yes --prune --allow-restart
expect_output 'pruned: destroy failed: .*the guest still runs'
expect_output 'restarted: restart failed: .*the guest still runs'
expect_true [ $((SECONDS - start)) -ge 60 ]
expect_true grep -q 'ignores the request' /var/log/xen/guest-told.log
expect "" domid_of told
expect_true grep -q 'ignores the request' /var/log/xen/guest-pruned.log
expect running state_of restarted
expect running state_of pruned
expect "$domids" echo "$(domid_of restarted) $(domid_of pruned)"
# Nothing is forgotten: it is still to be done.
expect_exit 2 xenward plan --prune --allow-restart --detailed-exitcode
expect_output ' - pruned +destroy'
expect_output '! restarted +restart'
