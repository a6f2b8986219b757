# PCI devices come to a PV guest and go while it runs
# needs: iommu; threads: multi; limit: 600; takes: 60
devices() { quietly xl pci-list "$1" | awk 'NR > 1 { print $2 }' | paste -sd ' '; }
given='pci=["00:1e.0"]' ready=('extra=console=hvc0 quiet load=xen-pcifront' passthrough=enabled)
expect_true modprobe xen-pciback
define pv web "${ready[@]}"
apply
wait_for 180 guest_is_up web
domid=$(domid_of web)
expect "" devices web
nothing_to_do

# Nobody has given it away yet.
define pv web "${ready[@]}" "$given"
expect_exit 2 xenward plan --detailed-exitcode
expect_output '\? web +blocked: .*00:1e\.0'
expect_exit 1 xenward apply --yes
expect "" devices web

expect_exit 0 xl pci-assignable-add 00:1e.0
planned '> web +change live and at next boot'
apply
expect 0000:00:1e.0 devices web
wait_for 60 eval "xenstore-read /local/domain/0/backend/pci/$domid/0/state | grep -q 4"
nothing_to_do_for_long

# What somebody takes away by xl comes back.
expect_exit 0 xl pci-detach web 00:1e.0
planned 'pciDevices\[0000:00:1e\.0\]'
apply
expect 0000:00:1e.0 devices web

# Another guest cannot have it, too.
define pv other "${ready[@]}" "$given"
expect_exit 2 xenward plan --detailed-exitcode
expect_output '\? other +blocked: .*00:1e\.0.*web'
undefine other

define pv web "${ready[@]}"
apply
expect "" devices web
nothing_to_do_for_long
expect "$domid" domid_of web

# One that is made with it has it from the start.
define pv other "${ready[@]}" "$given"
apply
expect 0000:00:1e.0 devices other
nothing_to_do_for_long
