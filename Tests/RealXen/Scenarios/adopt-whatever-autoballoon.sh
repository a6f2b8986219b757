# domains that xl made with autoballoon on and off are adopted, with nothing to do afterwards
for autoballoon in on off; do
  echo "autoballoon=\"$autoballoon\"" >> /etc/xen/xl.conf
  by_xl tiny "$autoballoon-small"
  by_xl tiny "$autoballoon-more" memory=6 maxmem=12 vcpus=2 cpus=0 cpu_weight=300
  define tiny "$autoballoon-small"
  define tiny "$autoballoon-more" memory=6 maxmem=12 vcpus=2 cpus=0 cpu_weight=300
  domids="$(domid_of "$autoballoon-small") $(domid_of "$autoballoon-more")"
  for name in small more; do expect_exit 0 xenward adopt "$autoballoon-$name"; done
  expect "$domids" echo "$(domid_of "$autoballoon-small") $(domid_of "$autoballoon-more")"
done
nothing_to_do_for_long
# One whose definition says something else than what runs.
by_xl tiny differs memory=8
define tiny differs memory=6 maxmem=8
expect_exit 0 xenward adopt differs
expect $((8 * 1024)) memory_target_of differs
planned 'memory.target: 8 MiB -> 6 MiB'
apply
expect $((6 * 1024)) memory_target_of differs
nothing_to_do
