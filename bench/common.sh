# common.sh - what the measuring scripts share: a directory to work in, and figures of interleaved rounds.
# shellcheck shell=bash disable=SC2034 # its users use them
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
build=${BUILD:-build}
rounds=${ROUNDS:-5}
work=$(mktemp -d "${TMPDIR:-/tmp}/ontrack-bench.XXXXXX")
export LC_ALL=C.UTF-8

make_measure() {
	${CC:-gcc} -O2 -D_GNU_SOURCE -o "$work/measure" bench/measure.c
}

# way NAME INPUT OUTPUT PROGRAM...: runs a chain once; its line goes to the name's figures.
way() {
	local name=$1
	shift
	"$work/measure" "$@" 2>"$work/line" || {
		echo "bench: '$name' failed" >&2
		cat "$work/line" >&2
		exit 70
	}
	tail -n 1 "$work/line" >>"$work/figures.$name"
}

# median NAME COLUMN
median() {
	cut -f "$2" "$work/figures.$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
