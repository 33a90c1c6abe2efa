#!/bin/bash
# coverage.sh - how often intervals of 95 % hold the truth. Young people of the generator's providers are
# drawn anew RUNS times (tests/oracle/population); their truth is known from the parameters alone, and
# `appraise` is asked what it makes of them.
#
#   make soak                                  runs it, among others
#   SEED=1 RUNS=2000 tests/machine/coverage.sh
#
# A set that is no interval counts as holding the truth where it contains it. Prints TAP and one table: each
# method must hold the truth between 94 and 96 % of the time, give or take two standard errors of so many runs.
# Costs more skewed than the generator's, and groups smaller than its, are in the table too; for the bootstrap of
# these, and for heavy tails, the least is 92 % (docs/coverage.md says why).
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
shopt -s lastpipe # `... | judged ...` counts its tests here, not in a process of its own

seed=${SEED:-$(date +%s)}
runs=${RUNS:-2000}
population=$BUILD/tests/oracle/population
appraise=$BUILD/appraise
row='%-34s %-22s %7s %7s %6s %7s %7s %6s\n'
{
	printf 'seed %s, %s runs of each provider\n\n' "$seed" "$runs"
	# shellcheck disable=SC2059
	printf "$row" method population people sets held below above 'no int.'
} >"$WORK/table"

# judged METHOD POPULATION LOWEST HIGHEST: of lines "unit n type lower upper truth" on standard input. An end
# that is not given is none. `below` and `above` are the truths that lie below and above their set; `no int.`
# the sets that are no interval. All in per cent. Every unit of $WORK/truth must be there.
judged() {
	awk -v method="$1" -v name="$2" -v lowest="$3" -v highest="$4" -v format="$row" -v units="$(wc -l <"$WORK/truth")" '
	{ n += $2; type = $3; low = $4 + 0; high = $5 + 0; t = $6 + 0 }
	type == "none" { none++; next }
	{ sets++; other += type != "interval" }
	type == "line" { next }
	type == "complement" { if (t > low && t < high) { if (t - low < high - t) above++; else below++ } next }
	$5 != "-" && t > high { above++ }
	$4 != "-" && t < low { below++ }
	END { if (!sets) exit 1
		held = 100 * (1 - (above + below) / sets)
		error = 100 * sqrt(.95 * .05 / sets)
		printf format, method, name, sprintf("%.1f", n / NR), sets, sprintf("%.2f", held),
			sprintf("%.2f", 100 * below / sets), sprintf("%.2f", 100 * above / sets), sprintf("%.1f", 100 * other / sets)
		exit held < lowest - 2 * error || held > highest + 2 * error || none > NR / 100 || NR != units }' >"$WORK/line"
	local code=$?
	cat "$WORK/line" >>"$WORK/table"
	is "$1, $2: holds the truth from $3 to $4 % of the time" "$code: $(awk '{ print $(NF - 3) }' "$WORK/line")" \
		"0: $(awk '{ print $(NF - 3) }' "$WORK/line")"
}

# truths FILE: "unit truth" of a population, sorted by unit; the truth is its last column
truths() {
	awk -F , 'NR > 1 && !seen[$1]++ { print $1, $NF }' "$1" | sort
}

# persons STUDY LOWEST LOWEST_BOOTSTRAP [PEOPLE]: cost per outcome where persons' costs are known
persons() {
	"$population" "$1" "$seed" "$runs" ${4:+"$4"} >"$WORK/people"
	"$appraise" ratio --csv --seed "$seed" --replicates 2000 <"$WORK/people" >"$WORK/ratio"
	truths "$WORK/people" >"$WORK/truth"
	awk -F , 'NR > 1 { for (i = 6; i <= 10; i++) if ($i == "") $i = "-"; print $1, $2, $8, $6, $7, $9, $10 }' "$WORK/ratio" |
		sort | join - "$WORK/truth" >"$WORK/sets"
	awk '{ print $1, $2, $3, $4, $5, $8 }' "$WORK/sets" | judged "ratio: Fieller" "$1${4:+, few}" "$2" 96
	awk '{ print $1, $2, $6 == "-" && $7 == "-" ? "none" : "interval", $6, $7, $8 }' "$WORK/sets" >"$WORK/boot"
	# There are no percentiles where an outcome may be negative.
	awk '$3 == "none" { exit 1 }' "$WORK/boot" &&
		judged "ratio: bootstrap" "$1${4:+, few}" "$3" 96 <"$WORK/boot"
}

# block STUDY [PEOPLE]: cost per outcome where the total is fixed
block() {
	"$population" "$1" "$seed" "$runs" ${2:+"$2"} >"$WORK/people"
	truths "$WORK/people" >"$WORK/truth"
	"$appraise" ratio --block --csv <"$WORK/people" |
		awk -F , 'NR > 1 { for (i = 6; i <= 7; i++) if ($i == "") $i = "-"; print $1, $2, $8, $6, $7 }' |
		sort | join - "$WORK/truth" | judged "ratio --block: Wilson" "$1${2:+, few}" 94 96
}

