# pygrub finds the kernel of a PV guest on its disk, each time that it is built
define pygrub web memory=8 'bootloader_args=["--entry=1"]'
planned '\+ web +create'
apply
nothing_to_do_for_long
wait_for 60 guest_is_up web
expect_true grep -q 'guest: up (tiny)' /var/log/xen/guest-web.log
xl reboot web
eventually 30 shutdown state_of web
apply
wait_for 60 guest_is_up web 2
nothing_to_do
