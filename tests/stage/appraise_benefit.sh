#!/bin/bash
# appraise_benefit.sh: benefit as a person uses it: small cases worked out by hand, the same in SQL, streams
# and files in any order, and what is refused.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

appraise=$BUILD/appraise
readonly OUTCOMES=outcome,category,agency,n,unit_value,price_year,deadweight,attribution,displacement,leakage,optimism,lag,duration,dropoff,cashable,family
readonly COSTS=kind,agency,amount,price_year,year,optimism,life_years,salvage

lines() {
	printf '%s\n' "$@"
}

# outcomes ROW...; costs ROW...; parameters HORIZON: the tables of a run. Rates are .25 a year to year 9.
outcomes() { lines "$OUTCOMES" "$@" >"$WORK/outcomes"; }
costs() { lines "$COSTS" "$@" >"$WORK/costs"; }
parameters() { lines base_year,first_year,horizon,schedule "2024,2024,$1,own" >"$WORK/parameters"; }
lines schedule,year_from,year_to,rate own,0,9,.25 other,0,9,.5 >"$WORK/rates"
lines price_year,value 2010,80 2024,100 >"$WORK/index"

# benefit OPTION...: of those tables; the result in $WORK/out.
files=(--outcomes "$WORK/outcomes" --costs "$WORK/costs" --parameters "$WORK/parameters"
	--discount "$WORK/rates" --deflator "$WORK/index")
benefit() {
	"$appraise" benefit --csv "${files[@]}" "$@" >"$WORK/out" 2>"$WORK/err"
}

# of MEASURE [OUTCOME [AGENCY [CATEGORY]]]: its value; FLOW YEAR COLUMN of the flows.
of() {
	awk -F , -v m="$1" -v o="${2-}" -v a="${3-}" -v c="${4-}" '$1 == m && $2 == o && $3 == a && $4 == c { print $5 }' "$WORK/out"
}
flow() {
	awk -F , -v flow="$1" -v year="$2" -v column="$3" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		$1 == flow && $2 == year { print $at[column] }' "$WORK/out"
}

# refused DESCRIPTION MESSAGE FILE: exit code 65, the file in the detail, nothing written, no value told.
refused() {
	local got=0
	benefit || got=$?
	is "$1" "$got: $(head -n 1 "$WORK/err" | sed 's/.*error: //')" "65: $2"
	like "$1: the file is named" "$(cat "$WORK/err")" "in '$WORK/$3'"
	unlike "$1: no value is told" "$(cat "$WORK/err")" 'secret|7777'
	is "$1: nothing is written" "$(cat "$WORK/out")" ""
}

# --- by hand: 2 x 800 half another's is 800 a year later, 640 today; 1,000 paid at once ---
parameters 1
outcomes job,fiscal,DWP,2,800,2024,0,.5,0,0,0,1,1,0,.25, smile,social,,1,60,2024,0,1,0,0,0,0,1,0,, pride,social,,7,,,,,,,,,,,,
costs revenue,council,1000,2024,2024,0,,
benefit
is "it writes its columns" "$(head -n 1 "$WORK/out")" measure,outcome,agency,category,value
is "present values" "$(of pv_benefits) $(of pv_costs) $(of npsv)" "700 1000 -300"
is "by category" "$(of pv_benefits '' '' fiscal) $(of pv_benefits '' '' economic) $(of pv_benefits '' '' social)" "640 0 60"
is "by agency and outcome" "$(of pv_benefits '' DWP) $(of pv_benefits '' DWP fiscal) $(of pv_benefits job) $(of pv_costs '' council)" \
	"640 640 640 1000"
