# shellcheck shell=bash
# Checks. One that does not hold ends the scenario, with the line of the scenario, what was expected and what was seen.

fail() {
  set +x
  local i where=$SCENARIO.sh
  for ((i = 1; i < ${#BASH_SOURCE[@]}; i++)); do
    [[ ${BASH_SOURCE[i]} != /in/scenarios/* ]] || { where+=:${BASH_LINENO[i - 1]}; break; }
  done
  trap - ERR
  printf '%s: %s\n' "$where" "$*" >&2
  exit 1
}

# expect WANTED COMMAND...: what it prints is WANTED.
expect() {
  local wanted=$1 seen; shift
  seen=$("$@") || fail "$*: exit status $?"
  [ "$seen" = "$wanted" ] || fail "$*: expected \"$wanted\", saw \"$seen\""
}

# expect_exit STATUS COMMAND...: it ends so; what it printed, on either stream, is in $output.
expect_exit() {
  local wanted=$1 seen=0; shift
  output=$("$@" 2>&1) || seen=$?
  printf '$ %s\n%s\n' "$*" "$output"
  [ "$seen" = "$wanted" ] || fail "$*: expected exit status $wanted, saw $seen"
}

# expect_output PATTERN: what the last expect_exit caught matches an extended regular expression.
expect_output() { grep -Eq -- "$1" <<< "$output" || fail "expected a line that matches \"$1\", saw:"$'\n'"$output"; }

# refuse_output PATTERN: no line of it does.
refuse_output() { ! grep -Eq -- "$1" <<< "$output" || fail "expected no line that matches \"$1\", saw:"$'\n'"$output"; }

# expect_true COMMAND...: it ends 0.
expect_true() { "$@" || fail "$*: expected to hold, saw exit status $?"; }

# Between two looks, more the longer it takes: the emulated dom0 has better things to do than to be looked at.
between_looks() { sleep "$(($1 < 4 ? 0 : $1 < 10 ? 1 : 2)).5"; }

# wait_for SECONDS COMMAND...: it ends 0, now or before SECONDS are over.
wait_for() {
  local seconds=$1 end=$((SECONDS + $1)) looks=0; shift
  until "$@" > /dev/null 2>&1; do
    [ $SECONDS -lt $end ] || fail "$*: expected to hold within $seconds s; now: $(trap - ERR; set +ex; "$@" 2>&1 | tail -n 5)"
    between_looks $((looks++))
  done
}

# eventually SECONDS WANTED COMMAND...: it prints WANTED, now or before SECONDS are over.
eventually() {
  local seconds=$1 wanted=$2 end=$((SECONDS + $1)) seen looks=0; shift 2
  until seen=$("$@") && [ "$seen" = "$wanted" ]; do
    [ $SECONDS -lt $end ] || fail "$*: expected \"$wanted\" within $seconds s, saw \"$seen\""
    between_looks $((looks++))
  done
}
