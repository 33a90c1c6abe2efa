# lib.sh - what every test script shares: TAP, a directory to work in, a database to throw away.
#
#   . "$(dirname "$0")/../lib.sh"
#   is "adds up" "$((1 + 1))" 2
#   done_testing
#
# The description always comes first. A script that ends without done_testing has failed, whatever
# it printed: tests/run.sh misses the plan.
#
#   ROOT     the clone; the working directory of every test
#   BUILD    the build under test, absolute
#   SHIPPED  the plain build, to be measured
#   WORK     an empty directory of this script, deleted when it ends
#   SHARED   data that is not in the clone and may be absent (interop)
# shellcheck shell=bash
set -u

ROOT=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
case ${BUILD:-build} in
/*) ;;
*) BUILD=$ROOT/${BUILD:-build} ;;
esac
SHARED=${SHARED:-$ROOT/../shared/data}
# What is measured is the plain build, whichever is under test: a sanitizer has memory of its own.
SHIPPED=$ROOT/build
[ -x "$SHIPPED/extract" ] || SHIPPED=$BUILD
# Without it "$WORK/var" would be the machine's own.
WORK=$(mktemp -d "${TMPDIR:-/tmp}/ontrack-test.XXXXXX") || exit 73
export ROOT BUILD WORK SHARED
# A process that dies by a sanitizer must be told from one that reports an error of its input, and a
# shim may be loaded before the sanitizer's own library.
export ASAN_OPTIONS=${ASAN_OPTIONS:-exitcode=99:verify_asan_link_order=0}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
export LC_ALL=C.UTF-8
cd "$ROOT" || exit 70

tap_count=0
tap_failed=0
tap_databases=()

# pass DESCRIPTION, fail DESCRIPTION [LINE...]
pass() {
	tap_count=$((tap_count + 1))
	printf 'ok %d - %s\n' "$tap_count" "$1"
}

fail() {
	local description=$1
	shift
	tap_count=$((tap_count + 1))
	tap_failed=$((tap_failed + 1))
	printf 'not ok %d - %s\n' "$tap_count" "$description"
	[ $# -eq 0 ] || diag "$@"
	return 0
}

# diag LINE...: a remark; each line of each argument becomes a TAP comment.
diag() {
	printf '%s\n' "$@" | sed 's/^/# /'
}

# ok DESCRIPTION COMMAND...: COMMAND exits 0. Its output is shown where it doesn't.
ok() {
	local description=$1 code=0
	shift
	"$@" >"$WORK/.output" 2>&1 </dev/null || code=$?
	if [ "$code" -eq 0 ]; then
		pass "$description"
	else
		fail "$description" "exit $code of: $*" "$(tail -n 20 "$WORK/.output")"
	fi
}

# exits DESCRIPTION CODE COMMAND...: COMMAND exits with CODE.
exits() {
	local description=$1 expected=$2 code=0
	shift 2
	"$@" >"$WORK/.output" 2>&1 </dev/null || code=$?
	if [ "$code" -eq "$expected" ]; then
		pass "$description"
	else
		fail "$description" "exit $code, expected $expected, of: $*" "$(tail -n 20 "$WORK/.output")"
	fi
}

# is DESCRIPTION GOT EXPECTED
is() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		fail "$1" "got:" "$2" "expected:" "$3"
	fi
}

# like DESCRIPTION GOT REGEX (extended); unlike is its opposite
like() {
	if printf '%s\n' "$2" | grep -qE -e "$3"; then
		pass "$1"
	else
		fail "$1" "got:" "$2" "expected a line that matches: $3"
	fi
}

unlike() {
	if printf '%s\n' "$2" | grep -qE -e "$3"; then
		fail "$1" "got:" "$2" "expected no line that matches: $3"
	else
		pass "$1"
	fi
}

# same DESCRIPTION GOT EXPECTED: two files are equal.
same() {
	if diff -u -- "$3" "$2" >"$WORK/.diff" 2>&1; then
		pass "$1"
	else
		fail "$1" "$(head -n 40 "$WORK/.diff")"
	fi
}

# skip DESCRIPTION REASON: counted as skipped, and said aloud.
skip() {
	tap_count=$((tap_count + 1))
	printf 'ok %d - %s # SKIP %s\n' "$tap_count" "$1" "$2"
}

# skip_all REASON: nothing in this script can run here.
skip_all() {
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

done_testing() {
	printf '1..%d\n' "$tap_count"
	[ "$tap_failed" -eq 0 ] || exit 1
	exit 0
}

# commands PROGRAM: those that its --help names, one a line
commands() {
	"$BUILD/$1" --help | sed -n '/^commands:/,/^$/p' | sed -nE 's/^  ([a-z]+) +[A-Z].*/\1/p'
}

# sanitized PROGRAM: whether it was built with one.
sanitized() {
	ldd "$1" | grep -q libasan
}

# peak PID: the most memory that the process has had so far, in KiB.
peak() {
	awk '/^VmHWM/ { print $2 }' "/proc/$1/status"
}

# fresh_database: an empty database on the tests' own server, started where it isn't running. Points
# libpq's variables at it and sets PGDATABASE; it is dropped when the script ends. May be called
# again for another one.
fresh_database() {
	local name
	packages/postgres.sh --cluster test start || return
	eval "$(packages/postgres.sh --cluster test env)"
	name=test_$$_${#tap_databases[@]}
	psql -X -q -d postgres -c "create database $name" || return
	tap_databases+=("$name")
	export PGDATABASE=$name PGOPTIONS='-c client_min_messages=warning'
}

# query SQL: its result in the current database, unaligned, a tab between columns; where it fails, a line
# that no result is.
query() {
	psql -X -q -A -t -F "$(printf '\t')" -v ON_ERROR_STOP=1 -c "$1" || {
		local code=$?
		echo "psql: exit $code"
		return $code
	}
}

# start_server FILE LOG: a server of FILE (tests/oracle/http_server) that has seen no request yet, in the
# place of the last one; its address in $url, its process in $server.
start_server() {
	[ -z "${server:-}" ] || { kill "$server"; wait "$server"; } 2>/dev/null
	rm -f "$WORK/port" "$2"
	mkfifo "$WORK/port"
	"$BUILD/tests/oracle/http_server" "$1" "$2" >"$WORK/port" &
	server=$!
	read -r port <"$WORK/port"
	# shellcheck disable=SC2034 # for who sources this
	url=http://127.0.0.1:$port
}

tap_end() {
	local code=$? name
	for name in ${tap_databases[@]+"${tap_databases[@]}"}; do
		eval "$(packages/postgres.sh --cluster test env)"
		psql -X -q -d postgres -c "drop database if exists $name with (force)" >/dev/null 2>&1
	done
	rm -rf -- "$WORK"
	exit $code
}
trap tap_end EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
