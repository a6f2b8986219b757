# a saved plan is carried out exactly as it was reviewed, or not at all
# takes: 75
define tiny web memory=8
define tiny steady
apply
define tiny web memory=6 maxmem=8
define tiny more
expect_exit 0 xenward plan --out "$WORK/plan"
expect_exit 0 xenward apply "$WORK/plan"
expect $((6 * 1024)) memory_target_of web
expect running state_of more
nothing_to_do

# It has been carried out.
expect_exit 5 xenward apply "$WORK/plan"

stale() { # WHAT-MOVED
  snapshot_of_host before
  expect_exit 5 xenward apply "$WORK/plan"
  expect_output "$1"
  expect_true host_is_as_in before
}
# A definition has changed since.
define tiny web memory=5 maxmem=8
expect_exit 0 xenward plan --out "$WORK/plan"
define tiny web memory=4 maxmem=8
stale 'web'
expect $((6 * 1024)) memory_target_of web

# The host has.
define tiny web memory=5 maxmem=8
expect_exit 0 xenward plan --out "$WORK/plan"
xl mem-set web 7
stale 'web'
expect $((7 * 1024)) memory_target_of web
expect_exit 0 xenward plan --out "$WORK/plan"
xl destroy steady
stale 'steady'

# The state has.
expect_exit 0 xenward plan --out "$WORK/plan"
expect_exit 0 xenward protect web
stale 'state'
expect_exit 0 xenward plan --out "$WORK/plan"
expect_exit 0 xenward apply "$WORK/plan"
expect "5120 running" echo "$(memory_target_of web) $(state_of steady)"
nothing_to_do
