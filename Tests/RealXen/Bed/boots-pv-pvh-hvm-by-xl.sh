# every kind of guest boots, follows its balloon and goes when it is asked to
# limit: 900; takes: 120; threads: multi
for kind in tiny pv pvh hvm; do
  by_xl "$kind" "g-$kind" maxmem=256
  wait_for 420 guest_is_up "g-$kind"
  expect running state_of "g-$kind"
  if [ "$kind" = pv ] || [ "$kind" = pvh ]; then
    xl mem-set "g-$kind" 112
    expect $((112 * 1024)) memory_target_of "g-$kind"
    eventually 60 112 memory_of "g-$kind"
  fi
  xl shutdown -w "g-$kind"
  eventually 60 absent state_of "g-$kind"
done
