#!/bin/bash
# appraise.sh: the filter as a person uses it: forms of input, errors, and results that depend on
# what the rows are and not on how they come.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

appraise=$BUILD/appraise

# persons SEED: 400 persons of five units, costs in pence, as a stream.
persons() {
	awk -v seed="$1" 'BEGIN {
		srand(seed); print "unit\tcost\toutcome\tignored"
		for (i = 0; i < 400; i++)
			printf "unit %d\t%.2f\t%d\t\\N\n", i % 5, 900 * rand() * rand(), rand() < .4
		print "\\."
	}'
}

# shuffled FILE: the records of a stream in another order.
shuffled() {
	head -n 1 "$1"
	sed '1d;$d' "$1" | shuf --random-source=<(yes "$2")
	echo '\.'
}

# value MEASURE [LAMBDA]: of the output of `compare` in $WORK/compare.
value() {
	awk -F '\t' -v m="$1" -v l="${2-\\N}" '$1 == m && $2 == l { print $3 }' "$WORK/compare"
}

persons 7 >"$WORK/persons"
"$appraise" ratio --analysis demo <"$WORK/persons" >"$WORK/ratio"
is "ratio writes its columns" "$(head -n 1 "$WORK/ratio" | tr '\t' ' ')" \
	"unit n cost outcomes ratio lower upper set_type boot_lower boot_upper"
is "and ends with the end of stream" "$(tail -n 1 "$WORK/ratio")" '\.'
is "a row a unit" "$(sed '1d;$d' "$WORK/ratio" | wc -l)" 5
for seed in 1 2 3; do
	shuffled "$WORK/persons" "$seed" | "$appraise" ratio --analysis demo >"$WORK/again"
	same "order $seed of the rows gives the same bytes" "$WORK/again" "$WORK/ratio"
done
"$appraise" ratio --analysis other <"$WORK/persons" >"$WORK/again"
is "another analysis draws anew" \
	"$(cut -f 1-8 "$WORK/again" | diff - <(cut -f 1-8 "$WORK/ratio") && cmp -s "$WORK/again" "$WORK/ratio" || echo drawn)" drawn
"$appraise" ratio --analysis demo --seed 2 <"$WORK/persons" >"$WORK/again"
is "another seed draws anew" "$(cmp -s "$WORK/again" "$WORK/ratio" || echo drawn)" drawn
grep -v '^unit [0124]' "$WORK/persons" | "$appraise" ratio --analysis demo | grep '^unit 3' >"$WORK/again"
is "a unit's result does not depend on the other units" "$(cat "$WORK/again")" \
	"$(grep '^unit 3' "$WORK/ratio")"

"$appraise" ratio --analysis demo --named <"$WORK/persons" >"$WORK/again"
is "the name of the analysis can be a column" "$(cut -f 1 "$WORK/again" | sort | uniq -c | xargs)" \
	'1 . 1 analysis 5 demo'
is "and changes nothing else" "$(cut -f 2- "$WORK/again" | sed 's/^\\.$/./')" "$(sed 's/^\\.$/./' "$WORK/ratio")"

sed '$d' "$WORK/persons" | tr '\t' , | sed 's/\\N//' >"$WORK/persons.csv"
"$appraise" ratio --analysis demo --csv <"$WORK/persons.csv" >"$WORK/ratio.csv"
is "CSV gives the same numbers" "$(cat "$WORK/ratio.csv")" "$(sed '$d' "$WORK/ratio" | tr '\t' ,)"

printf 'unit\ttotal\tn\toutcomes\nb\t26000\t100\t65\na\t1000\t20\t0\n\\.\n' >"$WORK/block"
"$appraise" ratio --block <"$WORK/block" >"$WORK/out"
is "a block without outcomes has a lower bound only" "$(sed -n 2p "$WORK/out" | cut -f 5,7-10)" \
	"$(printf '\\N\t\\N\tinterval\t\\N\t\\N')"
like "and a unit with outcomes its interval" "$(sed -n 3p "$WORK/out")" \
	"^b	100	26000	65	400	353\.089.*	470\.55.*	interval"
exits "one unit in two rows is refused" 65 sh -c \
	"printf 'unit,total,n,outcomes\na,1,1,1\na,1,1,1\n' | '$appraise' ratio --block --csv"
exits "more outcomes than persons are refused" 65 sh -c \
	"printf 'unit,total,n,outcomes\na,1,1,2\n' | '$appraise' ratio --block --csv"
ok "but are counts with --count" sh -c \
	"printf 'unit,total,n,outcomes\na,1,1,2\n' | '$appraise' ratio --block --count --csv"

sed 's/^unit\tcost\toutcome/arm\tcost\teffect/; s/^unit [01]/new/; s/^unit [234]/usual/' \
	"$WORK/persons" >"$WORK/arms"
