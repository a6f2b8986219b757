# xenward.service, closed as its unit says, makes guests of every kind, changes, reboots, restarts and stops them
# limit: 1500; takes: 430; needs: debian package; threads: multi
cd_drive() { echo "\"format=raw,vdev=hdc,access=ro,devtype=cdrom,target=$1\""; }
nic() { echo "\"bridge=xenbr0,mac=00:16:3e:00:00:0$1\""; }
# The file behind hdc, as the backend knows it.
medium_of() {
  quietly xenstore-ls -f /local/domain/0/backend |
    sed -n "s|^/local/domain/0/backend/[^/]*/$(domid_of "$1")/5632/params = \"\(aio:\)\{0,1\}\(.*\)\"|\2|p"
}
# connected NAME block|network PATTERN: the guest's driver has taken the device of such a line.
connected() { xl "$2-list" "$1" | grep -Eq "$3.* 4 "; }
# closed PROCESS: it has the filter of system calls, and lacks capabilities, of which CAP_SYS_TIME is the 25th.
closed() {
  expect 2 sed -n 's/^Seccomp:\t//p' "/proc/$1/status"
  expect 0 echo $((0x$(sed -n 's/^CapBnd:\t//p' "/proc/$1/status") >> 25 & 1))
}
# done_by_service ACTION NAME: in its journal it stands as done.
done_by_service() { in_debian journalctl --no-pager -o cat -u xenward.service | grep -q "guest=$2 .*action=$1 .*result=done"; }

boot_debian
install_package
one=$(disk_image one.img) two=$(disk_image two.img) three=$(disk_image three.img) four=$(disk_image four.img)
film=$(disk_image film.iso) song=$(disk_image song.iso) qcow2=$(qcow2_image qcow2.img)
cat > "$DIR/xenward.yaml" <<'Y'
guests:
  qcow2: {update: restart}
Y
expect_exit 0 in_debian systemctl start xenward.service
closed "$(pgrep -x xenward)"

# One after another: a device model has 10 s to answer. HVM first, which takes longest to boot.
define hvm desktop "disk=[$(disk hda "$one"), $(cd_drive "$film")]" "vif=[$(nic 1)]" vnc=1 vnclisten=127.0.0.1 vncunused=1
wait_for 90 done_by_service create desktop
closed "$(device_model_of desktop)"
expect "$film" medium_of desktop
define pygrub grub memory=8 'bootloader_args=["--entry=1"]'
wait_for 90 guest_is_up grub
define tiny qcow2 "disk=[$(disk xvda "$qcow2" qcow2)]"
wait_for 90 guest_is_up qcow2
closed "$(device_model_of qcow2)"
define pv server "disk=[$(disk xvda "$two")]" "vif=[$(nic 2)]"
for name in server desktop; do wait_for 420 guest_is_up $name; done
expect '768 5632' disks_of desktop

# Devices come.
define pv server "disk=[$(disk xvda "$two"), $(disk xvdb "$three")]" "vif=[$(nic 2), $(nic 3)]"
wait_for 90 connected server block '^51728 '
wait_for 90 connected server network :00:03
define hvm desktop "disk=[$(disk hda "$one"), $(cd_drive "$song"), $(disk xvdb "$four")]" "vif=[$(nic 1), $(nic 4)]" vnc=1 vnclisten=127.0.0.1 vncunused=1
wait_for 90 connected desktop block '^51728 '
wait_for 90 connected desktop network :00:04
eventually 60 "$song" medium_of desktop

# They go.
define pv server "disk=[$(disk xvda "$two")]" "vif=[$(nic 2)]"
eventually 90 51712 disks_of server
eventually 60 00:16:3e:00:00:02 nics_of server
define hvm desktop "disk=[$(disk hda "$one"), $(cd_drive "")]" "vif=[$(nic 1)]" vnc=1 vnclisten=127.0.0.1 vncunused=1
eventually 90 '768 5632' disks_of desktop
eventually 60 00:16:3e:00:00:01 nics_of desktop
eventually 60 '' medium_of desktop
expect '' eval 'losetup -a | grep -E "three|four"; true'

# They come back when they reboot; what only a restart can change does it.
for name in desktop grub; do
  domid=$(domid_of $name)
  in_debian xl reboot $name
  wait_for 120 guest_is_another $name "$domid"
done
define tiny qcow2 "disk=[$(disk xvda "$qcow2" qcow2)]" memory=6
wait_for 120 guest_is_up qcow2 2
for name in grub desktop; do wait_for 420 guest_is_up $name 2; done
expect_exit 0 in_debian xenward plan --detailed-exitcode

# And stops them, to the last of what they had.
echo 'defaults: {state: shutoff}' >> "$DIR/xenward.yaml"
for name in desktop grub qcow2 server; do wait_for 180 guest_is_absent $name; done
eventually 60 '' eval 'losetup -a | grep "$WORK"; pgrep -f "[q]emu-system"; ip -br link | grep -E "^(vif|tap)"; true'
in_debian journalctl --no-pager -o cat -u xenward.service > journal
expect '' eval 'grep -iE "result=failed|not permitted|denied" journal; true'
expect '' in_debian systemctl list-units --failed --no-legend
