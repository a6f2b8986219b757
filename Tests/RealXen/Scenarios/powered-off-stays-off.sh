# a guest that powered itself off stays off, which status says; a changed definition or `start` has it back
define tiny web
apply
wait_for 30 guest_is_up web
xl shutdown web
wait_for 30 eval '[ "$(state_of web)" != running ]'
for round in 1 2; do
  apply
  expect_true guest_is_absent web
  nothing_to_do
  expect_output 'web: stays off: it powered itself off'
done
expect_exit 0 xenward status web
expect_output 'powered itself off'
expect_exit 0 xenward start web
wait_for 30 guest_is_up web 2
nothing_to_do

xl shutdown web
wait_for 30 eval '[ "$(state_of web)" != running ]'
apply
define tiny web memory=6
planned '\+ web +create'
apply
wait_for 30 guest_is_up web 3
nothing_to_do
