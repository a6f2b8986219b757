# PV guests of many kinds, from xl.cfg and from libvirt XML, are found as they were built, at once and after 10 s
# limit: 900; takes: 200
raw=$(disk_image raw.img) other=$(disk_image other.img) qcow=$(qcow_image qcow.img) qcow2=$(qcow2_image qcow2.img)
every_kind() {
  define tiny processors vcpus=2 maxvcpus=3 cpus=0 cpus_soft=0-1 cpu_weight=300 cap=40
  define tiny each-cpu vcpus=2 'cpus=["0","1"]'
  define tiny memory memory=4 maxmem=16
  define tiny clock localtime=1 rtc_timeoffset=3600 tsc_mode=native
  define tiny features 'cpuid="host,tm=0,sse3=0"' e820_host=1 nomigrate=1 driver_domain=1
  define tiny limits max_event_channels=127 max_grant_frames=40 max_maptrack_frames=500 max_grant_version=1
  define tiny ports 'ioports=["2f8-2ff"]' 'iomem=["fe000,1"]'
  define tiny actions on_poweroff=preserve on_reboot=destroy on_crash=coredump-restart on_watchdog=preserve on_soft_reset=destroy
  define tiny disks "disk=[\"format=raw,vdev=xvda,access=rw,target=$raw\",\"format=raw,vdev=xvdb,access=ro,target=/guest/pygrub.img\"]"
  define tiny nics 'vif=["","mac=00:16:3e:00:00:02,rate=1MB/s,vifname=named","bridge=xenbr0,script=vif-bridge,ip=10.17.0.2"]'
  define pygrub loader memory=8 'bootloader_args=["--entry=1"]'
}
# These have a device model, of which dom0 does not bear many at once: libxl gives each 10 s to answer.
with_device_model() {
  define tiny screen 'vfb=["vnc=1,vnclisten=127.0.0.1,vncunused=1,keymap=en-us"]'
  define tiny keyboard 'vkb=["backend-type=qemu,unique-id=one"]'
  define tiny channels 'channel=["name=one,connection=socket,path=/run/channel-one","name=two,connection=pty"]'
  define tiny images "disk=[\"format=qcow2,vdev=xvda,access=rw,target=$qcow2\",\"format=qcow,vdev=xvdb,access=rw,target=$qcow\",\"format=raw,vdev=xvdc,access=rw,backendtype=qdisk,target=$other\"]"
  define tiny usb 'usbctrl=["type=qusb,version=2,ports=4"]'
}
every_kind
no_false_drift
with_device_model
no_false_drift --parallelism 1
# What the two formats say in ways of their own.
every_kind; rm "$DIR"/{each-cpu,features,limits,ports,actions,loader}.cfg; as_libvirt_xml
no_false_drift
with_device_model; rm "$DIR"/{keyboard,usb}.cfg; as_libvirt_xml
no_false_drift --parallelism 1
look_again
# Xen's script takes a part of the interface's name for a domid.
quietly xenstore-rm /local/domain/named

skipped vnuma 'libxl 4.17 does not have it for PV guests'
skipped vtpm 'needs a vtpm backend domain'
skipped 'vdispl, vsnd' 'need backends that Debian does not have'
skipped 'pci, usbdev' 'the machine has no device to give away'
