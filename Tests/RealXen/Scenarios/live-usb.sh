# a USB controller and a USB device of the host come to an HVM guest and go while it runs
# limit: 900; takes: 150; threads: multi
controllers() { quietly xl usb-list "$1" | awk '$2 == "devicemodel" { print $1, $2, $5, $6 }'; }
devices() { quietly xl usb-list "$1" | sed -n 's/^ *Port \([0-9]*\): Bus \(.*\) Device \(.*\)/\1 \2.\3/p'; }
controller='usbctrl=["type=devicemodel,version=2,ports=6"]'
# The machine's keyboard, which nobody uses.
expect_true modprobe xhci_pci
wait_for 30 test -e /sys/bus/usb/devices/1-1/devnum
given=$(printf '001.%03d' "$(cat /sys/bus/usb/devices/1-1/devnum)")
device="usbdev=[\"hostbus=1,hostaddr=$((10#${given#*.}))\"]"
define hvm web
apply
# QEMU takes out only what the guest lets go of.
wait_for 300 guest_is_up web
domid=$(domid_of web)
expect "" controllers web

define hvm web "$controller"
planned '~ web +change live'
apply
expect "0 devicemodel 2 6" controllers web
nothing_to_do_for_long

# What somebody takes away by xl comes back.
xl usbctrl-detach web 0
sleep 5
planned 'usbControllers\[0\]'
apply
expect "0 devicemodel 2 6" controllers web
nothing_to_do

define hvm web "$controller" "$device"
planned '~ web +change live'
apply
expect "1 $given" devices web
nothing_to_do_for_long

expect_exit 0 xl usbdev-detach web 0 1
expect "" devices web
planned 'usbDevices\[1\.2\]'
apply
expect "1 $given" devices web

define hvm web "$controller"
apply
expect "" devices web
expect "0 devicemodel 2 6" controllers web
nothing_to_do_for_long

define hvm web
apply
expect "" controllers web
nothing_to_do_for_long
expect "$domid" domid_of web
