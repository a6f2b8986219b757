# another kernel waits for the guest's next boot; --allow-restart asks the guest to go down and builds it with the new one
cp /guest/tiny kernel-2
define tiny web
apply
wait_for 30 guest_is_up web
domid=$(domid_of web) uuid=$(uuid_of web)
define tiny web "kernel=$WORK/kernel-2"
planned '> boot.kernel: .*tiny.* -> .*kernel-2'
expect_exit 2 xenward plan --allow-restart --detailed-exitcode
expect_output '! web +restart'
apply --allow-restart
wait_for 30 guest_is_up web 2
expect_true grep -q 'goes down' /var/log/xen/guest-web.log
expect "$WORK/kernel-2" kernel_of web
expect "$uuid" uuid_of web
expect_true [ "$domid" != "$(domid_of web)" ]
nothing_to_do_for_long
