# common.sh - what the scripts share that run the cases of tests/rules.
# shellcheck shell=bash
# shellcheck source=tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

# cases FEED: writes $WORK/FEED.in, what validate is to find in it ($WORK/FEED.wanted, sorted), and prints what is
# wrong with the cases; tonight is in $WORK/FEED.in.as_of.
cases() {
	"$BUILD/tests/oracle/checks" "contracts/$1.json" >"$WORK/$1.checks" || return
	awk -v stream="$WORK/$1.in" -v expected="$WORK/wanted" -f tests/rules/cases.awk \
		"$WORK/$1.checks" "tests/rules/$1.txt" || return
	sort "$WORK/wanted" >"$WORK/$1.wanted"
}

# find_in VALIDATE CONTRACT FEED: what it finds in the feed's cases, to $WORK/rejects
find_in() {
	"$1" "$2" --codes contracts/codes --codes tests/rules/codes --as-of "$(<"$WORK/$3.in.as_of")" \
		--rejects "$WORK/rejects" <"$WORK/$3.in" >"$WORK/passed" 2>"$WORK/said"
}

# found: what was found last, sorted, without the stream's header and end
found() {
	sed '1d; $d' "$WORK/rejects" | sort
}
