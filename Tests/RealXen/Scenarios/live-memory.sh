# memory follows the definition down and up while PV and PVH guests run
# limit: 600
# A PVH guest that starts below its maximum (populate on demand) faults at once under this emulation.
for kind in pv pvh; do define "$kind" "$kind" memory=192 maxmem=192; done
apply
for kind in pv pvh; do wait_for 180 guest_is_up "$kind"; done
domids="$(domid_of pv) $(domid_of pvh)"
for size in 128 176; do
  for kind in pv pvh; do define "$kind" "$kind" memory=$size maxmem=192; done
  planned '~ memory.target: .* -> '"$size MiB"
  apply
  for kind in pv pvh; do
    expect $((size * 1024)) memory_target_of "$kind"
    eventually 60 $size memory_of "$kind"
  done
  nothing_to_do
done
expect "$domids" echo "$(domid_of pv) $(domid_of pvh)"
