#!/bin/bash
# A guest's life under xenward on a real Xen, beside xl: make xen-run SCRIPT=docs/tour.sh
show() { printf '\n$ %s\n' "$*"; "$@"; }
until_seen() { until "$@" > /dev/null 2>&1; do sleep 0.2; done; }
mkdir -p /etc/xenward/domains.d && mkdir -p -m 0700 /var/lib/xenward
cat > /etc/xenward/domains.d/web.cfg << 'END'
name = "web"
type = "pvh"
kernel = "/guest/vmlinux"
ramdisk = "/guest/initrd"
extra = "console=hvc0 quiet"
memory = 256
maxmem = 512
vcpus = 1
vif = ["bridge=xenbr0,mac=00:16:3e:00:00:10"]
END
show xenward plan
show xenward apply --yes
show xl list web

echo; echo '# Somebody gives it other memory, and its author other weight.'
until_seen grep -q "guest: up" /var/log/xen/guest-web.log
show xl mem-set web 192
echo 'cpu_weight = 512' >> /etc/xenward/domains.d/web.cfg
show xenward plan
show xenward apply --yes
show xl sched-credit2 -d web

echo; echo '# It reboots while the watcher is at work.'
xenward watch 2> /run/watch.log &
watcher=$!
until_seen test -S /run/xenward/socket
domid=$(xl domid web)
show xl reboot web
until [ "$(xl domid web 2> /dev/null || echo "$domid")" != "$domid" ]; do sleep 0.2; done
until_seen grep -q action=restart /run/watch.log
show cat /run/watch.log
show xenward status
show xenward history
until [ "$(grep -c 'guest: up' /var/log/xen/guest-web.log)" = 2 ]; do sleep 0.2; done
show xenward stop web
show xenward status
kill $watcher
wait $watcher
