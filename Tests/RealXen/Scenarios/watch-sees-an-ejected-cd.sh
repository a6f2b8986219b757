# a guest that lets the medium of its CD drive out is seen by the watcher at once; what follows is the policy's word
# limit: 300; takes: 18; threads: multi
ejection() { echo "/local/domain/$(domid_of "$1")/device/vbd/5632/eject"; }
define bios web "disk=[\"format=raw,vdev=hdc,access=ro,devtype=cdrom,target=$(disk_image media.iso)\"]"
watch
wait_for 150 grep -q "guest=web .*action=create result=done" log
domid=$(domid_of web)
nothing_to_do

# What a guest's driver writes when somebody in there pushes the button: it is put in again.
expect_exit 0 xenstore-write "$(ejection web)" eject
wait_for 60 grep -q 'guest=web .*action=live .*result=done' log
expect '' xenstore-read "$(ejection web)"
nothing_to_do

# A guest may keep its drive open.
echo 'guests: {web: {ignore: [disks.path, disks.format]}}' > "$DIR/xenward.yaml"
expect_exit 0 xenstore-write "$(ejection web)" eject
nothing_to_do_for_long
expect eject xenstore-read "$(ejection web)"
expect 1 grep -c action=live log
expect "$domid" domid_of web
