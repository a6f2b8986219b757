# HVM guests of many kinds, from xl.cfg and from libvirt XML, are found as they were built, at once and after 10 s
# limit: 1500; takes: 240; threads: multi
raw=$(disk_image raw.img) iso=$(disk_image cd.iso) qcow2=$(qcow2_image qcow2.img)
# Two at a time: dom0 does not bear many device models at once.
first() {
  define bios disks boot=cd "disk=[\"format=raw,vdev=hda,access=rw,target=$raw\",\"format=qcow2,vdev=hdb,access=rw,target=$qcow2\",\"format=raw,vdev=hdc,access=ro,devtype=cdrom,target=$iso\",\"format=raw,vdev=hdd,access=ro,devtype=cdrom,target=\"]"
  define bios processors vcpus=1 maxvcpus=2 cpus=0 cpu_weight=300 cap=40 maxmem=48 shadow_memory=16
}
second() {
  define bios clock localtime=1 rtc_timeoffset=3600 tsc_mode=native timer_mode=delay_for_missed_ticks hpet=0 'viridian=["base","freq","time_ref_count"]'
  define bios screen memory=64 vnc=1 vnclisten=127.0.0.1 vncdisplay=7 vncunused=0 vga=stdvga videoram=16 keymap=en-us
}
third() {
  define bios features pae=1 acpi=1 acpi_s3=0 apic=1 'cpuid="host,tm=0,sse3=0"' xen_platform_pci=0 nomigrate=1
  define bios ports 'serial=["pty","null"]' usb=1 'usbdevice=["tablet"]' 'usbctrl=["version=2,ports=6"]' 'device_model_args=["-name","another"]'
}
fourth() {
  define bios nics 'vif=["type=vif,bridge=xenbr0","mac=00:16:3e:00:00:02,model=rtl8139"]' on_crash=preserve viridian=1
  define bios limits max_event_channels=127 max_grant_frames=40 max_grant_version=1 ms_vm_genid=generate altp2m=external hdtype=ahci
}
for some in first second third fourth; do
  "$some"
  no_false_drift
  look_again
  "$some"; as_libvirt_xml
  no_false_drift
  look_again
done
skipped vncpasswd 'the QEMU of dom0 has no DES, without which it takes no password'
skipped hap=0 'Xen has no shadow paging under this emulation (EOPNOTSUPP)'
skipped 'spice, soundhw' 'a device model that dom0 has not got all parts of'
skipped 'stubdomain, firmware of ovmf' 'Debian has neither'
