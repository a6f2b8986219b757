# what somebody changes on a running domain is drift, and is put back
define tiny web memory=8 cpu_weight=512
apply
domid=$(domid_of web)
xl mem-set web 6
planned '~ memory.target: 6 MiB -> 8 MiB \(drift\)'
apply
expect $((8 * 1024)) memory_target_of web
nothing_to_do
xl sched-credit2 -d web -w 100
xl vcpu-pin web all 1
xl rename web other
expect_exit 2 xenward plan --detailed-exitcode
expect_output 'scheduling.weight: 100 -> 512 \(drift\)'
expect_output 'hardAffinity.*\(drift\)'
expect_output 'name: "other" -> "web" \(drift\)'
apply
expect 512 weight_of web
expect 'all / all' affinity_of web
expect "$domid" domid_of web
nothing_to_do_for_long