is "ratios" "$(of bcr) $(of fiscal_roi) $(of cashable_roi)" "0.7 0.64 0.16"
is "the budget" "$(of net_budget_impact) $(of cashable_budget_impact) $(of pv_cashable)" "360 840 160"
is "each step of the chain" "$(of gross) $(of net_of_deadweight) $(of net_of_attribution) $(of net_of_dropoff)" "1660 1660 860 860"
is "what is not valued is counted" "$(of not_valued pride '' social)" 7
is "what is not valued has no value" "$(of pv_benefits pride)" ""
is "never paid back" "$(of payback_year)$(of fiscal_payback_year)$(of cashable_payback_year)" ""
is "nothing uncertain, nothing drawn" "$(of chance)$(of replicates)" ""
is "years and prices are said" "$(of base_year) $(of first_year) $(of horizon)" "2024 2024 1"
benefit --flows
is "flows write their columns" "$(head -n 1 "$WORK/out")" flow,year,period,factor,value,present,cumulative
is "flows of a year" "$(flow fiscal 2025 value) $(flow fiscal 2025 present) $(flow net 2025 cumulative) $(flow costs 2024 value)" "800 640 -300 1000"
is "and of every year, each" "$(sed 1d "$WORK/out" | cut -d , -f 1,2 | sort -u | wc -l)" 18

costs
benefit
is "no cost: no ratio, paid back at once" "$(of bcr)$(of fiscal_roi)$(of cashable_roi) $(of payback_year) $(of net_budget_impact)" " 2024 -640"
costs revenue,,-5,2024,2024,0,,
benefit
is "a cost that is a saving has no ratio" "$(of bcr) $(of npsv)" " 705"
outcomes
costs revenue,,1000,2024,2024,0,,
benefit
is "zero benefit" "$(of pv_benefits) $(of npsv) $(of bcr) $(of payback_year)" "0 -1000 0 "
costs
benefit
is "nothing at all" "$(of npsv) $(of bcr) $(of payback_year)" "0  2024"

parameters 2
costs revenue,,100,2024,2024,0,, revenue,,500,2024,2026,0,,
outcomes job,social,,1,400,2024,0,1,0,0,0,1,1,0,,
benefit
is "a payback that is lost again is none" "$(of payback_year)" ""
benefit --flows
is "though it was crossed" "$(flow net 2025 cumulative) $(flow net 2026 cumulative)" "220 -100"
outcomes job,social,,1,400,2024,0,1,0,0,0,1,2,0,,
benefit
is "and one that stays is the year from which it does" "$(of payback_year)" 2025

outcomes
costs capital,,1000,2024,2024,0,2,200
benefit
is "capital alone" "$(of npsv) $(of spend) $(of salvage_beyond_horizon)" "-872 1000 0"
is "what it comes to a year is 872 over .8 + .64" "$(printf %.12f "$(of capital_annual)")" "$(awk 'BEGIN { printf "%.12f", 872 / 1.44 }')"
parameters 1
benefit
is "it may live beyond the horizon" "$(of npsv) $(of salvage_beyond_horizon)" "-1000 200"
parameters 0
outcomes job,social,,1,100,2024,0,1,0,0,0,0,4,.5,,
costs
benefit
is "a horizon that is shorter than the effect" "$(of pv_benefits) $(of beyond_horizon)" "100 87.5"
outcomes job,social,,1,100,2010,0,1,0,0,0,0,1,0,,
benefit
is "in the prices of the base year" "$(of pv_benefits)" 125

# Pence: three amounts whose binary fractions don't add up.
costs revenue,,.1,2024,2024,0,, revenue,,.2,2024,2024,0,, overhead,,1e9,2024,2024,0,, in_kind,,5,2024,2024,0,,
benefit
is "money is summed in pence" "$(of spend)" 1000000000.3
is "gifts in kind are no public spending" "$(of pv_costs_in_kind) $(of bcr)" "5 $(awk 'BEGIN { printf "%.15g", 120 / 1000000000.3 }')"

# --- uncertain: a uniform n from 0 to 10 against 3 a person; P(n > 3) = .7 ---
uncertain() {
	lines "$OUTCOMES,distribution,n_low,n_high" 'job,social,,4,1,2024,0,1,0,0,0,0,1,0,,,uniform,0,10' >"$WORK/outcomes"
	costs revenue,,3,2024,2024,0,,
}
uncertain
benefit --replicates 40000
ok "the chance is within four errors of the distribution's" \
	awk -v p="$(of chance)" -v se="$(of chance_se)" 'BEGIN { exit !(p - .7 < 4 * se && .7 - p < 4 * se && se > .002 && se < .0025) }'
