# the medium in the CD drive of an HVM guest comes, goes and changes
# limit: 600; takes: 35; threads: multi
# The file behind hdc, as the backend knows it.
medium() {
  quietly xenstore-ls -f /local/domain/0/backend |
    sed -n "s|^/local/domain/0/backend/[^/]*/$(domid_of "$1")/5632/params = \"\(aio:\)\{0,1\}\(.*\)\"|\2|p"
}
drive() { echo "disk=[\"format=raw,vdev=hdc,access=ro,devtype=cdrom,target=$1\"]"; }
first=$(disk_image first.iso) second=$(disk_image second.iso)
define bios web "$(drive "$first")"
apply
expect "$first" medium web
domid=$(domid_of web)
define bios web "$(drive "")"
planned 'insert|path'
apply
expect "" medium web
nothing_to_do
define bios web "$(drive "$second")"
apply
expect "$second" medium web
nothing_to_do
define bios web "$(drive "$first")"
apply
expect "$first" medium web
nothing_to_do_for_long
expect "$domid" domid_of web
# What somebody changes by xl is drift, and put back; xl stores the drive in other words, which is none.
xl cd-insert web hdc "$second"
planned 'disks\[hdc\]\.path'
refuse_output 'colo'
apply
expect "$first" medium web
nothing_to_do
xl cd-insert web hdc "$second"
xl cd-insert web hdc "$first"
nothing_to_do_for_long
expect "$domid" domid_of web
