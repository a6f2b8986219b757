# Debian's package comes, is upgraded, removed and purged, and guests with and without a device model run on
# limit: 900; takes: 200; needs: debian package
boot_debian
install_package
expect '' find "$(debian_root)/etc/systemd/system" -name '*xenward*'
expect_true unit_is xenward.service inactive

define tiny plain
define tiny screen 'vfb=["vnc=1,vnclisten=127.0.0.1,vncunused=1"]'
echo '# mine' >> "$DIR/xenward.yaml"
expect_exit 0 in_debian systemctl start xenward.service
wait_for 60 guest_is_up plain
wait_for 60 guest_is_up screen
expect_true [ -n "$(device_model_of screen)" ]

# unchanged COMMAND...: it ends well, and the guests are what they were.
unchanged() {
  local before
  before=$(lives plain screen)
  expect_exit 0 in_debian "$@"
  expect "$before" lives plain screen
}
unchanged systemctl restart xenward.service
unchanged systemctl stop xenward.service
unchanged systemctl start xenward.service
watcher=$(in_debian systemctl show -p MainPID --value xenward.service)
unchanged dpkg -i /in/xenward-newer.deb
expect_true [ "$(in_debian dpkg-query -W -f '${Version}' xenward)" != "$(in_debian dpkg-deb -f /in/xenward.deb Version)" ]
wait_for 60 eval '[ "$(in_debian systemctl show -p MainPID --value xenward.service)" != "$watcher" ]'
wait_for 60 unit_is xenward.service active

# Nothing tells the watcher of another weight. A reload has it look, and nobody's guest is touched.
xl sched-credit2 -d plain -w 100
sleep 10
expect 100 weight_of plain
unchanged systemctl reload xenward.service
eventually 30 256 weight_of plain

# The new one looks after the old one's guests, without any timer.
expect_true unit_is xenward-apply.timer inactive
domid=$(domid_of plain)
in_debian xl reboot plain
wait_for 60 guest_is_another plain "$domid"
wait_for 30 guest_is_up plain 2

unchanged dpkg -r xenward
expect_output 'guests run on, and from now on nothing stops them'
expect_true [ ! -e "$(debian_root)/usr/sbin/xenward" ]
expect_true grep -q mine "$DIR/xenward.yaml"
unchanged dpkg -P xenward
expect_output "guests of xenward's still run"
expect_true [ -e "$DIR/plain.cfg" ]
expect_true [ ! -e "$DIR/xenward.yaml" ]

# Installed again, it knows them.
unchanged dpkg -i /in/xenward.deb
unchanged xenward plan --detailed-exitcode

# With the example for hosts that have xendomains only one of the two is at work, and what runs is left alone.
unchanged systemctl start xenward.service
auto=$(debian_root)/etc/xen/auto units=$(debian_root)/etc/systemd/system
mkdir -p "$auto" "$units/xenward.service.d" "$units/xendomains.service.d"
ln -s /etc/xenward/domains.d/plain.cfg "$auto/"
cp "$(debian_root)/usr/share/doc/xenward/examples/xendomains.conf" "$units/xenward.service.d/"
rm "$units/xendomains.service"
# Its own stop would stop every guest.
printf '[Service]\nExecStop=\nExecStop=/bin/sleep 5\n' > "$units/xendomains.service.d/stop.conf"
unchanged systemctl daemon-reload
unchanged systemctl start xendomains.service
expect_true unit_is xendomains.service active
expect_true unit_is xenward.service inactive
# It has ended before the other begins.
unchanged systemctl start xenward.service
expect_true unit_is xenward.service active
expect_true unit_is xendomains.service inactive
expect_true [ "$(moment xendomains.service InactiveEnter)" -le "$(moment xenward.service InactiveExit)" ]
