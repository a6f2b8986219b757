# libvirt's own test configurations, as far as this dom0 can start them, are found as they were built, at once and after 10 s
# limit: 1800; takes: 500; threads: multi
corpus=/in/corpus
if [ ! -d $corpus ]; then
  skipped 'the corpus' 'it does not lie beside the repository'
  exit 0
fi

# why_not NAME: prints why it cannot be started here; nothing when it can.
why_not() {
  case $1 in
    *-nohap | *-hpet-timer) echo 'Xen has no shadow paging under this emulation (EOPNOTSUPP)' ;;
    *-ovmf) echo 'Debian has no OVMF for Xen' ;;
    *-ovswitch-*) echo 'dom0 has no Open vSwitch' ;;
    *-pci | *-pci-dev-* | moredevs-*) echo 'the machine has none of these PCI devices' ;;
    *-e820_host) echo 'its passthrough needs an IOMMU' ;;
    *vnuma*) echo 'the machine has neither these nodes nor their memory' ;;
    *-acpi-slic) echo 'the machine has no such ACPI table' ;;
    *-spice | *-sound | *-escape-paths) echo 'a device model that dom0 has not got all parts of' ;;
    *-parallel-tcp | *-serial-tcp) echo 'nobody listens where its port is to connect' ;;
    *-serial-udp) echo '99998 is no port' ;;
    multiple-ip) echo 'it has no kernel' ;;
  esac
}

# taken FILE: what it says of a guest of its own: a name, an address and disks that no other has, so that several run at once;
# little memory, all of it from the start; no password, for which the QEMU of dom0 lacks DES; and a kernel instead of a bootloader
# that would look at an empty disk.
number=10 made=()
taken() {
  local file=$1 name=${1##*/} folder=${1%/*} disk
  name=${name%.*} folder=${folder##*/}
  number=$((number + 1))
  local to=$DIR/$name.${file##*.}
  [ "$folder" != xmconfigdata ] || name=xm-$name to=$DIR/$name.xm
  case $file in
    *.cfg)
      sed -E "s/XenGuest[12]|pvtest/$name/g; s,images/debian/,&$name-,; /^(uuid|vncpasswd|bootargs) /d; s/,vncpasswd=[^\",]*//
        s/mac=[0-9a-fA-F:]+/mac=00:16:3e:77:00:$number/; s/^(memory|maxmem) = .*/\1 = 32/
        s#^(bootloader|kernel) = \"/(usr/bin|tmp)/.*#kernel = \"/guest/tiny\"#; /^ramdisk /d" "$file" ;;
    *.xml)
      sed -E "s#test-(hvm|pvh|pv)\b|XenGuest2#$name#g; /<uuid>/d; s/mac address='[^']*'/mac address='00:16:3e:77:00:$number'/
        s#<(memory|currentMemory)[^>]*>.*#<\1>32768</\1>#; /<emulator>/d; s#/boot/vmlinuz#$asleep#; /<initrd>/d" "$file" ;;
  esac > "$to"
  while read -r disk; do
    mkdir -p "${disk%/*}"
    made+=("$disk")
    case $disk in
      *-home | *.qcow2) cp "$empty" "$disk" ;;
      *) sleeping_disk "$disk" ;;
    esac
  done < <(grep -oE '/(dev/HostVG|root|var/lib/(libvirt|xen)/images)/[A-Za-z0-9_./-]+' "$to")
}

# How the configurations find their host.
end_of_host() {
  for bridge in xenbr1 br0; do ip link del $bridge || true; done
  rm -rf "${made[@]}" /dev/HostVG /usr/lib/xen /path
}
trap end_of_host EXIT
for bridge in xenbr1 br0; do ip link add $bridge type bridge; done
mkdir -p /usr/lib/xen/{bin,boot} /path/to
ln -s /usr/libexec/xen-qemu-system-i386 /usr/lib/xen/bin/qemu-system-i386
ln -s /usr/lib/xen-4.17/boot/hvmloader /usr/lib/xen/boot/hvmloader
asleep=$(sleeping_kernel) empty=$(qcow2_image empty)

# Four at a time: dom0 does not bear many device models at once.
some() {
  no_false_drift --parallelism 1
  look_again
}
count=0
for file in $corpus/{xlconfigdata,xmconfigdata}/*.cfg $corpus/libxlxml2domconfigdata/*.xml; do
  reason=$(why_not "$(basename "${file%.*}")")
  if [ -n "$reason" ]; then skipped "${file#"$corpus/"}" "$reason"; continue; fi
  taken "$file"
  count=$((count + 1))
  [ $((count % 4)) != 0 ] || some
done
[ $((count % 4)) = 0 ] || some
quietly xenstore-rm /local/domain/net0
skipped 'xlconfigdata/*.xml, xmconfigdata/*.xml' 'the same guests as those of their .cfg'