"$appraise" compare --reference usual --lambda 0,1000 --analysis demo <"$WORK/arms" >"$WORK/compare"
is "compare writes its columns" "$(head -n 1 "$WORK/compare" | tr '\t' ' ')" "measure lambda value"
is "compare counts both arms" "$(value n) $(value n_reference)" "160 240"
is "the quadrants add up" "$(awk -F '\t' '/^quadrant_/ { s += $3 } END { printf "%.6f", s }' \
	"$WORK/compare")" 1.000000
is "net benefit at 0 is the cost spared" "$(value inmb 0)" "$(value delta_cost | sed 's/^-//;t;s/^/-/')"
shuffled "$WORK/arms" 5 | "$appraise" compare --reference usual --lambda 0,1000 --analysis demo >"$WORK/again"
same "another order gives the same bytes" "$WORK/again" "$WORK/compare"
exits "a reference that is not there" 65 sh -c "'$appraise' compare --reference none <'$WORK/arms'"
exits "no reference" 64 sh -c "'$appraise' compare <'$WORK/arms'"
sed 's/^unit\tcost\toutcome/arm\tcost\teffect/' "$WORK/persons" >"$WORK/five"
exits "five arms want --each" 65 sh -c "'$appraise' compare --reference 'unit 0' <'$WORK/five'"
"$appraise" compare --reference 'unit 0' --each <"$WORK/five" >"$WORK/out"
is "and --each names the arm" "$(awk -F '\t' '$1 == "icer" { print $4 }' "$WORK/out" | tr '\n' ' ')" \
	"unit 1 unit 2 unit 3 unit 4 "

is "with --each no row at all makes none" "$(printf 'arm,cost,effect\n' |
	"$appraise" compare --csv --each --reference usual)" "measure,lambda,value,arm"
exits "but the reference may not be missing" 65 sh -c \
	"printf 'arm,cost,effect\nnew,1,1\n' | '$appraise' compare --csv --each --reference usual"

if fresh_database; then
	query 'create table arms (arm text, cost numeric, effect numeric, ignored text)'
	sed '1d;$d' "$WORK/arms" | psql -X -q -c 'copy arms from stdin'
	for pair in "delta_cost avg(cost)" "delta_effect avg(effect)"; do
		query "select (select ${pair#* } from arms where arm = 'new')
			- (select ${pair#* } from arms where arm = 'usual')" >"$WORK/sql"
		is "PostgreSQL has the same ${pair% *}" \
			"$(query "select abs($(value "${pair% *}") - $(cat "$WORK/sql")) < 1e-12")" t
	done
	for pair in "var_cost var_samp(cost)" "var_effect var_samp(effect)" \
		"cov covar_samp(cost::float8, effect::float8)"; do
		query "select sum(v) from (select ${pair#* } / count(*) v from arms group by arm) a" >"$WORK/sql"
		is "PostgreSQL has the same ${pair%% *}" \
			"$(query "select abs($(value "${pair%% *}") / $(cat "$WORK/sql") - 1) < 1e-11")" t
	done
else
	skip "PostgreSQL as oracle" "no server"
fi

printf 'strategy,cost,effect\n"b, the second",10,1\na,5,\n' >"$WORK/bad"
exits "a missing effect is refused" 65 sh -c "'$appraise' frontier --csv <'$WORK/bad'"
like "and the message names row and column" "$("$appraise" frontier --csv 2>&1 <"$WORK/bad")" \
	"row 2: 'effect' is missing"
unlike "but no value" "$(cat "$WORK/.output")" "second"
is "nothing but an error is written" "$("$appraise" frontier --csv 2>/dev/null <"$WORK/bad")" ""
exits "a torn table is refused" 65 sh -c "printf 'strategy\tcost\teffect\na\t1\t2\n' | '$appraise' frontier"
is "and nothing written" \
	"$(printf 'strategy\tcost\teffect\na\t1\t2\n' | "$appraise" frontier 2>/dev/null)" ""
exits "a table without rows is a table" 0 sh -c "printf 'strategy,cost,effect\n' | '$appraise' frontier --csv"
exits "no command" 64 "$appraise"
exits "an unknown command" 64 "$appraise" rank
exits "a level of 95" 64 sh -c "'$appraise' ratio --level 95 <'$WORK/persons'"
exits "an unknown critical value" 64 sh -c "'$appraise' compare --reference usual --critical x <'$WORK/arms'"
exits "t without persons" 64 sh -c "'$appraise' compare --moments --critical t <'$WORK/arms'"
exits "a list of values that is none" 64 sh -c "'$appraise' compare --reference usual --lambda 1,x <'$WORK/arms'"
exits "a full disk" 74 sh -c "'$appraise' ratio <'$WORK/persons' >/dev/full"
exits "a full disk under --help" 74 sh -c "'$appraise' ratio --help >/dev/full"
done_testing
