# what stays behind is named
losetup -f "$(disk_image left.img)"
