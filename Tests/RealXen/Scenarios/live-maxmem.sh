# maximum memory goes down and up again to what the domain was built for, and beyond that only by a restart
define tiny web memory=4 maxmem=16
apply
expect $((16 * 1024)) maximum_memory_of web
domid=$(domid_of web)
for size in 8 16; do
  define tiny web memory=4 maxmem=$size
  apply
  expect $((size * 1024)) maximum_memory_of web
  expect $((4 * 1024)) memory_target_of web
  nothing_to_do
done
define tiny web memory=4 maxmem=24
planned '\? web +blocked: memory.maximum needs a restart'
expect_exit 1 xenward apply --yes
expect "$domid" domid_of web
expect $((16 * 1024)) maximum_memory_of web
apply --allow-restart
expect $((24 * 1024)) maximum_memory_of web
nothing_to_do
