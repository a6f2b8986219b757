# xenward is killed at several moments of a restart: one more apply, and the guest runs once, as it is defined
# limit: 400; takes: 100
image=$(disk_image disk.img)
want() { define tiny web "disk=[\"format=raw,vdev=xvda,access=rw,target=$image\"]" "extra=$1"; }
want 0
apply
uuid=$(uuid_of web)
want 1
start=$(milliseconds)
apply --allow-restart
took=$(($(milliseconds) - start))
killed=0
for moment in {1..6}; do
  want "moment$moment"
  after=$((took * moment / 7))
  status=0
  timeout -s KILL "$(printf '%d.%03d' $((after / 1000)) $((after % 1000)))" xenward apply --yes --allow-restart > killed.out 2>&1 || status=$?
  [ $status = 0 ] || killed=$((killed + 1))
  echo "killed after $after ms of $took: $(xl list | awk 'NR > 2' | paste -sd ';')"
  apply --allow-restart
  expect "$uuid running moment$moment" echo "$(uuid_of web) $(state_of web) $(command_line_of web)"
  expect 1 eval 'xl list | tail -n +3 | wc -l'
  expect 1 eval "losetup -a | grep -c disk.img"
done
expect_true [ $killed -ge 4 ]
nothing_to_do
