# an HVM guest that xl made is adopted, and then there is nothing to do
# limit: 600; takes: 20; threads: multi
# Without maxmem: a guest that starts below its maximum (populate on demand) may fault at once under this emulation.
parts=("disk=[\"format=raw,vdev=hdc,access=ro,devtype=cdrom,target=$(disk_image disk.iso)\"]" 'vif=["bridge=xenbr0"]')
by_xl bios web "${parts[@]}"
define bios web "${parts[@]}"
snapshot_of_host host
expect_exit 0 xenward adopt web
expect_true host_is_as_in host
nothing_to_do_for_long
