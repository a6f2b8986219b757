# shellcheck shell=bash
# dom0's root disk and what finds it; read by `build`.
modules root "${dom0_modules[@]}" "${passing_modules[@]}"
mkdir -p root/{dev,proc,sys,run,tmp,root,mnt,in,out,kept,var/log/xen,var/lib/xen,etc}
rm -rf root/var/run root/var/lock
ln -s /run root/var/run
ln -s /run/lock root/var/lock
for applet in $(root/bin/busybox --list); do
  [ -e "root/bin/$applet" ] || [ -e "root/sbin/$applet" ] || ln -s busybox "root/bin/$applet"
done
ln -sfn bash root/bin/sh
ln -sfn gawk root/bin/awk
echo 'root:x:0:0:root:/root:/bin/bash' > root/etc/passwd
echo 'root:x:0:' > root/etc/group
echo 'dom0' > root/etc/hostname
echo '127.0.0.1 localhost dom0' > root/etc/hosts
install -m 755 "$recipe/dom0-init" root/sbin/init
ldconfig -r root
# The disk is read-only: modules of Python that are not compiled here would be at each start of pygrub.
chroot root /usr/bin/python3 -m compileall -q /usr/lib/python3 /usr/lib/python3.11 /usr/lib/xen-4.17 > /dev/null || true

mkdir -p first/{bin,dev,proc,sys,lower,upper,root}
cp root/bin/busybox first/bin/
ln -s busybox first/bin/sh
modules first "${first_modules[@]}"
install -m 755 "$recipe/first-init" first/init
archive first > "$to/first.cpio"
mke2fs -q -t ext4 -O ^has_journal -m 0 -d root "$to/dom0.img" "$(($(du -sm root | cut -f1) * 12 / 10 + 32))M" > /dev/null