# arms STUDY LOWEST [PEOPLE]: cost per further outcome, one comparison a run
arms() {
	local file unit
	"$population" "$1" "$seed" "$runs" ${3:+"$3"} >"$WORK/people"
	truths "$WORK/people" >"$WORK/truth"
	rm -rf "$WORK/runs" && mkdir "$WORK/runs"
	awk -F , -v folder="$WORK/runs/" 'NR == 1 { header = $0; next }
		$1 != unit { close(file); unit = $1; file = folder unit; print header >file } { print >file }' "$WORK/people"
	for file in "$WORK"/runs/*; do
		unit=${file##*/}
		"$appraise" compare --csv --named --analysis "$unit" --reference without --critical t --replicates 0 <"$file"
	done | awk -F , '
		$2 == "n" || $2 == "n_reference" { n[$1] += $4 / 2 }
		$2 == "fieller_lower" { low[$1] = $4 == "" ? "-" : $4 }
		$2 == "fieller_upper" { high[$1] = $4 == "" ? "-" : $4 }
		$2 == "set_type" { type[$1] = $4 }
		END { for (u in type) print u, n[u], type[u], low[u], high[u] }' |
		sort | join - "$WORK/truth" | judged "compare: Fieller, t" "$1${3:+, few}" "$2" 96
}

# worth STUDY: benefit-cost ratio, all but the count of outcomes fixed: the ratios at Wilson's
# limits of the count. Half of the outcomes are deadweight, the effect lasts three years.
readonly UNIT=9000 DEADWEIGHT=.5 ATTRIBUTION=.9 DISPLACEMENT=.1 LEAKAGE=.05 OPTIMISM=.15 DROPOFF=.3 RATE=.035
worth() {
	local unit total n low high end
	"$population" "$1" "$seed" "$runs" >"$WORK/people"
	printf 'schedule,year_from,year_to,rate\ns,1,10,%s\n' $RATE >"$WORK/rates"
	printf 'base_year,first_year,horizon,schedule\n2024,2024,5,s\n' >"$WORK/parameters"
	cut -d , -f 1,3,4 "$WORK/people" | sed 1s/outcomes/x/ | "$appraise" interval --csv |
		awk -F , 'NR > 1 { print $1, $3 * $5, $3 * $6 }' CONVFMT=%.17g OFMT=%.17g | sort >"$WORK/limits"
	awk -F , 'NR > 1 { print $1, $2, $3 }' "$WORK/people" | sort | join - "$WORK/limits" |
		while read -r unit total n low high; do
			printf 'kind,amount,price_year,period,optimism\nrevenue,%s,2024,0,0\n' "$total" >"$WORK/costs"
			for end in "$low" "$high"; do
				printf '%s\n' outcome,category,n,unit_value,price_year,deadweight,attribution,displacement,leakage,optimism,lag,duration,dropoff \
					"leaves,social,$end,$UNIT,2024,$DEADWEIGHT,$ATTRIBUTION,$DISPLACEMENT,$LEAKAGE,$OPTIMISM,1,3,$DROPOFF" >"$WORK/outcomes"
				"$appraise" benefit --csv --named --analysis "$unit $n" --outcomes "$WORK/outcomes" --costs "$WORK/costs" \
					--parameters "$WORK/parameters" --discount "$WORK/rates"
			done
		done | awk -F , '$2 == "bcr" { if ($1 in low) print $1, "interval", low[$1], $6; else low[$1] = $6 }' |
		sort >"$WORK/ratios"
	# What a pound of cost per outcome is worth, from the parameters by hand.
	truths "$WORK/people" | join "$WORK/ratios" - |
		awk -v u="$UNIT" -v d="$DEADWEIGHT" -v a="$ATTRIBUTION" -v p="$DISPLACEMENT" -v l="$LEAKAGE" -v o="$OPTIMISM" \
			-v f="$DROPOFF" -v r="$RATE" 'BEGIN { v = u * (1 - d) * a * (1 - p) * (1 - l) * (1 - o) / (1 + r)
				v *= 1 + (1 - f) / (1 + r) + ((1 - f) / (1 + r)) ^ 2 } { $6 = v / $6; print }' OFMT=%.17g |
		judged "benefit: bcr at Wilson's" "$1" 94 96
}

for study in ap ap-attendance mhst; do persons $study 94 94; done
for study in ap-block eip-block wbl-block; do block $study; done
for study in ap-effect eip-effect wbl-effect mhst-effect ap-between; do arms $study 94; done
worth eip-block
persons ap 94 92 20
block ap-block 20
arms ap-effect 94 20
persons ap-exponential 94 92
persons ap-lognormal 92 92
arms ap-effect-lognormal 92

diag "$(cat "$WORK/table")"
done_testing
