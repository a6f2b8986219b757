# a guest ends by itself in the way that its command line names, and one that ignores requests runs on
for how in halt reboot crash watchdog; do
  by_xl tiny "$how" extra="xenbed=$how after=1" on_poweroff=preserve on_reboot=preserve on_crash=preserve on_watchdog=preserve
done
by_xl tiny deaf extra=xenbed=ignore
by_xl tiny obedient on_poweroff=preserve
for how in halt reboot crash watchdog; do eventually 20 shutdown state_of "$how"; done
xl shutdown deaf
xl shutdown obedient
eventually 20 shutdown state_of obedient
wait_for 20 grep -q 'ignores' /var/log/xen/guest-deaf.log
expect running state_of deaf
