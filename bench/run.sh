#!/bin/bash
# run.sh - what each stage and the whole chain cost, as ratios to floors of the same run.
#
#   make bench                  1,000,000 generated referrals, five interleaved rounds
#   ROWS=100000 ROUNDS=3 make bench
#
# Each round runs every way once, so that a machine that drifts drifts for all of them; what is
# printed is the median of the rounds. The job: read the CSV, check everything, make pseudonyms of
# two identifiers, drop names, generalise dates and postcode, load typed columns into a table
# without indexes (bench/contracts/referral.json, bench/source.json). The floors load the rows that are
# already clean:
#
#   A   psql \copy of CSV        T   COPY text through libpq        B   COPY binary through libpq
#
# Reading is held against other readers of the same file: Miller's cat and zsv's count of the CSV, and
# xmllint --stream of an ILR of 30,000 learners. What is not installed is left out, and said.
set -euo pipefail

# shellcheck source=bench/common.sh
. "$(dirname "$0")/common.sh"

rows=${ROWS:-1000000}
ilr=ILR-90000101-2425-20251023-101500-01.xml

finish() {
	packages/postgres.sh --cluster bench remove || true
	rm -rf -- "$work"
}
trap finish EXIT

# line NAME LABEL [PROGRAM...]: the printed line of a way, and one for each of its programs
line() {
	local name=$1 label=$2 wall a b i=2 program
	shift 2
	wall=$(median "$name" 1)
	a=$(median copy_csv 1)
	b=$(median copy_binary 1)
	awk -v label="$label" -v wall="$wall" -v a="$a" -v b="$b" -v rows="$rows" -v bytes="$bytes" \
		'BEGIN { printf "%-34s %8.3f %12d %8.1f %8.2f %8.2f\n", label, wall, rows / wall, bytes / wall / 1e6, wall / a, wall / b }'
	for program; do
		printf '    %-30s %8.3f s CPU, peak %6.1f MiB\n' "$program" "$(median "$name" "$i")" \
			"$(median "$name" $((i + 1)) | awk '{ print $1 / 1024 }')"
		i=$((i + 2))
	done
}

clear_table() {
	psql -X -q -c 'truncate bench_referral'
}

# The table that takes what anonymise prints, less the row number: what every way fills.
make_table() {
	psql -X -q -v ON_ERROR_STOP=1 -f "$work/table.sql"
}

prepare() {
	make_measure
	# shellcheck disable=SC2046 # flags
	${CC:-gcc} -O2 -o "$work/copy" bench/copy.c $(pkg-config --cflags --libs libpq)
	packages/postgres.sh --cluster bench start
	eval "$(packages/postgres.sh --cluster bench env)"
	psql -X -q -d postgres -c 'drop database if exists bench' -c 'create database bench'
	export PGDATABASE=bench
	"$build/ontrack" key new --keys "$work/keys" --domain bench >/dev/null
	"$build/generate" --bench "$rows" >"$work/in.csv"
	"$build/ontrack" schema --staging referral --contracts bench/contracts |
		sed 's/staging_referral/bench_referral/' >"$work/table.sql"
	make_table
	extract=("$build/extract" bench/source.json referral "$work/in.csv")
	validate=("$build/validate" bench/contracts/referral.json --as-of 2026-07-31 --allow-test-identifiers)
	anonymise=("$build/anonymise" bench/contracts/referral.json --keys "$work/keys" --domain bench
		--allow-test-identifiers)
	load=("$build/load" bench/contracts/referral.json --source bench --slot all --into bench_referral)
	"${extract[@]}" >"$work/extracted"
	"${validate[@]}" <"$work/extracted" >"$work/valid"
	"${anonymise[@]}" <"$work/valid" >"$work/safe"
	"${load[@]}" <"$work/safe"
	psql -X -q -c "\\copy bench_referral to '$work/clean.csv' csv"
	psql -X -q -c "\\copy bench_referral to '$work/clean.text'"
	psql -X -q -c "\\copy bench_referral to '$work/clean.binary' binary"
	bytes=$(stat -c %s "$work/in.csv")
	"$build/generate" --xml $((rows * 3 / 100)) >"$work/$ilr"
	extract_xml=("$build/extract" sources/ilr.json learning_aim "$work/$ilr")
}

