# a domain that xl made is left alone by apply, by --prune and when its name is in the way
by_xl tiny foreign
define tiny ours
apply --prune
foreign=$(domid_of foreign) uuid=$(uuid_of foreign)
define tiny foreign memory=8
planned '\? foreign +blocked: domain .* has its name, and xenward did not create it; "xenward adopt foreign" takes it over'
expect_exit 1 xenward apply --yes --prune --allow-restart
undefine foreign
undefine ours
define tiny other
apply --prune
expect absent state_of ours
expect running state_of foreign
expect "$foreign $uuid" echo "$(domid_of foreign) $(uuid_of foreign)"
expect $((4 * 1024)) memory_target_of foreign