cp "$WORK/out" "$WORK/first"
benefit --replicates 40000 --seed 2
unlike "another seed, other draws" "$(of npsv_mean)" "^$(awk -F , '$1 == "npsv_mean" { print $5 }' "$WORK/first")\$"
benefit --replicates 40000 --analysis other
unlike "another analysis likewise" "$(of npsv_mean)" "^$(awk -F , '$1 == "npsv_mean" { print $5 }' "$WORK/first")\$"
benefit --replicates 0
is "or none" "$(of chance)$(of replicates) $(of npsv)" " 1"
benefit --sensitivity
is "sensitivity writes its columns" "$(head -n 1 "$WORK/out")" \
	parameter,subject,agency,persons,year,low,central,high,npsv_low,npsv_high,width,switching
is "low, high and switching value" "$(sed 1d "$WORK/out")" n,job,,,,0,4,10,-3,7,10,3

# --- invented tables: any order, streams, PostgreSQL ---
awk -v OFS=, -v head="$OUTCOMES" 'BEGIN { srand(7); print head ",distribution,n_low,n_high,deadweight_low,deadweight_high"
	split("fiscal economic social", kind, " ")
	for (i = 0; i < 60; i++) { c = kind[i % 3 + 1]; n = int(rand() * 90) + 10; d = int(rand() * 50) / 100 + .1
		print "outcome " int(i / 2), c, "agency " i % 2, n, int(rand() * 1e5) / 100, i % 5 ? 2024 : 2010, d, .5, .1, .05,
			.1, i % 3, i % 4 + 1, .2, c == "fiscal" ? .5 : "", "", i % 2 ? "pert" : "triangular", n - 5, n + 9, d - .1, d + .2 } }' >"$WORK/outcomes"
awk -v OFS=, -v head="$COSTS" 'BEGIN { srand(8); print head
	for (i = 0; i < 40; i++) print i % 4 ? "revenue" : "capital", "agency " i % 3, int(rand() * 1e6) / 100, i % 5 ? 2024 : 2010,
		2024 + i % 4, i % 3 / 10, i % 4 ? "" : 3, i % 4 ? "" : 10 }' >"$WORK/costs"
line=$(sed -n 5p "$WORK/costs")
echo "$line" >>"$WORK/costs" # two lines may well be alike
parameters 5
for mode in "" --flows --sensitivity; do
	benefit ${mode:+"$mode"} --replicates 500
	cp "$WORK/out" "$WORK/first${mode#--}"
done
cp "$WORK/outcomes" "$WORK/outcomes.first"
cp "$WORK/costs" "$WORK/costs.first"
for seed in 1 2; do
	for table in outcomes costs; do
		(head -n 1 "$WORK/$table.first" && sed 1d "$WORK/$table.first" | shuf --random-source=<(yes "$seed")) >"$WORK/$table"
	done
	for mode in "" --flows --sensitivity; do
		benefit ${mode:+"$mode"} --replicates 500
		same "order $seed of the rows gives the same bytes${mode:+ of $mode}" "$WORK/out" "$WORK/first${mode#--}"
	done
done
is "the widest comes first" "$(sed 1d "$WORK/firstsensitivity" | cut -d , -f 11)" "$(sed 1d "$WORK/firstsensitivity" | cut -d , -f 11 | sort -gr)"
is "a deadweight is one for both agencies" "$(grep -c '^deadweight,outcome 0,' "$WORK/firstsensitivity")" \
	"$(awk -F , '$1 == "outcome 0" { print $7 }' "$WORK/outcomes" | sort -u | wc -l)"

stream() {
	sed 's/,/\t/g; :a; s/\t\t/\t\\N\t/; ta; s/\t$/\t\\N/' "$1"
	[ "${2-}" = torn ] || echo '\.'
}
for table in outcomes costs parameters rates index; do
	stream "$WORK/$table" >"$WORK/$table.stream"
