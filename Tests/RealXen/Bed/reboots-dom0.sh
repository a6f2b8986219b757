# a reboot is another boot of Xen and of dom0: no guest is left, the scenario's folder and libxl's files are
before_reboot() {
  by_xl tiny one
  wait_for 20 guest_is_up one
  cat /proc/sys/kernel/random/boot_id > boot
  find /var/lib/xen -name 'userdata-*' | sort > userdata
  expect_true [ -s userdata ]
}
after_reboot() {
  expect_true [ "$(cat boot)" != "$(cat /proc/sys/kernel/random/boot_id)" ]
  expect absent state_of one
  find /var/lib/xen -name 'userdata-*' | sort | diff userdata - || fail "libxl's files did not outlive the boot"
}
