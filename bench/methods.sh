#!/bin/bash
# methods.sh - what the methods that work hardest cost.
#
#   make bench                             runs it, among others
#   PERSONS=100000 ROUNDS=3 bench/methods.sh
#
#   bootstrap   cost per outcome of 1,000 providers with 1,000,000 young people, 10,000 replicates each
#   frontier    the ladder of 10,000 strategies, half of them on it
#
# Both are one process and one thread, from the first byte of CSV read to the last one written. What is printed
# is the best of the rounds, for nothing but the machine's other work makes one slower. A goal is of time on one
# core: it is held against CPU time, which is what the wall would show were the core not shared; the wall stands
# beside it. Ends with 1 where a goal is missed at the full size.
set -euo pipefail

persons=${PERSONS:-1000000}
rounds=${ROUNDS:-3}
cd "$(dirname "$0")/.."
build=${BUILD:-build}
work=$(mktemp -d "${TMPDIR:-/tmp}/ontrack-bench.XXXXXX")
trap 'rm -rf -- "$work"' EXIT
export LC_ALL=C.UTF-8

${CC:-gcc} -O2 -D_GNU_SOURCE -o "$work/measure" bench/measure.c

# Skewed costs in pence and an outcome that four in ten reach, of providers in no order.
awk -v n="$persons" 'BEGIN { srand(1); print "unit,cost,outcome"
	for (i = 0; i < n; i++) printf "p%04d,%.2f,%d\n", 1000 * rand(), 100 - 3000 * log(1 - rand()), rand() < .4 }' >"$work/persons"
# A curve that bends, shuffled by its names, and as many strategies below it.
awk 'BEGIN { srand(2); print "strategy,cost,effect"
	for (i = 0; i < 5000; i++) { e = i / 5000; print "s" rand() "," 1000 * e * e "," e
		print "s" rand() "," 1000 * e * e + 1 + rand() "," e * rand() } }' CONVFMT=%.12g OFMT=%.12g >"$work/strategies"

# best NAME INPUT PROGRAM...: the round with the least CPU time: wall, CPU, KiB
best() {
	local name=$1 input=$2
	shift 2
	for _ in $(seq "$rounds"); do
		"$work/measure" "$input" "$work/out" "$@" 2>"$work/line" || {
			cat "$work/line" >&2
			exit 70
		}
		tail -n 1 "$work/line"
	done | sort -k 2,2n | head -n 1 >"$work/$name"
}

# told NAME LABEL SECONDS MIB: beside its goals; 1 where one is missed
told() {
	awk -v label="$2" -v seconds="$3" -v mib="$4" '{
		missed = $2 > seconds || $3 / 1024 > mib
		printf "%s: %.3f s CPU (goal at most %s), %.3f s wall, peak %.1f MiB (goal at most %s)%s\n", label, $2,
			seconds, $1, $3 / 1024, mib, missed ? ": MISSED" : ""
		exit missed }' "$work/$1"
}

best bootstrap "$work/persons" "$build/appraise" ratio --csv --replicates 10000
best frontier "$work/strategies" "$build/appraise" frontier --csv
echo "methods: best of $rounds rounds, load $(cut -d ' ' -f 1 /proc/loadavg) on $(nproc) cores"
missed=0
told bootstrap "bootstrap, 10,000 replicates of $persons young people" 20 200 || missed=1
told frontier "frontier of 10,000 strategies" .05 200 || missed=1
[ "$persons" -lt 1000000 ] || exit "$missed"
