# when the host goes down its guests are stopped in order, and device models only after that
# limit: 600; takes: 75; needs: debian package
boot_debian
install_package
screen='vfb=["vnc=1,vnclisten=127.0.0.1,vncunused=1"]'
define tiny database "$screen"
define tiny web "$screen"
define tiny deaf "$screen" extra=xenbed=ignore
cat > "$DIR/xenward.yaml" <<'Y'
guests:
  web: {after: [database]}
  deaf: {stop: {timeout: 10}}
Y
# What is there when xenward-guests.service has stopped.
mkdir "$(debian_root)/etc/systemd/system/xenward-guests.service.d"
cat > "$(debian_root)/etc/systemd/system/xenward-guests.service.d/afterwards.conf" <<U
[Service]
StandardError=append:$WORK/stop-all
ExecStopPost=/bin/sh -c 'xl list >$WORK/domains; pgrep -f [q]emu-system >$WORK/device-models; true'
U
in_debian systemctl daemon-reload
expect_exit 0 in_debian systemctl start xenward.service
for name in database web deaf; do wait_for 60 guest_is_up $name; done
expect_true [ -n "$(device_model_of deaf)" ]

debian_goes_down 180
expect 'web database' eval 'echo $(sed -n "s/.*guest=\([a-z]*\) .*action=stop .*result=done.*/\1/p" "$WORK/stop-all")'
expect 'Domain-0 deaf' eval 'echo $(awk "NR > 1 { print \$1 }" "$WORK/domains")'
expect 1 grep -c . "$WORK/device-models"
