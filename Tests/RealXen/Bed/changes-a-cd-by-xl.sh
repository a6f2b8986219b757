# an HVM guest's CD is ejected, and another one put in
# limit: 600; takes: 100; threads: multi
cd_of() { xenstore-ls -f /libxl/$(domid_of two) | sed -n 's|.*/params = "\(.*\)"|\1|p' | tail -n 1; }
by_xl hvm two "disk=[\"format=raw,vdev=hdc,access=ro,devtype=cdrom,target=$(disk_image one.iso)\"]"
wait_for 420 guest_is_up two
xl cd-eject two hdc
expect "" cd_of
xl cd-insert two hdc "$(disk_image other.iso)"
expect "aio:$WORK/other.iso" cd_of
