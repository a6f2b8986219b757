# when the host has booted its guests are created again, by the same faces, also one that had powered itself off
before_reboot() {
  define tiny runs 'vif=["bridge=xenbr0"]'
  define tiny "off" "extra=xenbed=halt after=5"
  apply
  echo "$(uuid_of runs) $(nics_of runs)" > face
  eventually 60 shutdown state_of "off"
  apply
  expect absent state_of "off"
  nothing_to_do
  expect_output 'off: stays off'
}
after_reboot() {
  expect absent state_of runs
  planned '\+ runs +create: the host has booted'
  expect_output '\+ off +create: the host has booted since it ended'
  apply
  expect "$(cat face)" echo "$(uuid_of runs) $(nics_of runs)"
  expect running state_of runs
  expect_true [ -n "$(domid_of "off")" ]
  nothing_to_do --target runs
}
