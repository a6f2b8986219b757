# guests of xl are taken over, where xendomains starts some, and given back, by the commands of docs/from-xendomains.md while they run
# limit: 900; takes: 215; needs: debian package
# unchanged: both guests are what they were when xl had started them.
unchanged() { expect "$started" lives web1 db1; }

boot_debian
package_as_in from-xendomains
xen=$(debian_root)/etc/xen
for name in web1 db1 old1; do guest_config tiny $name > "$xen/$name.cfg"; done
mkdir -p "$xen/auto"
ln -s ../web1.cfg "$xen/auto/"
# As on a host that nobody has touched.
expect_exit 0 in_debian rm /etc/systemd/system/xendomains.service
expect_exit 0 in_debian systemctl daemon-reload
# Of an init script --now would start nothing.
expect_exit 0 in_debian systemctl enable xendomains.service
expect_exit 0 in_debian systemctl start xendomains.service
expect_exit 0 in_debian xl create -q /etc/xen/db1.cfg
for name in web1 db1; do wait_for 60 guest_is_up $name; done
# It was xendomains who started the one.
expect xendomains.service eval 'basename "$(group_of "$(pgrep -f "[x]l create .*/auto/web1.cfg")")"'
expect absent state_of old1
started=$(lives web1 db1)

step from-xendomains '1. Install'
step from-xendomains '2. Say where'
expect_output '^3 definitions, 0 errors'
step from-xendomains '3. Ask the doctor'
for name in web1 db1; do expect_output "^warn +xl +process [0-9]+ .* it watches $name"; done
expect_output '→ systemctl disable xendomains.service'
unchanged
step from-xendomains '4. Adopt'
expect 2 grep -c 'No changes: 1 guest is as it should be' <<< "$output"
unchanged

# Step 5, with the numbers that the processes have here.
expect_exit 1 in_debian xenward doctor --quiet /etc/xen
mapfile -t watchers < <(sed -nE 's/.*→ kill ([0-9]+); the guest runs on.*/\1/p' <<< "$output")
expect 2 echo ${#watchers[@]}
expect_exit 0 in_debian kill "${watchers[@]}"
unchanged
step from-xendomains '6. Change over'
expect_output '^No changes: 3 guests are as they should be'
for unit in xenward xenward-guests xendomains; do expect_true unit_is $unit.service active; done
expect disabled eval 'in_debian systemctl is-enabled xendomains.service 2> /dev/null || true'
unchanged

reboots_by_xenward web1
given_back from-xendomains web1 db1
expect enabled eval 'in_debian systemctl is-enabled xendomains.service 2> /dev/null'
