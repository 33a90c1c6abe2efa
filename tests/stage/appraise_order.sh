#!/bin/bash
# appraise_order.sh: the same rows give the same bytes, however they are shuffled and however many threads work
# on them: every command in every form that it has, on tables large enough for rounding to tell.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

appraise=$BUILD/appraise
readonly ORDERS=3

# table NAME: rows of a CSV on standard output; the generator is awk's, seeded, so that they are the same each time.
table() {
	awk -v name="$1" -v OFS=, '
	function normal() { return sqrt(-2 * log(1 - rand())) * cos(6.283185307179586 * rand()) }
	function pounds(mean) { return sprintf("%.2f", -mean * log(1 - rand())) }
	function share() { return sprintf("%.4f", rand()) }
	BEGIN { srand(11) }
	name == "persons" { print "unit", "cost", "outcome"
		for (i = 0; i < 3000; i++) print "unit " int(40 * rand() * rand()), pounds(3000), rand() < .4 ? 1 : sprintf("%.3f", rand()) }
	name == "blocks" { print "unit", "total", "n", "outcomes"
		for (i = 0; i < 300; i++) { n = int(900 * rand()) + 1; print "u" i, pounds(1e6), n, int(n * rand()) } }
	name == "arms" { print "arm", "cost", "effect"
		for (i = 0; i < 1500; i++) print substr("abcd", 1 + int(4 * rand()), 1), pounds(2000), sprintf("%.5f", normal()) }
	name == "moments" { print "comparison", "mean_de", "mean_dc", "var_e", "var_c", "cov_ec"
		for (i = 0; i < 200; i++) print "c" i, normal(), 1000 * normal(), rand(), 1e5 * rand(), normal() }
	name == "strategies" { print "strategy", "cost", "effect"
		for (i = 0; i < 2000; i++) { e = int(500 * rand()); print "s" i, int(e * e / 50 + 300 * rand()), e } }
	name == "draws" { print "draw", "strategy", "cost", "effect"
		for (d = 0; d < 500; d++) for (s = 0; s < 6; s++) print d, "s" s, pounds(500 + 300 * s), sprintf("%.4f", s / 6 + normal()) }
	name == "counts" { print "unit", "x", "n"
		for (i = 0; i < 500; i++) { n = int(500 * rand()) + 1; print "u" i, int(n * rand()), n } }
	name == "values" { print "unit", "value"
		for (i = 0; i < 2000; i++) print "u" int(20 * rand()), 100 * normal() }
	name == "shares" { print "unit", "observed", "denominator"
		for (i = 0; i < 400; i++) { n = int(500 * rand()) + 1; print "u" i, int(n * rand()), n } }
	name == "ratios" { print "unit", "observed", "expected"
		for (i = 0; i < 400; i++) print "u" i, int(40 * rand()) + 1, 1 + 40 * rand() }
	name == "events" { print "unit", "events", "n"
		for (i = 0; i < 400; i++) { n = int(300 * rand()) + 1; print "u" i, int(n * rand() * .6), n } }
	name == "estimates" { print "unit", "estimate", "se"
		for (i = 0; i < 400; i++) print "u" i, normal(), .05 + rand() }
	name == "equal" { print "unit", "estimate", "se"
		for (i = 0; i < 400; i++) print "u" i, normal(), .5 }
	name == "strata" { print "unit", "stratum", "observed", "n"
		for (u = 0; u < 60; u++) for (s = 0; s < 12; s++) { n = int(90 * rand()) + 20; print "u" u, "s" s, int(n * rand()), n } }
	name == "scores" { print "unit", "person", "pre", "post"
		for (i = 0; i < 2000; i++) print "u" int(9 * rand()), i, 20 + 5 * normal(), rand() < .1 ? "" : 17 + 6 * normal() }
	name == "tools" { print "person", "rater", "tool", "pre", "post", "threshold", "direction"
		for (i = 0; i < 400; i++) for (t = 0; t < 4; t++) print "p" i, t % 2 ? "parent" : "self", "t" t, int(30 * rand()), int(30 * rand()), t + 3, t % 2 ? 1 : -1 }
	name == "groups" { print "unit", "arm", "mean_pre", "mean_post", "sd_pre", "n", "correlation"
		for (i = 0; i < 200; i++) for (a = 0; a < 2; a++) print "g" i, a ? "help" : "none", 20 + normal(), 17 + normal(), 4 + rand(), int(99 * rand()) + 4, share() }
	name == "outcomes" { print "outcome", "category", "agency", "n", "unit_value", "price_year", "deadweight", "attribution", "displacement",
			"leakage", "optimism", "lag", "duration", "dropoff", "cashable", "distribution", "deadweight_low", "deadweight_high", "unit_value_low", "unit_value_high"
		for (i = 0; i < 60; i++) { v = 100 * rand(); d = .3 + .3 * rand()
			print "o" int(i / 3), "fiscal", "a" i % 3, 10 + int(i / 3), v, 2024, d, share(), share(), share(), share(), i % 3, 1 + i % 7, share(), share(),
				"pert", d / 2, d * 1.5, v / 2, v * 2 } }
	name == "costs" { print "kind", "line", "amount", "price_year", "period", "optimism", "distribution", "amount_low", "amount_high"
		for (i = 0; i < 40; i++) { c = 1000 + int(9000 * rand()); print i % 2 ? "revenue" : "overhead", "l" int(i / 4), c, 2024, i % 5, share(), "triangular", c / 2, c * 2 } }
	' <<<row
}

