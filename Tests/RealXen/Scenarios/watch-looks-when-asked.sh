# SIGHUP has the watcher look at once: what nothing else told it of is put right, and a policy that changed is taken up
policy() { echo "defaults: {$*}" > "$WORK/policy.yaml"; }
policy 'state: running'
define tiny web
watch --config "$WORK/policy.yaml"
wait_for 60 guest_is_up web
sleep 10

# No domain ended and no file changed.
xl sched-credit2 -d web -w 100
sleep 5
expect 100 weight_of web
kill -HUP "$watcher"
eventually 15 256 weight_of web

policy 'state: shutoff'
kill -HUP "$watcher"
eventually 20 absent state_of web
policy 'state: running, after-poweroff: start'
kill -HUP "$watcher"
wait_for 30 guest_is_up web 2
end_watch
expect 4 grep -c 'result=done' "$WORK/log"
nothing_to_do --config "$WORK/policy.yaml"
