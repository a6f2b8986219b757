# pygrub finds kernel and initrd on a disk, and the second entry of its menu when it is told to
by_xl pygrub linux
by_xl pygrub small memory=8 'bootloader_args=["--entry=1"]'
wait_for 30 guest_is_up small
wait_for 180 guest_is_up linux
