# a USB device of the host comes to an HVM guest and goes while it runs
# threads: multi; limit: 600; takes: 140
devices() { quietly xl usb-list "$1" | sed -n 's/^ *Port \([0-9]*\): Bus \(.*\) Device \(.*\)/\1 \2.\3/p'; }
controller='usbctrl=["type=devicemodel,version=2,ports=6"]'
# The machine's keyboard, which nobody uses.
expect_true modprobe xhci_pci
wait_for 30 test -e /sys/bus/usb/devices/1-1/devnum
given=$(printf '001.%03d' "$(cat /sys/bus/usb/devices/1-1/devnum)")
device="usbdev=[\"hostbus=1,hostaddr=$((10#${given#*.}))\"]"
define hvm web "$controller"
apply
# QEMU takes a device out only when the guest lets go of it.
wait_for 300 guest_is_up web
domid=$(domid_of web)
expect "" devices web

define hvm web "$controller" "$device"
planned '~ web +change live'
apply
expect "1 $given" devices web
nothing_to_do_for_long

# What somebody takes away by xl comes back.
expect_exit 0 xl usbdev-detach web 0 1
expect "" devices web
planned 'usbDevices\[1\.2\]'
apply
expect "1 $given" devices web

define hvm web "$controller"
apply
expect "" devices web
nothing_to_do_for_long
expect "$domid" domid_of web
