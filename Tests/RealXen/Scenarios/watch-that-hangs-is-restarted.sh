# a watcher that hangs is killed by systemd and started again: guests live on, and what ended meanwhile comes back
# limit: 600; takes: 120; needs: debian package
boot_debian
install_package
for name in stays goes; do define tiny $name 'vfb=["vnc=1,vnclisten=127.0.0.1,vncunused=1"]'; done
drop_in=$(debian_root)/etc/systemd/system/xenward.service.d
mkdir -p "$drop_in"
printf '[Service]\nWatchdogSec=20\nRestartSec=1\n' > "$drop_in/patience.conf"
expect_exit 0 in_debian systemctl daemon-reload
expect_exit 0 in_debian systemctl start xenward.service
for name in stays goes; do wait_for 60 guest_is_up $name; done

# One that only has nothing to do is left in peace.
hung=$(pgrep -x xenward)
sleep 45
expect "$hung" pgrep -x xenward
expect 0 in_debian systemctl show -p NRestarts --value xenward.service

before=$(lives stays)
kill -STOP "$hung"
in_debian xl destroy goes
expect absent state_of goes
wait_for 120 guest_is_up goes 2
expect_true [ ! -e "/proc/$hung" ]
expect 1 in_debian systemctl show -p NRestarts --value xenward.service
expect_true grep -q 'Watchdog timeout' <<< "$(in_debian journalctl --no-pager -u xenward.service)"
expect "$before" lives stays
expect 'WatchdogUSec=20s' in_debian systemctl show -p WatchdogUSec xenward.service
wait_for 60 unit_is xenward.service active
expect_exit 0 in_debian xenward plan --detailed-exitcode
