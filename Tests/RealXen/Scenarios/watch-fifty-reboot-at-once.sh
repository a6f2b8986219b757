# fifty guests that reboot at once are all back, each once, and are still as they are defined
# limit: 900; takes: 250
for i in $(seq 50); do define tiny "guest$i"; done
watch --parallelism 8
domains() { xl list | awk 'NR > 2 { print $1, $(NF - 4) }' | sort; }
all_run() { [ "$(xl list | awk 'NR > 2 && $(NF - 1) !~ /^...s/' | wc -l)" = 50 ]; }
are_up() { [ "$(grep -c 'guest: up' /var/log/xen/guest-guest*.log | grep -c ":$1\$")" = 50 ]; }
done_to() { grep -c "action=$1 .*result=done" "$WORK/log" || true; }
eventually 300 50 done_to create
wait_for 60 are_up 1
domains > before
start=$(milliseconds)
xl reboot -a > /dev/null
asked=$(milliseconds)
eventually 300 50 done_to restart
wait_for 60 are_up 2
echo "all 50 are back $(($(milliseconds) - asked)) ms after the last one was asked; asking took $((asked - start)) ms"
expect_true all_run
# Each has another domain, and was built once.
domains > after
expect 0 eval 'comm -12 before after | wc -l'
expect 50 done_to restart
expect 0 eval "grep -c 'result=failed' '$WORK/log' || true"
nothing_to_do
end_watch
