# vcpus go offline and come back while the guest runs
# limit: 600
define pv web vcpus=2 maxvcpus=2
apply
wait_for 180 guest_is_up web
domid=$(domid_of web)
eventually 30 2 online_vcpus_of web
for count in 1 2; do
  define pv web vcpus=$count maxvcpus=2
  planned '~ vcpus.online'
  apply
  eventually 60 $count online_vcpus_of web
  nothing_to_do
done
expect "$domid" domid_of web
