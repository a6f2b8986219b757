# a guest that powers itself off, reboots, crashes or is barked at is treated as its on_* action says
# limit: 900; takes: 100
ways=(halt reboot crash watchdog) actions=(destroy restart preserve rename-restart)
declare -A key=([halt]=on_poweroff [reboot]=on_reboot [crash]=on_crash [watchdog]=on_watchdog)
# Each domain of `xl list` as NAME DOMID STATE; all at once, as there are many.
domains() { xl list | awk 'NR > 2 { print $1, $(NF - 4), $(NF - 1) ~ /^...s/ ? "shutdown" : "runs" }' | sort; }
all_have_ended() { [ "$(domains | grep -c ' shutdown$')" = 16 ]; }
domid_before() { awk -v name="$1" '$1 == name { print $2 }' before; }

for way in "${ways[@]}"; do
  for action in "${actions[@]}"; do define tiny "$way-$action" "extra=xenbed=$way after=60" "${key[$way]}=$action"; done
done
apply
wait_for 200 all_have_ended
domains > before
planned 'halt-restart +restart: it powered itself off; on_poweroff is restart'
apply
domains > after
for way in "${ways[@]}"; do
  expect 0 eval "grep -c '^$way-destroy ' after || true"
  expect "$(grep "^$way-preserve " before)" grep "^$way-preserve " after
  for action in restart rename-restart; do
    wait_for 20 guest_is_up "$way-$action" 2
    expect 1 grep -c "^$way-$action [0-9]* runs$" after
  done
  # One that is restarted leaves nothing; one that is renamed is put aside under another name.
  expect 0 eval "grep -c ' $(domid_before "$way-restart") ' after || true"
  expect 1 grep -c "^$way-rename-restart-[^ ]* $(domid_before "$way-rename-restart") shutdown$" after
done
targets=()
for way in "${ways[@]}"; do targets+=(--target "$way-destroy" --target "$way-preserve"); done
nothing_to_do "${targets[@]}"
expect_output 'halt-destroy: stays off: it powered itself off'
expect_output 'crash-preserve: .*is kept for a look'
