# memory and kernel changed at once: memory follows now, the kernel comes when the guest boots next
cp /guest/tiny kernel-2
define tiny web memory=8
apply
wait_for 30 guest_is_up web
domid=$(domid_of web)
define tiny web memory=6 maxmem=8 "kernel=$WORK/kernel-2"
planned '~ memory.target'
expect_output '> boot.kernel'
apply
expect $((6 * 1024)) memory_target_of web
expect "$domid" domid_of web
expect /guest/tiny kernel_of web
# It waits, and is no change any more.
nothing_to_do
expect_output 'waits for its next boot: boot.kernel'
xl reboot web
eventually 20 shutdown state_of web
apply
wait_for 30 guest_is_up web 2
expect "$WORK/kernel-2" kernel_of web
expect $((6 * 1024)) memory_target_of web
nothing_to_do_for_long
