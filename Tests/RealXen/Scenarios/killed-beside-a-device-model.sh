# xenward is killed while a device model starts: what libxl has watch over that outlives it, and must not keep its lock
# limit: 600; takes: 14; threads: multi
define bios web "disk=[\"format=raw,vdev=hda,access=rw,target=$(disk_image disk.img)\"]" 'vif=["bridge=xenbr0"]'
watching() { pgrep -f '[x]enward apply' > /dev/null; }
starting() { pgrep -f '[q]emu-system.*-name web' > /dev/null; }
met=''
for try in {1..5}; do
  xenward apply --yes > killed.out 2>&1 & pid=$!
  until starting || ! kill -0 $pid 2> /dev/null; do sleep 0.05; done
  kill -KILL $pid 2> /dev/null || true
  wait $pid || true
  if watching; then met="$try"; break; fi
  # It was too late, and the guest has to be built once more.
  xl destroy web 2> /dev/null || true
done
expect_true test -n "$met"
echo "killed in try $met, with $(pgrep -f '[x]enward apply' | wc -l) processes that watch over a device model"
expect_true flock --nonblock "$STATE.lock" true
apply
wait_for 60 eval '! watching'
expect 1 pgrep -c -f '[q]emu-system.*-name web'
expect running state_of web
nothing_to_do
