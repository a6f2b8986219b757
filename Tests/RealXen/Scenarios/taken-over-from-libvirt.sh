# guests that libvirt started are taken over, and given back, by the commands of docs/from-libvirt.md while they run
# limit: 900; takes: 200; needs: debian package
# unchanged: both guests are what they were when libvirt had started them.
unchanged() { expect "$started" lives builder kiosk; }
virsh() { in_debian virsh -q -c xen:///system "$@"; }
guest() { # NAME [DEVICE]
  printf "<domain type='xen'><name>%s</name><memory unit='MiB'>4</memory><on_crash>restart</on_crash>
    <os><type arch='x86_64' machine='xenpv'>linux</type><kernel>/guest/tiny</kernel></os><devices>%s</devices></domain>" "$1" "${2:-}" > "$WORK/$1.xml"
  expect_exit 0 virsh define "$WORK/$1.xml"
  expect_exit 0 virsh start "$1"
  wait_for 30 guest_is_up "$1"
}

boot_debian
package_as_in from-libvirt
expect_exit 0 in_debian systemctl enable --now libvirtd.service libvirt-guests.service
guest builder
guest kiosk "<graphics type='vnc' autoport='yes' listen='127.0.0.1'/>"
expect_exit 0 virsh autostart builder
started=$(lives builder kiosk)
expect_true [ -n "$(device_model_of kiosk)" ]

step from-libvirt '1. Install'
DIR=$(debian_root)/etc/xenward/domains.d
expect 'builder.xml kiosk.xml xenward.yaml' eval 'ls "$DIR" | paste -sd " "'
expect '600 600' eval 'stat -c %a "$DIR"/*.xml | paste -sd " "'
expect "$(uuid_of builder)" eval 'sed -n "s,.*<uuid>\(.*\)</uuid>.*,\1,p" "$DIR/builder.xml"'
step from-libvirt '2. Look'
expect_output 'virsh autostart --disable builder'
unchanged
step from-libvirt '3. Adopt'
expect 2 grep -c 'No changes: 1 guest is as it should be' <<< "$output"
expect_exit 0 in_debian xenward plan --detailed-exitcode
unchanged
step from-libvirt '4. Change over'
unchanged
for unit in libvirtd.service libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket; do expect_true unit_is $unit inactive; done
expect_true unit_is xenward.service active
expect '' ls "$(debian_root)/etc/libvirt/libxl/autostart"

reboots_by_xenward builder
given_back from-libvirt builder kiosk
expect 'kiosk running' eval 'virsh list | sed -n "s/^ *[1-9][0-9]* *\([a-z]*\) */\1 /p"'
expect '' eval 'virsh list --inactive --name | grep -vxE "builder|"; true'
