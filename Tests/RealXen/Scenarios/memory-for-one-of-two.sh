# xl and xenward create at the same time with memory for one: exactly one starts, and the other says that there is no memory
# limit: 1200; takes: 300
free() { xl info free_memory; }
size_of_dom0() { xl list 0 | awk 'NR == 2 { print $3 }'; }
# What dom0 never goes below, in MiB, and what it has here: as little as it bears, so that it is handed over soon.
floor=128 dom0=720

# nap TENTHS of a second; not at all when it is less than one.
nap() { [ "$1" -lt 1 ] || sleep "$(($1 / 10)).$(($1 % 10))"; }

# round OFFSET MEMORY: xl begins OFFSET tenths of a second after xenward, or before it where that is less than 0. $winner is who has
# started.
round() {
  define tiny ours memory="$2"
  guest_config tiny by-xl memory="$2" > by-xl.xl
  rm -f "$STATE"
  local xl=0 xenward=0
  winner=ours
  { nap "$1"; timeout 120 xl create by-xl.xl > xl.out 2>&1; } & local pid=$!
  nap "$((0 - $1))"
  xenward apply --yes > xenward.out 2>&1 || xenward=$?
  wait $pid || xl=$?
  echo "after $1 tenths of a second, $2 MiB of $(free) MiB free: xl ends $xl, xenward $xenward; dom0 has $(size_of_dom0) MiB"
  case "$xl $xenward" in
    '0 1')
      grep -Eq 'it needs [0-9.]+ [KMG]iB (of memory, )?and [0-9.]+ [KMG]iB are free|not enough memory' xenward.out ||
        fail "xenward does not say that there is no memory: $(cat xenward.out)"
      expect "absent running" echo "$(state_of ours) $(state_of by-xl)"
      winner=by-xl ;;
    '0 0' | *' 3') fail "both started or half of it: $(xl list) $(cat xenward.out)" ;;
    *' 0') expect "running absent" echo "$(state_of ours) $(state_of by-xl)" ;;
    *) fail "neither started: $(cat xl.out xenward.out)" ;;
  esac
  expect_true [ "$(size_of_dom0)" -ge $floor ]
  xl destroy $winner
  wait_for 20 guest_is_absent $winner
}

# Without autoballoon: 90 MiB are free, and each wants 60.
echo 'autoballoon="off"' >> /etc/xen/xl.conf
xl mem-set 0 $dom0
eventually 60 "$dom0" size_of_dom0
by_xl tiny ballast memory=$(($(free) - 100))
for i in {-4..5}; do round "$i" 60; done
# Whoever is first by far has the memory, also when that is xl.
round -30 60
expect by-xl echo "$winner"
expect "$dom0" size_of_dom0

# With it: dom0 can give what one of them needs, and not what both need.
sed -i 's/^autoballoon="off"/autoballoon="on"/' /etc/xen/xl.conf
for i in {1..10} -30; do
  round "$i" $(((dom0 - floor) * 6 / 10))
  xl mem-set 0 "$dom0"
  eventually 60 "$dom0" size_of_dom0
done
expect by-xl echo "$winner"
