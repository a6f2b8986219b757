# What the checks have in common. They run from the project's root, and say what they check, a line each.
# shellcheck shell=sh
set -u
cd "$(dirname "$0")/../.." || exit 1

work=$(mktemp -d "${TMPDIR:-/tmp}/xenward-check.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
failures=0

# check WHAT COMMAND...: runs a command that is to succeed, and shows what it says when it does not.
check() {
    what=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        printf 'ok      %s\n' "$what"
    else
        printf 'FAILED  %s\n' "$what"
        sed 's/^/        /' "$work/said"
        failures=$((failures + 1))
    fi
}

# fails COMMAND...: succeeds when a command does not.
fails() { ! "$@"; }

# installed: lays everything out below $work/root.
installed() { make -s install DESTDIR="$work/root"; }

finish() {
    [ "$failures" -eq 0 ] || { printf '%s: %s of its checks failed\n' "${0##*/}" "$failures"; exit 1; }
    exit 0
}
