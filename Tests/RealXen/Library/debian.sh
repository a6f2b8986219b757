# shellcheck shell=bash
# A Debian with systemd, dpkg and libvirt in dom0, for scenarios whose first lines say `needs: debian`.

# boot_debian, then in_debian COMMAND...: as root's shell there would.
boot_debian() { expect_true /in/Dom0/debian boot; }
in_debian() { /in/Dom0/debian run "$@"; }
