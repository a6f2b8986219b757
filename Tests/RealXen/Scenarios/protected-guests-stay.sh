# a protected guest outlives its definition, a policy of absent, another guest in its file and --prune, until that is lifted
define tiny web
apply
domid=$(domid_of web)
expect_exit 0 xenward protect web
undefine web
define tiny other
expect_exit 2 xenward plan --prune --detailed-exitcode
expect_output '\? web +blocked: no longer defined, but protected'
expect_exit 3 xenward apply --yes --prune
expect "$domid" domid_of web

define tiny web
echo 'guests: {web: {state: absent}}' > "$DIR/xenward.yaml"
expect_exit 1 xenward apply --yes
expect "$domid" domid_of web
expect_exit 1 xenward forget web
rm "$DIR/xenward.yaml"

# Nor does another guest take its place.
define tiny web "uuid=$(cat /proc/sys/kernel/random/uuid)"
expect_exit 1 xenward apply --yes --allow-restart
expect "$domid" domid_of web
undefine web
expect_exit 0 xenward unprotect web
apply --prune
expect_true guest_is_absent web
nothing_to_do --prune
