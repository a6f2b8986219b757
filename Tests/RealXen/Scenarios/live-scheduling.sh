# pins, weight, cap and cpupool follow the definition, and go back when they are taken out of it
define tiny web
apply
domid=$(domid_of web)
expect 'all / all' affinity_of web

define tiny web vcpus=1 cpus=1 cpus_soft=0 cpu_weight=512 cap=50
planned '~ scheduling.weight'
apply
expect '1 / 0' affinity_of web
expect 512 weight_of web
expect 50 cap_of web
nothing_to_do

xl cpupool-cpu-remove Pool-0 1
xl cpupool-create 'name="aside"' 'sched="credit2"' 'cpus=["1"]' > created
define tiny web pool=aside cpu_weight=512
planned '~ cpupool.name'
apply
expect aside cpupool_of web
expect 512 weight_of web
expect 0 cap_of web
nothing_to_do

define tiny web
apply
expect Pool-0 cpupool_of web
expect 'all / all' affinity_of web
expect 256 weight_of web
nothing_to_do
expect "$domid" domid_of web