one_round() {
	clear_table
	way copy_csv /dev/null /dev/null psql -X -q -c "\\copy bench_referral from '$work/clean.csv' csv"
	clear_table
	way copy_text "$work/clean.text" /dev/null "$work/copy" "copy bench_referral from stdin"
	clear_table
	way copy_binary "$work/clean.binary" /dev/null "$work/copy" \
		"copy bench_referral from stdin (format binary)"
	way extract /dev/null /dev/null "${extract[@]}"
	way validate "$work/extracted" /dev/null "${validate[@]}"
	way anonymise "$work/valid" /dev/null "${anonymise[@]}"
	clear_table
	way load "$work/safe" /dev/null "${load[@]}"
	clear_table
	way chain /dev/null /dev/null "${extract[@]}" ::: "${validate[@]}" ::: "${anonymise[@]}" ::: \
		"${load[@]}"
	way extract_xml /dev/null /dev/null "${extract_xml[@]}"
	if command -v mlr >/dev/null && [ "$rows" -le 1000000 ]; then
		way miller "$work/in.csv" /dev/null mlr --csv cat
	fi
	if command -v zsv >/dev/null; then
		way zsv "$work/in.csv" /dev/null zsv count
	fi
	if command -v xmllint >/dev/null; then
		way xmllint /dev/null /dev/null xmllint --stream --noout "$work/$ilr"
	fi
}

# against NAME COLUMN OTHER LABEL GOAL: how a way compares with another reader's
against() {
	if [ -e "$work/figures.$3" ]; then
		awk -v a="$(median "$1" "$2")" -v b="$(median "$3" "$2")" -v label="$4" -v goal="$5" \
			'BEGIN { printf "reading: %s %.2f (goal %s)\n", label, a / b, goal }'
	else
		echo "reading: $4: '$3' is not installed, not compared"
	fi
}

report() {
	local kept
	kept=$(psql -X -A -t -c 'select count(*) from bench_referral')
	echo "$rows referrals, $bytes bytes, $kept loaded; medians of $rounds interleaved rounds"
	printf '%-34s %8s %12s %8s %8s %8s\n' '' 'wall, s' 'rows/s' 'MB/s' 'x A' 'x B'
	line copy_csv 'A  psql \copy, CSV'
	line copy_text 'T  COPY text through libpq'
	line copy_binary 'B  COPY binary through libpq'
	[ ! -e "$work/figures.miller" ] || line miller 'Miller cat'
	line extract extract extract
	line validate validate validate
	line anonymise anonymise anonymise
	line load 'load (--into)' load
	line chain 'the whole chain' extract validate anonymise load
	awk -v chain="$(median chain 1)" -v a="$(median copy_csv 1)" -v b="$(median copy_binary 1)" 'BEGIN {
		printf "goal 1, first figure: chain %.2f x A (goal at most .70)\n", chain / a
		printf "goal 1, second figure: chain %.2f x B (goal at most 1.15)\n", chain / b }'
	against extract 1 miller "extract of CSV, wall over Miller cat's" "at most .25"
	against extract 2 zsv "extract of CSV, CPU over zsv count's" "at most 1.5"
	against extract_xml 1 xmllint "extract of XML, wall over xmllint --stream's" "at most 2"
	echo "goal 6: peak memory, MiB (goals: a stage 8, load 10)"
	local i=3 stage
	for stage in extract validate anonymise load; do
		printf '    %-10s %6.1f\n' "$stage" "$(median chain $i | awk '{ print $1 / 1024 }')"
		i=$((i + 2))
	done
}

prepare
for _ in $(seq "$rounds"); do
	one_round
done
report