done
streams=(--outcomes "$WORK/outcomes.stream" --costs "$WORK/costs.stream" --parameters "$WORK/parameters.stream"
	--discount "$WORK/rates.stream" --deflator "$WORK/index.stream")
"$appraise" benefit "${streams[@]}" --replicates 500 >"$WORK/stream"
is "a stream ends with its end" "$(tail -n 1 "$WORK/stream")" '\.'
is "and has the numbers of CSV" "$(sed '$d; s/\\N//g' "$WORK/stream" | tr '\t' ,)" "$(cat "$WORK/first")"
"$appraise" benefit --csv "${files[@]}" --named --analysis night --replicates 0 >"$WORK/out"
is "the name of the analysis can be a column" "$(cut -d , -f 1 "$WORK/out" | sort -u | paste -sd ,)" analysis,night
for table in outcomes costs parameters rates index; do
	mv "$WORK/$table.stream" "$WORK/whole"
	stream "$WORK/$table" torn >"$WORK/$table.stream"
	exits "a torn table of $table is refused" 65 "$appraise" benefit "${streams[@]}"
	mv "$WORK/whole" "$WORK/$table.stream"
done

if fresh_database; then
	query "create table outcome (outcome text, category text, agency text, n numeric, unit_value numeric, price_year int,
		deadweight numeric, attribution numeric, displacement numeric, leakage numeric, optimism numeric, lag int,
		duration int, dropoff numeric, cashable numeric, family text, distribution text, n_low numeric, n_high numeric,
		deadweight_low numeric, deadweight_high numeric, not_ours text);
		create table cost (kind text, agency text, amount numeric(14, 2), price_year int, year int, optimism numeric,
			life_years int, salvage numeric(14, 2));"
	psql -X -q -c "copy outcome (${OUTCOMES}, distribution, n_low, n_high, deadweight_low, deadweight_high) from stdin (format csv, header)" <"$WORK/outcomes"
	psql -X -q -c "copy cost from stdin (format csv, header)" <"$WORK/costs"
	for table in outcome cost; do
		(psql -X -q -c "copy $table to stdout with (header)" && echo '\.') >"$WORK/${table}s.stream"
	done
	"$appraise" benefit "${streams[@]}" --replicates 0 | tr '\t' , | sed 's/\\N//g' >"$WORK/out"
	# In numeric, by year and row.
	query "select sum(n * unit_value * case price_year when 2010 then 1.25 else 1 end * (1 - deadweight) * attribution
			* (1 - displacement) * (1 - leakage) * (1 - optimism) * power(1 - dropoff, k) / power(1.25, lag + k))
		from outcome cross join generate_series(0, 9) k where k < duration and lag + k <= 5" >"$WORK/benefits"
	query "select sum(case price_year when 2010 then 1.25 else 1 end * (amount * (1 + optimism) / power(1.25, year - 2024)
			- case when year - 2024 + life_years <= 5 then salvage / power(1.25, year - 2024 + life_years) else 0 end))
		from cost" >"$WORK/paid"
	for pair in "pv_benefits $(cat "$WORK/benefits")" "pv_costs $(cat "$WORK/paid")"; do
		is "straight out of PostgreSQL, which has the same ${pair% *}" \
			"$(query "select abs($(of "${pair% *}") / ${pair#* } - 1) < 1e-12")" t
	done
	is "and the same spend, to the penny" "$(of spend)" "$(query 'select trim_scale(sum(amount)) from cost')"
else
	skip "PostgreSQL as oracle" "no server"
fi

# --- what is refused ---
small() {
	parameters 1
	outcomes secret,social,,7777,1,2024,0,1,0,0,0,0,1,0,,
	costs revenue,,1,2024,2024,0,,
}
small
outcomes a,social,,1,1,2024,0,1,0,0,0,0,1,0,, secret,social,,7777,1,2024,,1,0,0,0,0,1,0,,
refused "a missing deadweight" "row 2: 'deadweight' is missing" outcomes
outcomes secret,charitable,,7777,1,2024,0,1,0,0,0,0,1,0,,
refused "an unknown category" "row 1: 'category' is none of the three" outcomes
outcomes secret,social,,1,1,2024,7777,1,0,0,0,0,1,0,,
refused "a share above 1" "row 1: 'deadweight' is not a share from 0 to 1" outcomes
outcomes secret,social,,1,1,2024,0,1,0,-.7777,0,0,1,0,,
refused "a share below 0" "row 1: 'leakage' is not a share from 0 to 1" outcomes
outcomes secret,social,,1,7777,2011,0,1,0,0,0,0,1,0,,
refused "a price year outside of the index" "row 1: 'price_year' cannot be brought to the base year" outcomes
outcomes neet,fiscal,DWP,1,7777,2024,0,1,0,0,0,0,3,0,0,secret excluded,fiscal,DWP,1,1,2024,0,1,0,0,0,2,1,0,0,secret
refused "a value counted twice" "rows 1 and 2 count one 'family' twice for the same 'persons' and year" outcomes
outcomes secret,social,,7777,1,2024,0,1,0,0,0,0,1,0,, secret,social,,7777,1,2024,0,1,0,0,0,0,1,0,,
refused "a row twice" "rows 1 and 2 have the same 'outcome', 'persons', 'year', 'lag', 'agency' and 'category'" outcomes
small
costs revenue,secret,77.777,2024,2024,0,,
refused "a part of a penny" "row 1: 'amount' is not in whole pence" costs
costs revenue,secret,7777,2024,2026,0,,
refused "a cost beyond the horizon" "row 1: 'year' is beyond the horizon" costs
costs capital,secret,7777,2024,2024,0,10,
refused "a life without a rate" "row 1: 'life_years' reaches a year that has no discount rate" costs
small
parameters 10
refused "a horizon without a rate" "row 1: 'horizon' reaches a year that has no discount rate" parameters
lines base_year,first_year,horizon 2024,2024,1 >"$WORK/parameters"
refused "rates without a schedule" "row 1: 'schedule' is missing" parameters
lines base_year,first_year,horizon,schedule 2024,2024,1,secret >"$WORK/parameters"
got=0
benefit || got=$?
is "a schedule that is not there" "$got: $(head -n 1 "$WORK/err" | sed 's/.*error: //')" "65: '$WORK/rates' has no row of the schedule"
unlike "a schedule that is not there: its name is not told" "$(cat "$WORK/err")" secret
parameters 1
cut -d , -f 1-6,8- "$WORK/outcomes" >"$WORK/narrow" && mv "$WORK/narrow" "$WORK/outcomes"
refused "no column" "'$WORK/outcomes' has no column 'deadweight'" outcomes
small
exits "without rates a second year is refused" 65 "$appraise" benefit --csv "${files[@]:0:6}"
parameters 0
exits "the first year needs none" 0 "$appraise" benefit --csv "${files[@]:0:6}"
exits "without an index prices can't be moved" 65 sh -c "sed -i s/2024/2010/ '$WORK/outcomes' &&
	'$appraise' benefit --csv --outcomes '$WORK/outcomes' --costs '$WORK/costs' --parameters '$WORK/parameters'"
small
for option in outcomes costs parameters; do
	rest=()
	for ((i = 0; i < ${#files[@]}; i += 2)); do
		[ "${files[i]}" = "--$option" ] || rest+=("${files[@]:i:2}")
	done
	exits "--$option is needed" 64 "$appraise" benefit --csv "${rest[@]}"
	exits "no such file of $option" 66 "$appraise" benefit --csv "${files[@]}" "--$option" "$WORK/none"
done
exits "flows or sensitivity" 64 "$appraise" benefit --csv "${files[@]}" --flows --sensitivity
exits "a folder is no table" 74 "$appraise" benefit --csv "${files[@]}" --costs "$WORK"
exits "an unknown option" 64 "$appraise" benefit --rate .035
for mode in "" --flows --sensitivity; do
	exits "a full disk${mode:+ under $mode}" 74 sh -c "'$appraise' benefit --csv ${files[*]} $mode >/dev/full"
done
exits "--help to a full disk" 74 sh -c "'$appraise' benefit --help >/dev/full"
done_testing
