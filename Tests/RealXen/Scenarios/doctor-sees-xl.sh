# the doctor sees an xl that watches a guest of ours; ended as it says, the guest runs on and the doctor is content
by_xl tiny small
define tiny small
expect_exit 0 xenward doctor
expect_output '^ok +xen '
expect_output '^warn +xl +process [0-9]+ \(.*xl create .*small\.xl\): it watches small'
expect_output '^warn +domains +small: domain [0-9]+ has its name'
snapshot_of_host host
expect_exit 1 xenward doctor --state "$WORK/nowhere/state.yaml"
expect_true host_is_as_in host

expect_exit 0 xenward adopt small
expect_exit 1 xenward doctor
expect_output '^problem +xl +process [0-9]+ .* watches small, which xenward looks after'
pid=$(sed -nE 's/.*→ kill ([0-9]+); the guest runs on.*/\1/p' <<< "$output")
domid=$(domid_of small)
kill "$pid"
wait_for 10 eval "! kill -0 $pid"
expect_exit 0 xenward doctor
expect_output '^ok +xl +no xl process watches'
expect "$domid" domid_of small
nothing_to_do_for_long

define tiny wide 'vif=["bridge=nowhere"]'
expect_exit 1 xenward doctor
expect_output '^problem +requirements +wide: bridge nowhere'

# A link in the folder auto is the file that it leads to, also where folders number files otherwise (dom0's root is such one).
mkdir -p /etc/xen/auto
mv "$DIR/small.cfg" /etc/xen/
ln -s ../small.cfg /etc/xen/auto/
expect_exit 0 xenward validate /etc/xen
rm -r /etc/xen/auto /etc/xen/small.cfg
