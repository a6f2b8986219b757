# shellcheck shell=bash
# Between two scenarios: the host as it was before the first.

# Guests' userdata of a boot before this one (only dom0 is there yet) is neither clean nor left behind: libxl takes it away when a
# domain of the same uuid happens to get the same domid, and no sooner.
remember_clean_host() {
  cp -a /etc/xen/xl.conf /run/xl.conf
  lists_of_host | grep -v '^userdata .*/userdata-d[.][1-9]' > /run/host
  clean_memory=$(memory_of 0)
  clean_pools=$(xl cpupool-list -c)
}

put_host_back() {
  # Toolstacks first: they would make anew what is destroyed. What Debian runs ends with it, or its systemd would start them again.
  [ ! -d /run/debian ] || /in/Dom0/debian end
  pkill -KILL -x 'xenward|xl'
  local domids domid pools pool
  # An xl that is cut off in the middle leaves a domain without a name, which the next one takes away.
  for _ in 1 2 3; do
    domids=$(xl list | awk 'NR > 1 && $(NF - 4) != 0 { print $(NF - 4) }')
    [ -n "$domids" ] || break
    for domid in $domids; do timeout 120 xl destroy "$domid"; done
  done > /dev/null 2>&1
  pools=$(xl cpupool-list -c)
  if [ "$pools" != "$clean_pools" ]; then
    for pool in $(awk 'NR > 1 && $1 != "Pool-0" { print $1 }' <<< "$pools"); do xl cpupool-destroy "$pool"; done
    xl cpupool-cpu-add Pool-0 all
  fi > /dev/null 2>&1
  cp -a /run/xl.conf /etc/xen/xl.conf
  [ "$(memory_of 0)" = "$clean_memory" ] || xl mem-set 0 "${clean_memory}m"
  rm -rf /var/lib/xenward /etc/xenward
  find /var/lib/xen -name 'userdata-d.[1-9]*' ! -newer /run/host -delete
  find /var/log/xen -type f ! -name 'hypervisor.log' -delete
  cd /in || exit
}

# What the host has and had not, or had and has not, after some time for what is on its way out.
what_stayed_behind() {
  local end=$((SECONDS + 30))
  while :; do
    lists_of_host > /run/host.now
    cmp -s /run/host /run/host.now && return
    [ $SECONDS -lt $end ] || break
    sleep 0.5
  done
  comm -13 <(sort /run/host) <(sort /run/host.now) | sed 's/^/  came: /'
  comm -23 <(sort /run/host) <(sort /run/host.now) | sed 's/^/  went: /'
}
