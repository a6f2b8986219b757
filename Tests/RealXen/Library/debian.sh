# shellcheck shell=bash
# A Debian with systemd, dpkg and libvirt in dom0, for scenarios whose first lines say `needs: debian`.

# boot_debian, then in_debian COMMAND...: as root's shell there would. When the machine has booted since keep_debian, it is as it was
# then, as from a disk.
boot_debian() { expect_true /in/Dom0/debian boot "$WORK/debian.tar"; }
in_debian() { /in/Dom0/debian run "$@"; }
keep_debian() { expect_true /in/Dom0/debian keep "$WORK/debian.tar"; }

# debian_goes_down SECONDS: what `systemctl poweroff` has logind ask for, which this Debian does without; it is down by then.
debian_goes_down() {
  in_debian systemctl start poweroff.target --job-mode=replace-irreversibly --no-block
  wait_for "$1" eval '! kill -0 "$(cat /run/debian/systemd)"'
}

# debian_root: its root as seen from here.
debian_root() { echo "/proc/$(cat /run/debian/systemd)/root"; }

# install_package: xenward's package is there, and `define` writes where it reads.
install_package() {
  expect_exit 0 in_debian dpkg -i /in/xenward.deb
  DIR=$(debian_root)/etc/xenward/domains.d
}

# package_as_in DOCUMENT: the package lies in root's home, under the name that docs/DOCUMENT.md installs it by.
package_as_in() { cp /in/xenward.deb "$(debian_root)/root/$(grep -o 'xenward_[^ ]*[.]deb' "/in/docs/$1.md" | head -n 1)"; }

# unit_is UNIT STATE: active, inactive, failed...
unit_is() { [ "$(in_debian systemctl is-active "$1")" = "$2" ]; }

# nothing_failed UNIT...: no unit of all has failed, and nothing in the journal of these is bad news.
nothing_failed() {
  expect '' in_debian systemctl list-units --failed --no-legend
  in_debian journalctl --no-pager -o cat "${@/#/--unit=}" > journal
  expect '' eval 'grep -E "result=failed|warning|error" journal; true'
}

# moment UNIT ActiveEnter|ActiveExit|InactiveEnter|InactiveExit: when that last was, in microseconds since the host booted.
moment() { in_debian systemctl show -p "$2TimestampMonotonic" --value "$1"; }

# device_model_of NAME: its process, as seen from here; nothing when it has none. group_of PROCESS: its control group.
device_model_of() { local domid; domid=$(domid_of "$1"); [ -z "$domid" ] || quietly pgrep -f "[q]emu-system.* -xen-domid $domid "; }
group_of() { sed -n 's,^0::/host,,p' "/proc/$1/cgroup"; }

# Guests that run, each with its domain and the process of its device model: what nothing may change that is not meant to.
lives() { local name; for name; do echo "$name $(domid_of "$name") $(state_of "$name") $(device_model_of "$name")"; done; }

# step DOCUMENT HEADING: the commands that stand there in docs/DOCUMENT.md, as they are, in one shell. Each ends well, but for a
# doctor who finds problems.
step() {
  local commands
  commands=$(awk -v heading="$2" '/^## / { here = index($0, heading) } here && sub(/^    [#>] /, "")' "/in/docs/$1.md")
  expect_true [ -n "$commands" ]
  expect_exit 0 in_debian bash -c "trap 'echo \"ended \$?: \$BASH_COMMAND\"' ERR; cd /root; $commands"$'\n'true
  expect '' eval 'grep "^ended" <<< "$output" | grep -v "xenward doctor"; true'
}

# reboots_by_xenward NAME [BOOT]: the guest reboots, and comes back by xenward, once nobody else has acted; its BOOTth time (2).
reboots_by_xenward() {
  local domid
  domid=$(domid_of "$1")
  in_debian xl reboot "$1"
  wait_for 120 guest_is_another "$1" "$domid"
  wait_for 60 guest_is_up "$1" "${2:-2}"
}

# given_back DOCUMENT NAME...: the commands below the heading Back leave these guests as they are, and xenward looks after none.
given_back() {
  local document=$1 before; shift
  before=$(lives "$@")
  step "$document" Back
  expect "$before" lives "$@"
  expect_true unit_is xenward.service inactive
}
