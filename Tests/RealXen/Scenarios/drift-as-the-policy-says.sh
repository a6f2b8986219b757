# what somebody else changes is put back, told or taken over, as the guest's policy says; what is left to others is no drift
cat > "$DIR/xenward.yaml" <<'Y'
guests:
  told: {drift: report}
  taken: {drift: adopt}
  left: {ignore: [scheduling.weight]}
Y
for name in corrected told taken left; do define tiny $name cpu_weight=512; done
apply
for name in corrected told taken left; do xl sched-credit2 -d $name -w 100; done
expect_exit 2 xenward plan --detailed-exitcode
expect_output '~ corrected '
expect 1 grep -c '~ scheduling.weight: 100 -> 512 (drift)' <<< "$output"
expect_exit 0 xenward status told
expect_output 'somebody changed its domain: scheduling.weight: 512 -> 100'
apply
expect "512 100 100 100" echo "$(weight_of corrected) $(weight_of told) $(weight_of taken) $(weight_of left)"
nothing_to_do
expect_output 'told: .*scheduling.weight'

# Somebody's change of what the definition does not speak of is taken over once for all.
xl mem-set corrected 3
planned 'corrected'
expect_exit 0 xenward apply --refresh-only --yes
expect $((3 * 1024)) memory_target_of corrected
nothing_to_do
