# a watcher that hangs is killed by systemd and started again: guests live on, and what ended meanwhile comes back
# limit: 600; takes: 140; needs: debian package
boot_debian
install_package
for name in stays goes; do define tiny $name 'vfb=["vnc=1,vnclisten=127.0.0.1,vncunused=1"]'; done
expect_exit 0 in_debian systemctl start xenward.service
for name in stays goes; do wait_for 60 guest_is_up $name; done

drop_in=$(debian_root)/etc/systemd/system/xenward.service.d
mkdir -p "$drop_in"
printf '[Service]\nWatchdogSec=30\nRestartSec=1\n' > "$drop_in/patience.conf"
expect_exit 0 in_debian systemctl daemon-reload
expect_exit 0 in_debian systemctl restart xenward.service
watcher() { in_debian systemctl show -p MainPID --value xenward.service; }

# One that only has nothing to do is left in peace.
idle=$(watcher)
sleep 50
expect "$idle" watcher
expect 0 in_debian systemctl show -p NRestarts --value xenward.service

before=$(lives stays)
domid=$(domid_of goes)
in_debian kill -STOP "$idle"
in_debian xl destroy goes
wait_for 180 guest_is_another goes "$domid"
wait_for 60 guest_is_up goes 2
expect_true [ "$(watcher)" != "$idle" ]
expect 1 in_debian systemctl show -p NRestarts --value xenward.service
expect_true grep -q 'Watchdog timeout' <<< "$(in_debian journalctl --no-pager -u xenward.service)"
expect "$before" lives stays
wait_for 60 unit_is xenward.service active
expect_exit 0 in_debian xenward plan --detailed-exitcode
