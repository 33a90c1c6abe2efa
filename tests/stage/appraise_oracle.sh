#!/bin/bash
# appraise_oracle.sh: the methods beside R. Each script of tests/oracle/R invents data and computes what is
# to be expected in another way; every figure is compared, and the rows are shuffled.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

command -v Rscript >/dev/null || skip_all "R is not installed (r-base-core)"
appraise=$BUILD/appraise
readonly TOLERANCE=1e-9
export ORACLE=$ROOT/tests/oracle/R R_LIBS_USER=''

# keyed KEYS: a CSV without quotes as lines "KEY.COLUMN value"; the first columns name a row.
keyed() {
	awk -F , -v keys="$1" 'NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; next }
		{ key = $1; for (i = 2; i <= keys; i++) key = key "." $i
		for (i = keys + 1; i <= NF; i++) print key "." name[i] " " $i }'
}

# What the second file states is looked for in the first: numbers within the tolerance, relative or, below
# 1e-6, to that; texts and empty cells exactly. A key may have blanks: the value is what follows the last.
# shellcheck disable=SC2016 # awk's own variables
readonly COMPARE='
function number(x) { return x ~ /^-?[0-9.]+([eE][-+]?[0-9]+)?$/ }
function gap(a, b) { d = a - b; if (d < 0) d = -d; s = b < 0 ? -b : b; return d / (s > 1e-6 ? s : 1e-6) }
{ at = match($0, / [^ ]*$/); key = substr($0, 1, at - 1); value = substr($0, at + 1) }
NR == FNR { got[key] = value; next }
!(key in got) { print key " is missing"; bad = 1; next }
{ seen++ }
number(value) && number(got[key]) { g = gap(got[key] + 0, value + 0); if (g > worst) { worst = g; where = key } next }
got[key] != value { print key ": " got[key] " where " value " is expected"; bad = 1 }
END { printf "%.2g at %s\n", worst, where; exit bad || worst > tolerance || !seen }'

# shuffled FILE SEED: the rows of a CSV in another order.
shuffled() {
	head -n 1 "$1"
	sed 1d "$1" | shuf --random-source=<(yes "$2")
}

for script in cost interval psa funnel shrink standardise change benefit; do
	ok "R computes the cases of $script" Rscript --vanilla "tests/oracle/R/$script.R" "$WORK"
done

cases=0
for file in "$WORK"/*.command; do
	name=$(basename "$file" .command)
	read -r keys command <"$file"
	read -ra command <<<"$command"
	(cd "$WORK" && "$appraise" "${command[@]}" --csv <"$name.csv") >"$WORK/got.csv"
	keyed "$keys" <"$WORK/got.csv" >"$WORK/got"
	if said=$(awk -v tolerance="$TOLERANCE" "$COMPARE" "$WORK/got" "$WORK/$name.expected"); then
		pass "$name: R has the same (worst $said)"
	else
		fail "$name: R has the same" "$said"
	fi
	cases=$((cases + 1))
	# Limits are written row by row, all else in an order of its own.
	settle=(cat)
	[[ $name == interval-* ]] && settle=(sort)
	for seed in 1 2; do
		(cd "$WORK" && shuffled "$name.csv" "$seed" | "$appraise" "${command[@]}" --csv) | "${settle[@]}" >"$WORK/again"
		"${settle[@]}" <"$WORK/got.csv" >"$WORK/first"
		cmp -s "$WORK/again" "$WORK/first" || fail "$name: order $seed of the rows gives the same bytes"
	done
done
is "every script left its cases" "$cases" 85
done_testing
