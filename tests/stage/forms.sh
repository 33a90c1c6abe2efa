#!/bin/bash
# Forms as providers deliver them: item by item, and as scores; what a contract takes of each instrument.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# form INSTRUMENT SCALE SCORE: one line of the stream; the row counts on.
row=1
form() {
	row=$((row + 1))
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' $row 10000001 R$row "$1" "$2" self 2025-06-01 "$3"
}

# validate: the lines of standard input; the rejects in $WORK/rejects.
validate() {
	{
		printf '%s\t' source_row provider referral_ref instrument scale rater assessed_date
		echo score
		cat
		echo '\.'
	} | "$BUILD/validate" contracts/assessment.json --codes contracts/codes --as-of 2025-12-31 \
		--rejects "$WORK/rejects" >"$WORK/out" 2>"$WORK/err"
}

{
	form sdq item-01 2
	form sdq item-25 0
	form rcads item-47 3
	form rcads separation_anxiety 21
	form sdq externalising 20
	form score15 total 75
	form honosca total 4
} | validate
is "items, subscales and scores pass" "$? $(sed '1d; $d' "$WORK/out" | wc -l)" "0 7"

row=1
{
	form sdq item-48 1
	form sdq externalising 21
	form sdq emotional 11
	form sdq total 41
} | validate
is "what no form has is rejected, each by its rule" "$(awk -F '\t' '$4 == "record" { print $1, $3 }' "$WORK/rejects")" \
	"$(printf '%s\n' '2 enum' '3 ASM-007' '4 ASM-003' '5 ASM-002')"
done_testing
