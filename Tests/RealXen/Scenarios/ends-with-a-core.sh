# a Linux guest that crashes leaves its memory for a look, and is destroyed or started again as on_crash says
# limit: 600; takes: 90
for how in destroy restart; do define pv "$how" memory=96 "extra+=xenbed=crash after=1 panic=0" "on_crash=coredump-$how"; done
apply
for how in destroy restart; do eventually 180 shutdown state_of $how; done
planned 'on_crash is coredump-destroy'
apply
expect absent state_of destroy
wait_for 180 guest_is_up restart 2
for how in destroy restart; do
  core=$(find /var/lib/xen/dump -name "$how-*.core")
  expect_true [ -s "$core" ]
  # An ELF core of about the guest's size, for root alone.
  expect 7f454c46 eval "head -c 4 '$core' | od -An -tx1 | tr -d ' '"
  expect_true [ "$(stat -c %s "$core")" -gt $((90 << 20)) ]
  expect 600 stat -c %a "$core"
done
rm -r /var/lib/xen/dump
