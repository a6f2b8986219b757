# shellcheck shell=bash
# What xenward is asked for most.

# apply [OPTION]...: all that the definitions want is done.
apply() { expect_exit 0 xenward apply --yes "$@"; }

# nothing_to_do [OPTION]...: a plan finds everything as it should be.
nothing_to_do() { expect_exit 0 xenward plan --detailed-exitcode "$@"; }

# nothing_to_do_for_long: the same at once and after 10 s, when what guests do by themselves is done.
nothing_to_do_for_long() { nothing_to_do "$@"; sleep 10; nothing_to_do "$@"; }

# planned PATTERN: a plan has something to do, and says so.
planned() { expect_exit 2 xenward plan --detailed-exitcode; expect_output "$1"; }

# watch [OPTION]...: the watcher is at work from now on, and what it does stands in $WORK/log.
watch() {
  xenward watch --interval 3600 "$@" 2>> "$WORK/log" &
  watcher=$!
}

# end_watch: it is asked to end, and does.
end_watch() { kill "$watcher"; wait "$watcher"; }