# shuffled FILE SEED: its rows in another order.
shuffled() {
	head -n 1 "$1"
	sed 1d "$1" | shuf --random-source=<(yes "$2")
}

# ordered NAME SETTLE TABLE COMMAND...: ORDERS orders of the table's rows give the same bytes once SETTLE (cat, or
# sort where each row is written as it comes) has passed them.
declare -A tried
ordered() {
	local name=$1 settle=$2 table=$3 rows=$WORK/$3.csv order
	shift 3
	[ -e "$rows" ] || table "$table" >"$rows"
	tried[$1]=yes
	"$appraise" "$@" --csv <"$rows" >"$WORK/out" || {
		fail "$name runs" "exit $? of: $*"
		return
	}
	"$settle" <"$WORK/out" >"$WORK/first"
	for order in $(seq "$ORDERS"); do
		shuffled "$rows" "$order" | "$appraise" "$@" --csv | "$settle" >"$WORK/again"
		cmp -s "$WORK/again" "$WORK/first" || break
	done
	if cmp -s "$WORK/again" "$WORK/first" && [ "$(wc -l <"$WORK/first")" -gt 1 ]; then
		pass "$name: the order of $(($(wc -l <"$rows") - 1)) rows changes no byte"
	else
		fail "$name: order $order of the rows changes no byte" "$(diff "$WORK/first" "$WORK/again" | head -n 6)"
	fi
}

# threads NAME TABLE COMMAND...: 1, 2 and 8 threads give the same bytes.
threads() {
	local name=$1 rows=$WORK/$2.csv count
	shift 2
	"$appraise" "$@" --csv <"$rows" >"$WORK/first"
	for count in 1 2 8; do
		"$appraise" "$@" --csv --threads "$count" <"$rows" >"$WORK/again"
		same "$name: $count threads" "$WORK/again" "$WORK/first"
	done
}

table strata | awk -F , 'NR == 1 { print "stratum,observed,n"; next } { x[$2] += $3; n[$2] += $4 }
	END { for (s in x) print s "," x[s] "," n[s] }' >"$WORK/reference"
table outcomes >"$WORK/outcomes.csv"
table costs >"$WORK/costs.csv"
printf '%s\n' base_year,first_year,horizon,schedule 2024,2024,9,s >"$WORK/parameters"
printf '%s\n' schedule,year_from,year_to,rate s,1,30,.035 >"$WORK/rates"
benefit=(benefit --parameters "$WORK/parameters" --discount "$WORK/rates" --replicates 500)

ordered "ratio" cat persons ratio --replicates 500
ordered "ratio --block" cat blocks ratio --block
ordered "ratio --block --count" cat blocks ratio --block --count
ordered "compare --each" cat arms compare --reference a --each --lambda 0,1000 --replicates 500 --critical t
ordered "compare --moments" sort moments compare --moments --each --lambda 0,1000
ordered "psa" cat draws psa --lambda 0,1000,5000
ordered "frontier" cat strategies frontier
ordered "interval" sort counts interval
ordered "interval --mean" cat values interval --mean
ordered "funnel of shares" cat shares funnel
ordered "funnel of ratios" cat ratios funnel --scale log
ordered "shrink of shares" cat events shrink
for estimator in dl pm eb reml fe; do
	ordered "shrink of estimates, $estimator" cat estimates shrink --estimator $estimator
done
ordered "shrink of estimates, js" cat equal shrink --estimator js
ordered "standardise" cat strata standardise
ordered "standardise --direct" cat strata standardise --direct --reference "$WORK/reference"
ordered "change" cat scores change --reliability .8 --lower-is-better
ordered "change --summary" cat scores change --threshold 4 --lower-is-better --summary
ordered "change --tools" cat tools change --tools
ordered "change --moments" cat groups change --moments --reference none
for form in '' --flows --sensitivity; do
	ordered "benefit $form by outcomes" cat outcomes "${benefit[@]}" ${form:+"$form"} --outcomes /dev/stdin --costs "$WORK/costs.csv"
	ordered "benefit $form by costs" cat costs "${benefit[@]}" ${form:+"$form"} --outcomes "$WORK/outcomes.csv" --costs /dev/stdin
done
is "every command has been tried" "$(printf '%s\n' "${!tried[@]}" | sort)" "$(commands appraise | sort)"

threads ratio persons ratio --replicates 500
threads "compare --each" arms compare --reference a --each --lambda 0,1000 --replicates 500
for count in 0 65 -1; do
	exits "$count threads are refused" 64 "$appraise" ratio --csv --threads "$count"
done
done_testing
