# a disk, a bridge or a kernel that is not there is said before anything is begun, and nothing is left
define tiny runs
apply
domid=$(domid_of runs)
snapshot_of_host host
define tiny no-disk 'disk=["format=raw,vdev=xvda,access=rw,target=/nowhere/disk.img"]'
define tiny no-bridge 'vif=["bridge=nobr0"]'
define tiny no-kernel kernel=/nowhere/kernel
define tiny runs kernel=/nowhere/kernel memory=8
expect_exit 2 xenward plan --detailed-exitcode --allow-restart
expect_output '\? no-disk +blocked: .*/nowhere/disk.img: No such file'
expect_output '\? no-bridge +blocked: .*bridge nobr0'
expect_output '\? no-kernel +blocked: .*/nowhere/kernel: No such file'
expect_output '\? runs +blocked: cannot be restarted: .*/nowhere/kernel: No such file'
expect_exit 1 xenward apply --yes --allow-restart
expect_true host_is_as_in host
expect "$domid" domid_of runs
