# a device model is in a scope of its own, which outlives all of xenward.service, and goes with its guest
# limit: 600; takes: 90; needs: debian package
# scope_of NAME: where its device model is to be. is_in_scope NAME: it is there.
scope_of() { echo "xenward-qemu-dm-$(domid_of "$1").scope"; }
is_in_scope() { expect "/xenward.slice/$(scope_of "$1")" group_of "$(device_model_of "$1")"; }

boot_debian
install_package
screen='vfb=["vnc=1,vnclisten=127.0.0.1,vncunused=1"]'
define tiny service "$screen"
expect_exit 0 in_debian systemctl start xenward.service
wait_for 60 guest_is_up service
is_in_scope service
expect_true unit_is "$(scope_of service)" active
# At the host's end it stops when guests have been stopped.
expect_true grep -qw xenward-guests.service <<< "$(in_debian systemctl show -p Before --value "$(scope_of service)")"

# Nothing of the service is spared, and nothing of the guest is touched.
before=$(lives service)
in_debian systemctl kill --kill-who=all --signal=KILL xenward.service
expect_exit 0 in_debian systemctl restart xenward.service
expect_true unit_is xenward.service active
expect "$before" lives service
is_in_scope service

# One that a shell's command starts is not in the shell's group, either.
expect_exit 0 in_debian systemctl stop xenward.service
define tiny shell "$screen"
expect_exit 0 in_debian xenward apply --yes
is_in_scope shell
expect "$before" lives service

# The scope goes with the guest, and leaves the other's.
scope=$(scope_of shell)
undefine shell
expect_exit 0 in_debian xenward apply --yes --prune
eventually 30 inactive in_debian sh -c "systemctl is-active $scope; true"
expect_true [ ! -e "/run/debian/groups/host/xenward.slice/$scope" ]
is_in_scope service
