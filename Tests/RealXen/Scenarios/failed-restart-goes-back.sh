# a guest whose new configuration cannot be built is started again as it was, and both reasons are told; nothing else is left
head -c 100000 /dev/urandom > no-kernel
define tiny web 'vif=["bridge=xenbr0"]'
define tiny other
apply
wait_for 30 guest_is_up web
other=$(domid_of other) identity="$(uuid_of web) $(nics_of web)"

define tiny web 'vif=["bridge=xenbr0"]' "kernel=$WORK/no-kernel"
expect_exit 3 xenward apply --yes --allow-restart
expect_output 'web: restart failed: .*no loader found: Invalid kernel'
expect_output 'started again as it was'
wait_for 30 guest_is_up web 2
expect /guest/tiny kernel_of web
expect "$identity" echo "$(uuid_of web) $(nics_of web)"
expect "$other" domid_of other
expect 2 eval 'xl list | tail -n +3 | wc -l'

# It is not tried again by itself, and says so; a definition that is right is.
domid=$(domid_of web)
expect_exit 1 xenward apply --yes --allow-restart
expect "$domid" domid_of web
define tiny web 'vif=["bridge=xenbr0"]' extra=right
apply --allow-restart
wait_for 30 guest_is_up web 3
nothing_to_do

# Without it the guest stays off.
echo 'defaults: {rollback: false}' > "$DIR/xenward.yaml"
define tiny web 'vif=["bridge=xenbr0"]' "kernel=$WORK/no-kernel"
expect_exit 3 xenward apply --yes --allow-restart
expect_true guest_is_absent web
