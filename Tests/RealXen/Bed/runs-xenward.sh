# xenward runs in dom0: an apply to the embedded host, and a plan that finds nothing to do
export XENWARD_CONNECT=test://$WORK/host.yaml
define tiny one
define tiny two memory=8
expect_exit 2 xenward plan --detailed-exitcode
expect_output 'Plan: 2 to create'
expect_exit 0 xenward apply --yes
expect_exit 0 xenward plan --detailed-exitcode
expect "" domid_of one
