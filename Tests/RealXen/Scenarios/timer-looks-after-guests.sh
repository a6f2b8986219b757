# the enabled timer makes, brings back and follows definitions without a command, writes nothing when all is well, and goes on after a boot
# limit: 900; takes: 220; needs: debian package
runs() { in_debian journalctl --no-pager -o cat -u xenward-apply.service | grep -c '^Finished'; }
ran_again() { [ "$(runs)" -gt "$1" ]; }
state_file() { stat -c '%i %y' "$(debian_root)/var/lib/xenward/state.yaml"; }

before_reboot() {
  boot_debian
  install_package
  define tiny stays 'vif=["bridge=xenbr0"]'
  # Sooner than it comes as it is installed.
  mkdir -p "$(debian_root)/etc/systemd/system/xenward-apply.timer.d"
  printf '[Timer]\nOnBootSec=\nOnBootSec=5s\nOnUnitInactiveSec=15s\nRandomizedDelaySec=0\nAccuracySec=1s\n' \
    > "$(debian_root)/etc/systemd/system/xenward-apply.timer.d/soon.conf"
  expect_exit 0 in_debian systemctl daemon-reload
  expect_exit 0 in_debian systemctl enable --now xenward-apply.timer
  wait_for 120 guest_is_up stays
  local domid before
  domid=$(domid_of stays)
  in_debian xl destroy stays
  wait_for 120 guest_is_another stays "$domid"
  define tiny comes
  wait_for 120 guest_is_up comes
  # Those that were under way have ended, and so has one that had nothing to do.
  before=$(runs)
  wait_for 120 ran_again "$((before + 1))"
  before="$(runs) $(lives stays comes) $(state_file)"
  wait_for 120 ran_again "${before%% *}"
  expect "${before#* }" eval 'echo "$(lives stays comes) $(state_file)"'
  nothing_failed xenward-apply.service
  debian_goes_down 180
  expect Domain-0 eval 'xl list | awk "NR > 1 { print \$1 }"'
  keep_debian
}

after_reboot() {
  boot_debian
  DIR=$(debian_root)/etc/xenward/domains.d
  local name
  for name in stays comes; do wait_for 180 guest_is_up $name; done
  expect_true unit_is xenward-guests.service active
  eventually 120 0 eval 'in_debian xenward plan --detailed-exitcode > plan; echo $?'
  nothing_failed xenward-apply.service
}
