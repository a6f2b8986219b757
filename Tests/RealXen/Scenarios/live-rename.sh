# another name in the same file renames the domain while it runs
define tiny before
apply
domid=$(domid_of before) uuid=$(uuid_of before)
sed -i 's/before/after/' "$DIR/before.cfg"
planned '~ name: "before" -> "after"'
apply
expect "$domid" domid_of after
expect "$uuid" uuid_of after
expect absent state_of before
expect 1 eval 'xl list | grep -cE "before|after"'
nothing_to_do
