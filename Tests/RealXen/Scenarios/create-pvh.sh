# a PVH guest is built as its definition says, and then there is nothing to do
# limit: 600
define pvh web 'vif=["bridge=xenbr0,mac=00:16:3e:00:00:01"]'
planned '\+ web +create'
apply
nothing_to_do_for_long
wait_for 180 guest_is_up web
expect running state_of web
expect pvh eval 'xl list -l web | jq -r ".[0].config.c_info.type"'
expect 00:16:3e:00:00:01 nics_of web
nothing_to_do
