# PVH guests of many kinds, from xl.cfg and from libvirt XML, are found as they were built, at once and after 10 s
# limit: 900; takes: 90
kernel=$(sleeping_kernel) raw=$(disk_image raw.img)
pvh() { define pvh "$@" "kernel=$kernel" ramdisk= extra= memory=64; }
every_kind() {
  pvh plain
  pvh processors vcpus=2 maxvcpus=3 cpus=0 cpus_soft=0-1 cpu_weight=300 cap=40
  pvh memory maxmem=96 shadow_memory=8
  pvh clock localtime=1 rtc_timeoffset=3600 tsc_mode=native timer_mode=no_missed_ticks_pending
  pvh features 'cpuid="host,tm=0,sse3=0"' nomigrate=1 acpi=0
  pvh limits max_event_channels=127 max_grant_frames=40 max_maptrack_frames=500 max_grant_version=1
  pvh disks "disk=[\"format=raw,vdev=xvda,access=rw,target=$raw\"]"
  pvh nics 'vif=["","mac=00:16:3e:00:00:02,rate=1MB/s"]'
}
every_kind
no_false_drift
look_again
# What the two formats say in ways of their own.
every_kind; rm "$DIR"/{plain,features,limits}.cfg; as_libvirt_xml
no_false_drift
look_again
skipped vnuma 'libxl finds it in HVM guests only (xc_domain_getvnuma)'
skipped hap=0 'Xen has no shadow paging under this emulation (EOPNOTSUPP)'
skipped pvshim 'Debian has no xen-shim'
