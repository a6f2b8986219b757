# guests start when what they depend on is ready, and stop in the reverse order
cat > "$DIR/xenward.yaml" <<'Y'
guests:
  database: {after: [{guest: storage, running: 5}]}
  web: {after: [{guest: database, xenstore: data/ready}]}
Y
# started NAME: when its domain came, in seconds of the host's time.
started() { xenstore-read "/vm/$(uuid_of "$1")/start_time"; }
at_least() { expect_true awk -v a="$1" -v b="$2" -v least="$3" 'BEGIN { exit !(b - a >= least) }'; }
for name in web database storage; do define tiny $name; done
ready() {
  until xenstore-write "/local/domain/$(domid_of database)/data/ready" 1; do sleep 0.5; done
  date +%s.%N > ready-at
}
wait_for_domain() { until [ -n "$(domid_of "$1")" ]; do sleep 0.5; done; }
{ wait_for_domain database; sleep 4; expect_true guest_is_absent web; ready; } & helper=$!
apply
wait $helper
at_least "$(started storage)" "$(started database)" 5
at_least "$(cat ready-at)" "$(started web)" 0
nothing_to_do

# In reverse: nobody goes before those that depend on it.
expect_exit 0 xenward stop-all
for name in web database storage; do expect_true guest_is_absent $name; done
expect 'web database storage' eval 'echo $(sed -n "s/.*guest=\([a-z]*\) .*action=stop .*result=done.*/\1/p" <<< "$output")'
nothing_to_do
expect_exit 0 xenward history
