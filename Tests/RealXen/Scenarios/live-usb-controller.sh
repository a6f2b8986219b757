# a USB controller comes to an HVM guest and goes while it runs
# limit: 600; takes: 120; threads: multi
controllers() { quietly xl usb-list "$1" | awk '$2 == "devicemodel" { print $1, $2, $5, $6 }'; }
define hvm web
apply
# QEMU unplugs only what the guest lets go of.
wait_for 300 guest_is_up web
domid=$(domid_of web)
expect "" controllers web
define hvm web 'usbctrl=["type=devicemodel,version=2,ports=6"]'
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
define hvm web
apply
expect "" controllers web
nothing_to_do_for_long
expect "$domid" domid_of web
