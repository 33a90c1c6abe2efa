#!/bin/bash
# big.sh - deliveries larger than memory: a CSV of 20 GB and an XML of 2 GB, made by the generator as
# they are read and never stored, through every stage that holds identities, each under a limit of
# 64 MiB of address space.
#
#   make soak                      runs it, among others
#   GIGABYTES=1 tests/machine/big.sh
#
# Prints TAP, and what each stage took and cost. The peak must be that of a delivery a hundred times
# smaller; the CPU time a record is told beside that one's.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

gigabytes=${GIGABYTES:-20}
limit=$((64 * 1024 * 1024))

${CC:-gcc} -O2 -D_GNU_SOURCE -o "$WORK/measure" bench/measure.c
"$BUILD/ontrack" key new --keys "$WORK/keys" --domain big >/dev/null

# What runs under the limit; generate itself is no part of the claim.
under=(prlimit "--as=$limit" --)

# chain NAME SOURCE FEED CONTRACT DELIVERY GENERATE...: runs it; the line of figures is in $figures, and
# each stage's count of records read in $read.
chain() {
	local name=$1 source=$2 feed=$3 contract=$4 delivery=$5
	shift 5
	rm -f "$WORK/$name".[123]
	"$WORK/measure" /dev/null /dev/null "$@" ::: \
		"${under[@]}" "$BUILD/extract" "$source" "$feed" /dev/stdin --name "$delivery" \
		--journal "$WORK/$name.1" ::: \
		"${under[@]}" "$BUILD/validate" "$contract" --as-of 2026-07-31 --allow-test-identifiers \
		--journal "$WORK/$name.2" ::: \
		"${under[@]}" "$BUILD/anonymise" "$contract" --keys "$WORK/keys" --domain big \
		--allow-test-identifiers --journal "$WORK/$name.3" 2>"$WORK/$name.err" || {
		diag "$(tail -n 5 "$WORK/$name.err")"
		return 1
	}
	figures=$(tail -n 1 "$WORK/$name.err")
	read=$(sed -E 's/.*"read":([0-9]+).*/\1/' "$WORK/$name".[123] | paste -s -d ' ')
}

# conserved NAME: what one stage passed on, the next has read
conserved() {
	sed -E 's/.*"read":([0-9]+),"accepted":([0-9]+).*/\1 \2/' "$WORK/$1".[123] |
		awk 'NR > 1 && $1 != passed { exit 1 } { passed = $2 }'
}

# figure N: a column of $figures; peak_of N and cpu N: of the Nth stage
figure() { cut -f "$1" <<<"$figures"; }
peak_of() { figure $((3 + 2 * $1)); }
cpu() { figure $((2 + 2 * $1)); }

# big NAME RECORDS SMALL GENERATE SOURCE FEED CONTRACT DELIVERY
big() {
	local name=$1 records=$2 small=$3 generate=$4 i stages=(extract validate anonymise)
	shift 4
	ok "$name: $small records" chain small "$@" "$BUILD/generate" "$generate" "$small"
	local small_peaks small_cpu per_record
	small_peaks="$(peak_of 1) $(peak_of 2) $(peak_of 3)"
	small_cpu="$(cpu 1) $(cpu 2) $(cpu 3)"
	local small_read=${read%% *}
	if ! chain large "$@" "$BUILD/generate" "$generate" "$records"; then
		fail "$name: $records records under $((limit >> 20)) MiB"
		return
	fi
	pass "$name: $records records under $((limit >> 20)) MiB a stage, in $(figure 1) s"
	ok "$name: no record is lost between two stages" conserved large
	for i in 1 2 3; do
		per_record=$(awk -v a="$(cpu $i)" -v b="$(cut -d ' ' -f $i <<<"$small_cpu")" \
			-v n="${read%% *}" -v m="$small_read" 'BEGIN { printf "%.2f", (a / n) / (b / m) }')
		ok "$name: ${stages[i - 1]}: no more memory than with $small" \
			test "$(peak_of $i)" -le $(($(cut -d ' ' -f $i <<<"$small_peaks") + 1024))
		diag "$name: ${stages[i - 1]}: peak $(($(peak_of $i) / 1024)) MiB, $(($(cut -d ' ' -f $i <<<"$small_peaks") / 1024)) with $small; CPU a record $per_record x that of $small"
	done
}

# 165 bytes a referral and 1,720 a learner of two aims or so
big "a CSV of $gigabytes GB" $((gigabytes * 6060000)) $((gigabytes * 60600)) --bench \
	bench/source.json referral bench/contracts/referral.json in.csv
big "an XML of $((gigabytes / 10 + !(gigabytes / 10))) GB" $((gigabytes * 58000)) $((gigabytes * 580)) --xml \
	sources/ilr.json learning_aim contracts/learning_aim.json ILR-90000101-2425-20251023-101500-01.xml
done_testing
