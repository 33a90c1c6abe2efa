#!/bin/bash
# methods.sh - what the methods that work hardest cost.
#
#   make bench                             runs it, among others
#   PERSONS=100000 ROUNDS=3 bench/methods.sh
#
#   bootstrap   cost per outcome of 1,000 providers with 1,000,000 young people, 10,000 replicates each; on one
#               thread, and on two, which must write the same bytes
#   frontier    the ladder of 10,000 strategies, half of them on it
#
# Each is one process, from the first byte of CSV read to the last one written. What is printed is the best of the
# rounds, for nothing but the machine's other work makes one slower. A goal on one core is held against CPU time,
# which is what the wall would show were the core not shared; the wall stands beside it. Of two threads the wall
# alone can tell, and on a machine that has other work it tells little. Ends with 1 where a goal of one core is
# missed at the full size, or two threads write other bytes than one.
set -euo pipefail

persons=${PERSONS:-1000000}
ROUNDS=${ROUNDS:-3}
# shellcheck source=bench/common.sh
. "$(dirname "$0")/common.sh"
trap 'rm -rf -- "$work"' EXIT

make_measure

# Skewed costs in pence and an outcome that four in ten reach, of providers in no order.
awk -v n="$persons" 'BEGIN { srand(1); print "unit,cost,outcome"
	for (i = 0; i < n; i++) printf "p%04d,%.2f,%d\n", 1000 * rand(), 100 - 3000 * log(1 - rand()), rand() < .4 }' >"$work/persons"
# A curve that bends, and as many strategies that are dearer and worse.
awk 'BEGIN { srand(2); print "strategy,cost,effect"
	for (i = 0; i < 5000; i++) { e = i / 5000; print "s" rand() "," 1000 * e * e "," e
		print "s" rand() "," 1000 * e * e + 1 + rand() "," e * rand() } }' CONVFMT=%.12g OFMT=%.12g >"$work/strategies"

# best NAME COLUMN INPUT PROGRAM...: the round with the least time in that column of wall, CPU, KiB
best() {
	local name=$1 column=$2 input=$3
	shift 3
	for _ in $(seq "$rounds"); do
		"$work/measure" "$input" "$work/out.$name" "$@" 2>"$work/line" || {
			cat "$work/line" >&2
			exit 70
		}
		tail -n 1 "$work/line"
	done | sort -k "$column,${column}n" | head -n 1 >"$work/$name"
}

# told NAME LABEL SECONDS MIB: beside its goals; 1 where one is missed
told() {
	awk -v label="$2" -v seconds="$3" -v mib="$4" '{
		missed = $2 > seconds || $3 / 1024 > mib
		printf "%s: %.3f s CPU (goal at most %s), %.3f s wall, peak %.1f MiB (goal at most %s)%s\n", label, $2,
			seconds, $1, $3 / 1024, mib, missed ? ": MISSED" : ""
		exit missed }' "$work/$1"
}

best bootstrap 2 "$work/persons" "$build/appraise" ratio --csv --replicates 10000
best threads 1 "$work/persons" "$build/appraise" ratio --csv --replicates 10000 --threads 2
best frontier 2 "$work/strategies" "$build/appraise" frontier --csv
echo "methods: best of $rounds rounds, load $(cut -d ' ' -f 1 /proc/loadavg) on $(nproc) cores"
missed=0
told bootstrap "bootstrap, 10,000 replicates of $persons young people" 20 200 || missed=1
awk '{ printf "the same on two threads: %.3f s wall (goal at most 11 where two cores are free), %.3f s CPU\n", $1, $2 }' "$work/threads"
cmp "$work/out.bootstrap" "$work/out.threads" || missed=1
told frontier "frontier of 10,000 strategies" .05 200 || missed=1
[ "$persons" -lt 1000000 ] || exit "$missed"
