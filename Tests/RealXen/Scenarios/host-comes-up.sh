# a host that goes down and boots has its guests back in order, one from its memory, by enabled units; what was off stays off
# limit: 900; takes: 220; needs: debian package
# comes_after NAME OTHER SECONDS: its domain came at least so long after the other's.
comes_after() { expect_true awk -v a="$(started "$2")" -v b="$(started "$1")" -v least="$3" 'BEGIN { exit !(b - a >= least) }'; }
started() { xenstore-read "/vm/$(uuid_of "$1")/start_time"; }
# faces_of NAME...: what guests keep for ever.
faces_of() { local name; for name; do echo "$name $(uuid_of "$name") $(nics_of "$name")"; done; }
earlier() { expect_true [ "$1" -gt 0 ]; expect_true [ "$1" -le "$2" ]; }

before_reboot() {
  boot_debian
  install_package
  cat > "$DIR/xenward.yaml" <<'Y'
guests:
  web: {after: [{guest: database, running: 4}]}
  database: {after: [storage]}
  spare: {state: shutoff}
  saved: {host-shutdown: save}
Y
  local name
  for name in web database storage spare halted quits; do define tiny $name; done
  define tiny storage 'vif=["bridge=xenbr0"]'
  define pv saved 'vif=["bridge=xenbr0"]'
  expect_exit 0 in_debian systemctl enable --now xenward.service xenward-guests.service
  for name in web database storage halted quits saved; do wait_for 120 guest_is_up $name; done
  faces_of web database storage quits saved > faces

  expect_exit 0 in_debian xenward stop halted
  in_debian xl shutdown quits
  wait_for 60 guest_is_absent quits
  eventually 60 0 eval 'in_debian xenward plan --detailed-exitcode > plan; echo $?'
  expect_true grep -q 'quits: stays off: it powered itself off' plan
  expect_true grep -q 'halted: stays off' plan

  # As where guests have just been taken over: xendomains saves those that are left, and none is.
  expect_exit 0 in_debian rm /etc/systemd/system/xendomains.service
  expect_exit 0 in_debian systemctl daemon-reload
  expect_exit 0 in_debian systemctl start xendomains.service
  # What xenward waits for takes its time when the host boots.
  mkdir "$(debian_root)/etc/systemd/system/xen.service.d"
  printf '[Service]\nExecStart=/bin/sleep 3\n' > "$(debian_root)/etc/systemd/system/xen.service.d/slow.conf"
  debian_goes_down 180
  expect Domain-0 eval 'xl list | awk "NR > 1 { print \$1 }"'
  expect_exit 0 rmdir /var/lib/xen/save
  keep_debian
}

after_reboot() {
  expect Domain-0 eval 'xl list | awk "NR > 1 { print \$1 }"'
  boot_debian
  DIR=$(debian_root)/etc/xenward/domains.d
  local name unit
  for name in storage database web quits; do wait_for 120 guest_is_up $name; done
  eventually 120 running state_of saved
  expect "$(cat faces)" faces_of web database storage quits saved
  comes_after database storage 0
  comes_after web database 4
  for name in spare halted; do expect absent state_of $name; done
  eventually 60 0 eval 'in_debian xenward plan --detailed-exitcode > plan; echo $?'
  expect_true grep -q 'halted: stays off: stopped' plan

  for unit in xenward xenward-guests; do expect_true unit_is $unit.service active; done
  earlier "$(moment xen.service ActiveEnter)" "$(moment xenward-guests.service InactiveExit)"
  earlier "$(moment xenward-guests.service ActiveEnter)" "$(moment xenward.service InactiveExit)"
  expect running in_debian systemctl is-system-running
  nothing_failed xenward.service xenward-guests.service

  # It has not booted with this host, and lives: asked to reboot, it does.
  expect 0 boots_of saved
  reboots_by_xenward saved 1
}
