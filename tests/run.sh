#!/bin/bash
# run.sh [RING...]: runs the rings of tests over the build that BUILD names (default: build).
#
# Prints one TAP stream of all of them, and last of all "N passed, N failed, N skipped". Exits 1
# where a test failed, and where a script died, timed out, or ran another number of tests than it
# planned. A ring is a folder of tests/: unit is C programs, sql is pgTAP files, any other is
# executable scripts that print TAP. JOBS of them run at a time (as many as there are processors), and
# each prints when it is done, whole.
set -u

cd "$(dirname "$0")/.." || exit 70
export BUILD=${BUILD:-build}
readonly SCRIPT_SECONDS=${SCRIPT_SECONDS:-900}
readonly ALL_RINGS="lint setup unit stage sql night fault fuzz interop"

readonly JOBS=${JOBS:-$(nproc)}

passed=0 failed=0 skipped=0 number=0 begun=0
declare -A running=() # a script's process: where its output goes, when it began, its name
work=$(mktemp -d "${TMPDIR:-/tmp}/ontrack-run.XXXXXX") || exit 73
trap 'rm -rf -- "$work"' EXIT
trap 'kill "${!running[@]}"; wait; exit 143' TERM
trap 'kill "${!running[@]}"; wait; exit 130' INT

# Reads one script's TAP; prints it with our numbers and the script's name; writes the counts.
readonly MERGE='
function count(kind) { n[kind]++; total++ }
{ sub(/^[ \t]+/, "") }
/^1\.\.[0-9]+/ {
	plan = substr($0, 4) + 0; planned = 1
	if (plan == 0) { sub(/^1\.\.0[ \t]*/, ""); report("ok", "all " $0); count("skipped"); plan = 1 }
	next
}
/^Bail out!/ { bailed = 1; print "# " $0; next }
/^(not )?ok([ \t]|$)/ {
	result = /^not/ ? "not ok" : "ok"
	text = $0; sub(/^(not )?ok[ \t]*[0-9]*[ \t]*-?[ \t]*/, "", text)
	if (tolower(text) ~ /# *skip/) { count("skipped"); result = "ok" }
	else if (result == "ok") count("passed")
	else count("failed")
	report(result, text); next
}
/^#/ || NF == 0 { print; next }
{ print "# " $0 }
function report(result, text) { printf "%s %d - %s: %s\n", result, ++number, name, text }
function broken(text) { report("not ok", text); n["failed"]++ }
END {
	if (bailed) broken("bailed out")
	else if (code == 124 || code == 137) broken("killed or timed out, exit " code)
	else if (!planned) broken("ended without a plan, exit " code)
	else if (plan != total) broken("planned " plan " tests, ran " total + 0)
	else if (code != 0 && !n["failed"]) broken("exit " code " though no test failed")
	printf "%d %d %d %d\n", n["passed"], n["failed"], n["skipped"], number >counts
}'

# start NAME COMMAND...: begins one script, as soon as fewer than JOBS are running.
start() {
	local name=$1 into=$work/$((begun += 1))
	shift
	while [ "${#running[@]}" -ge "$JOBS" ]; do
		reap
	done
	timeout -k 10 "$SCRIPT_SECONDS" "$@" >"$into.out" 2>"$into.err" </dev/null &
	running[$!]="$into $SECONDS $name"
}

# Waits for one of those that run, and prints what it said.
reap() {
	local pid code=0 into began name f p s
	wait -n -p pid "${!running[@]}" || code=$?
	read -r into began name <<<"${running[$pid]}"
	unset "running[$pid]"
	awk -v name="$name" -v number="$number" -v code="$code" -v counts="$work/counts" "$MERGE" "$into.out"
	read -r p f s number <"$work/counts"
	[ $((SECONDS - began)) -lt 5 ] || echo "# $name took $((SECONDS - began)) s"
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	if [ "$f" -gt 0 ]; then
		tail -n 60 "$into.err" | sed "s|^|# $name: |"
	fi
	rm -f "$into.out" "$into.err"
}

run_ring() {
	local ring=$1 test
	case $ring in
	unit)
		for test in "$BUILD"/tests/unit/test_*; do
			[ -x "$test" ] && [ ! -d "$test" ] && start "unit/${test##*/}" "$test"
		done
		;;
	sql)
		for test in tests/sql/*.sql; do
			[ -e "$test" ] && start "sql/${test##*/}" tests/prove.sh "$test"
		done
		;;
	*)
		for test in "tests/$ring"/*.sh; do
			[ -x "$test" ] && start "$ring/${test##*/}" "$test"
		done
		;;
	esac
}

rings=${*:-}
if [ -z "$rings" ]; then
	for ring in $ALL_RINGS; do
		[ ! -d "tests/$ring" ] || rings="$rings $ring"
	done
fi
for ring in $rings; do
	if [ ! -d "tests/$ring" ]; then
		echo "run.sh: no ring '$ring'; the rings are: $ALL_RINGS" >&2
		exit 64
	fi
done
# The tests' server is left as it was found: somebody may be trying a test by hand.
server_runs() (
	eval "$(packages/postgres.sh --cluster test env)"
	pg_isready -q
)
server_runs && found=yes
for ring in $rings; do
	run_ring "$ring"
done
while [ "${#running[@]}" -gt 0 ]; do
	reap
done
[ -n "${found:-}" ] || packages/postgres.sh --cluster test stop || true

echo "1..$number"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] || exit 1
[ "$passed" -gt 0 ] || exit 1
