#!/usr/bin/env bash
# Runs the tests of XenHost under valgrind: no invalid access, and no memory that nobody can reach any more.
#   usage: run.sh TEST-BINARY [FILTER]
set -euo pipefail
here=$(dirname "$(realpath "$0")")
binary=$(realpath "$1")
filter=${2:-XenHostTests}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cc -shared -fPIC -O1 -o "$work/sigsuspend.so" "$here/sigsuspend.c"
# Debian's valgrind does not read Swift's debug information; the names of functions are enough.
strip --strip-debug -o "$work/tests" "$binary"
# Where its resources and libraries are found, a copy has to be told.
LD_LIBRARY_PATH=$(dirname "$binary")${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export LD_LIBRARY_PATH

# Valgrind's own words go into a file of their own, so that they stand at the end and not somewhere among the tests'.
check() {
  LD_PRELOAD="$work/sigsuspend.so" valgrind --quiet --log-file="$work/found" --error-exitcode=9 --child-silent-after-fork=yes \
    --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --num-callers=40 \
    --suppressions="$here/suppressions" --gen-suppressions="${GEN_SUPPRESSIONS:-no}" --fair-sched=yes \
    "$work/tests" --testing-library swift-testing --filter "$filter" 2>&1 | tee "$work/said"
}

status=0
check || status=$?
# What a task or a thread holds in a register alone when the tests end looks lost, on some runs; what is at fault is so again.
if [ "$status" = 9 ]; then
  cat "$work/found"
  echo "memory check: valgrind found the above; once more, to see whether it is so again"
  status=0
  check || status=$?
fi
cat "$work/found"
# A test that was skipped shows nothing.
if grep -q skipped "$work/said"; then
  echo "memory check: some tests were skipped" >&2
  exit 1
fi
exit "$status"
