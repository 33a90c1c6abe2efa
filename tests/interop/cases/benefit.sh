# benefit.sh - published cases of discounting, deflating, annuities, optimism bias and benefit chains.
# shellcheck shell=bash
# shellcheck disable=SC2154 # $appraise and $cases: of ../worked_cases.sh, which runs this

readonly OUTCOMES=outcome,category,agency,n,unit_value,price_year,deadweight,attribution,displacement,leakage,optimism,lag,duration,dropoff,cashable
readonly COSTS=kind,amount,price_year,period,optimism,mitigation,life_years,salvage

# outcomes ROW...; costs ROW...; rates ROW...; parameters HORIZON SCHEDULE EXCESS_BURDEN: the tables of a run.
outcomes() { printf '%s\n' "$OUTCOMES" "$@" >"$WORK/outcomes"; }
costs() { printf '%s\n' "$COSTS" "$@" >"$WORK/costs"; }
rates() { printf '%s\n' schedule,year_from,year_to,rate "$@" >"$WORK/rates"; }
parameters() {
	printf '%s\n' base_year,first_year,horizon,schedule,excess_burden "2024,2024,$1,${2-},${3-}" >"$WORK/parameters"
}

# benefit OPTION...: of those tables.
benefit() {
	"$appraise" benefit --csv --outcomes "$WORK/outcomes" --costs "$WORK/costs" \
		--parameters "$WORK/parameters" --discount "$WORK/rates" "$@"
}

# measures NAME=MEASURE...: of a result on standard input as lines "NAME value"; MEASURE may end in @CATEGORY.
measures() {
	awk -F , -v list="$*" '{ of[$1 ($4 == "" || $3 != "" ? "" : "@" $4) ($2 $3 == "" ? "" : "/" $2 $3)] = $5 }
		END { n = split(list, wanted, " "); for (i = 1; i <= n; i++) { split(wanted[i], pair, "="); print pair[1], of[pair[2]] } }'
}

# near CASE METHOD ALLOWED: lines "got wanted" of $WORK/pairs differ by no more than that, in pounds.
near() {
	local worst code=0
	worst=$(awk -v allowed="$3" '{ d = $1 - $2; if (d < 0) d = -d; if (d > worst) worst = d }
		END { printf "%.2g", worst; exit worst > allowed || !NR }' "$WORK/pairs") || code=1
	row "$1" "$2" "$worst" "$3 absolute"
	is "$1: $2 within $3" "$code" 0
}

# --- greenbook-discounting ---
dir=$cases/greenbook-discounting
mapfile -t rows < <(awk -F , 'NR > 1 { print "standard," $1 "," $2 "," $3; print "health," $1 "," $2 "," $4 }' "$dir/stpr_schedule.csv")
rates "${rows[@]}"
outcomes
costs
for schedule in standard health; do
	parameters 125 "$schedule"
	benefit --flows | awk -F , -v s="$schedule" '$1 == "net" { print $3 "." s, $4 }' >"$WORK/got.$schedule"
done
cat "$WORK"/got.* >"$WORK/got"
sed 1d "$dir/expected_factors.csv" | awk -F , '{ print $1 ".standard", $2; print $1 ".health", $3 }' >"$WORK/wanted"
close_to greenbook-discounting "discount factors" 1e-12

parameters 1000 standard
benefit --flows >"$WORK/out"
is "greenbook-discounting: rates to year 1000" "$(tail -n 1 "$WORK/out" | cut -d , -f 3)" 1000

(echo price_year,value && sed 1d "$dir/gdp_deflator_2024_100_calendar.csv") >"$WORK/deflator"
parameters 0 standard
: >"$WORK/got"
while IFS=, read -r year _; do
	costs "revenue,1000,$year,0,0,,,"
	benefit --deflator "$WORK/deflator" | measures "$year=pv_costs" >>"$WORK/got"
done < <(sed 1d "$dir/expected_deflator.csv")
sed 1d "$dir/expected_deflator.csv" | awk -F , '{ print $1, $4 }' >"$WORK/wanted"
close_to greenbook-discounting "deflator" 1e-12

: >"$WORK/got" && : >"$WORK/wanted"
while IFS=, read -r capital life rate salvage eac; do
	rates "flat,1,1000,$rate"
	parameters 0 flat
	costs "capital,$capital,2024,0,0,,$life,$salvage"
	benefit | measures "$life=capital_annual" >>"$WORK/got"
	echo "$life $eac" >>"$WORK/wanted"
done < <(sed 1d "$dir/expected_equivalent_annual_cost.csv")
close_to greenbook-discounting "equivalent annual cost" 1e-12

rates "${rows[@]}"
: >"$WORK/got"
for case in "plain 0 0 0" "readme_ob51_mit50_metb20 .51 .5 .2"; do
	read -r name optimism mitigation burden <<<"$case"
	parameters 9 standard "$burden"
	mapfile -t flows < <(sed 1d "$dir/input_appraisal_readme.csv" | awk -F , -v o="$optimism" -v m="$mitigation" \
		'$2 > 0 { print "revenue," $2 ",2024," $1 "," o "," m ",," }')
	costs "${flows[@]}"
	mapfile -t flows < <(sed 1d "$dir/input_appraisal_readme.csv" |
		awk -F , '$3 > 0 { print "benefit,social,,1," $3 ",2024,0,1,0,0,0," $1 ",1,0," }')
	outcomes "${flows[@]}"
	benefit | measures pv_costs=pv_costs pv_benefits=pv_benefits npv=npsv bcr=bcr eanb=npsv_annual payback=payback_year |
		sed "s/^/$name./" >>"$WORK/got"
done
tr -d '"' <"$dir/expected_appraisal_readme.csv" | awk -F , 'NR == 1 { split($0, name); next }
	{ for (i = 2; i <= NF; i++) print $1 "." name[i], $i == "NA" ? "" : $i }' >"$WORK/wanted"
close_to greenbook-discounting "appraisal" 1e-10

# --- heemod-briggs-hiv: streams of years 1 to 20 as outcomes; the ladder of what they are worth today ---
dir=$cases/heemod-briggs-hiv
rates six,1,20,.06
parameters 20 six
costs
echo strategy,cost,effect >"$WORK/ladder"
: >"$WORK/got"
for strategy in mono comb; do
	for stream in 3 4; do
		mapfile -t flows < <(tr -d '"' <"$dir/input_yearly_streams.csv" | awk -F , -v s="$strategy" -v at="$stream" \
			'$1 == s { print "stream,economic,," $at ",1,2024,0,1,0,0,0," $2 ",1,0," }')
		outcomes "${flows[@]}"
		benefit >"$WORK/out.$stream"
	done
	measures "$strategy.alive=net_of_dropoff" <"$WORK/out.3" >>"$WORK/got"
	measures "$strategy.cost_undisc=net_of_dropoff" "$strategy.cost_disc=pv_benefits" <"$WORK/out.4" >>"$WORK/got"
	echo "$strategy,$(measures x=pv_benefits <"$WORK/out.4" | cut -d ' ' -f 2),$(measures x=net_of_dropoff <"$WORK/out.3" | cut -d ' ' -f 2)" >>"$WORK/ladder"
done
"$appraise" frontier --csv <"$WORK/ladder" | awk -F , '$1 == "comb" { print "comb.icer", $6 }' >>"$WORK/got"
tr -d '"' <"$dir/expected.csv" | awk -F , 'NR > 1 { print $1 ".cost_undisc", $4; print $1 ".cost_disc", $5
	print $1 ".alive", $6; if ($7 != "NA") print $1 ".icer", $7 }' >"$WORK/wanted"
close_to heemod-briggs-hiv "present value of streams" 1e-9

# --- mott-optimism-bias: mixes of bounds and what management takes off, as costs of 100 ---
dir=$cases/mott-optimism-bias
rates
run_costs() { # without a year beyond the first there is no rate to give
	printf '%s\n' base_year,first_year,horizon 2024,2024,0 >"$WORK/parameters"
	costs "$@"
	outcomes
	"$appraise" benefit --csv --outcomes "$WORK/outcomes" --costs "$WORK/costs" --parameters "$WORK/parameters" |
		measures x=pv_costs | awk '{ printf "%.12g", $2 }'
}
stated() { awk -F , -v example="$1" 'index($0, example) == 1 { v = $NF; sub(/ .*/, "", v); print v }' <(tr -d '\r' <"$dir/worked_examples.csv"); }
bound() { awk -F , -v type="$1" -v at="$2" '$1 == type { printf "%.2f", $at / 100 }' <(tr -d '\r' <"$dir/table2_bounds.csv"); }
capex=$(run_costs "revenue,30,2024,0,$(bound "Non-standard Buildings" 4),,," "revenue,70,2024,0,$(bound "Standard Buildings" 4),,,")
duration=$(run_costs "revenue,30,2024,0,$(bound "Non-standard Buildings" 2),,," "revenue,70,2024,0,$(bound "Standard Buildings" 2),,,")
managed=$(run_costs "revenue,100,2024,0,$(bound "Non-standard Buildings" 4),.92,,")
printf '%s\n' "capex $capex" "duration $duration" "managed $managed" \
	"managed_npc $(run_costs "revenue,100,2024,0,.04,,,")" \
	"with_risk $(run_costs "revenue,100,2024,0,.04,,," "revenue,7,2024,0,0,,,")" >"$WORK/got"
printf '%s\n' "capex $(awk "BEGIN { print 100 + $(stated "combined building capex") }")" \
	"duration $(awk "BEGIN { print 100 + $(stated "combined building duration") }")" \
	"managed $(awk "BEGIN { print 100 + $(stated "managed non-standard building") }")" \
	"managed_npc $(stated "NPC capex")" "with_risk $(stated "plus GBP 7m")" >"$WORK/wanted"
close_to mott-optimism-bias "optimism bias" 0

# --- sroi-example ---
tr -d '\r' <"$cases/sroi-example/input_and_expected.csv" >"$WORK/sroi"
stated() { awk -F , -v step="$1" '$1 == step { print $2 }' "$WORK/sroi"; }
rates "flat,1,5,$(stated discount)"
outcomes "proxy,social,,$(stated participants),$(stated proxy_per_year),2024,$(stated deadweight),$(awk "BEGIN { print 1 - $(stated attribution_others) }"),0,0,0,0,2,$(stated dropoff),"
costs "revenue,$(stated input_gbp),2024,0,0,,,"
parameters 0 flat
benefit | measures gross=gross net_of_deadweight=net_of_deadweight year1_impact=net_of_attribution year2_undiscounted=beyond_horizon >"$WORK/got"
parameters 1 flat
benefit | measures total_pv=pv_benefits sroi_ratio=bcr >>"$WORK/got"
benefit --flows | awk -F , '$1 == "social" && $3 == 1 { print "year2_pv", $6 }' >>"$WORK/got"
tr , ' ' <"$WORK/sroi" |
	grep -E '^(gross|net_of_deadweight|year1_impact|year2_undiscounted|year2_pv|total_pv|sroi_ratio) ' >"$WORK/wanted"
close_to sroi-example "chain, drop-off and ratio" 1e-6

# --- wsipp-two-programs: a box of benefits for each who gains ---
dir=$cases/wsipp-two-programs
rates
parameters 0
printf '%s\n' base_year,first_year,horizon 2016,2016,0 >"$WORK/parameters"
box() { # TAXPAYERS PARTICIPANTS OTHERS INDIRECT COST
	outcomes "t,fiscal,taxpayers,1,$1,2016,0,1,0,0,0,0,1,0,0" "p,economic,participants,1,$2,2016,0,1,0,0,0,0,1,0," \
		"o,social,others,1,$3,2016,0,1,0,0,0,0,1,0," "i,social,indirect,1,$4,2016,0,1,0,0,0,0,1,0,"
	costs "revenue,$5,2016,0,0,,,"
	"$appraise" benefit --csv --outcomes "$WORK/outcomes" --costs "$WORK/costs" --parameters "$WORK/parameters"
}
: >"$WORK/got"
while read -r i boxes; do
	# shellcheck disable=SC2086 # five numbers
	box $boxes | measures "$i.total=pv_benefits" "$i.npv=npsv" "$i.bcr=bcr" "$i.taxpayers=pv_benefits/taxpayers" \
		"$i.indirect=pv_benefits/indirect" | awk '$1 ~ /bcr/ { $2 = sprintf("%.2f", $2) } { print }' >>"$WORK/got"
done < <(sed 's/"[^"]*"/x/g' "$dir/input_and_expected.csv" | awk -F , 'NR > 1 { print NR - 1, $2, $3, $4, $5, $6 }')
sed 's/"[^"]*"/x/g' "$dir/input_and_expected.csv" | awk -F , 'NR > 1 { i = NR - 1; print i ".total", $7; print i ".npv", $8
	print i ".bcr", $9; print i ".taxpayers", $2; print i ".indirect", $5 }' >"$WORK/wanted"
close_to wsipp-two-programs "boxes" 0

# --- wsipp-table324: the identities of each row, to its rounding ---
dir=$cases/wsipp-table324
: >"$WORK/pairs" && : >"$WORK/ratios"
while IFS=, read -r total taxpayers others cost npv bcr; do
	outcomes "t,fiscal,taxpayers,1,$taxpayers,2016,0,1,0,0,0,0,1,0,0" "o,social,others,1,$others,2016,0,1,0,0,0,0,1,0,"
	costs "revenue,${cost#-},2016,0,0,,,"
	"$appraise" benefit --csv --outcomes "$WORK/outcomes" --costs "$WORK/costs" --parameters "$WORK/parameters" |
		measures total=pv_benefits npv=npsv bcr=bcr >"$WORK/out"
	awk -v total="$total" -v npv="$npv" -v bcr="$bcr" -v cost="${cost#-}" -v ratios="$WORK/ratios" '{ got[$1] = $2 }
		END { print got["total"], total; print got["npv"], npv
			r = bcr < 0 ? -bcr : bcr # two benefits, total and cost are rounded to dollars, the ratio to cents
			d = got["bcr"] - bcr; print d < 0 ? -d : d, .005 + (1.5 + r / 2) / cost >>ratios }' "$WORK/out" >>"$WORK/pairs"
done < <(sed 1d "$dir/input_and_expected.csv" | cut -d , -f 3-8)
is "wsipp-table324: rows" "$(wc -l <"$WORK/ratios")" 324
near wsipp-table324 "total and net present value" 2
is "wsipp-table324: ratios within their rounding" "$(awk '$1 <= $2' "$WORK/ratios" | wc -l)" 324
row wsipp-table324 "benefit-cost ratio" "$(awk '{ q = $1 / $2; if (q > worst) worst = q } END { printf "%.2g", worst }' "$WORK/ratios")" "1 of its rounding"

# --- gmca-ucd-v1.4-extract: the agencies' parts of a unit cost against its headline ---
# A description has commas: agency and cost are counted from the right.
file=$cases/gmca-ucd-v1.4-extract/extract.csv
sed 1d "$file" | tr -d '"' | awk -F , '{ print $1 "\t" $(NF - 1) "\t" $(NF - 2) "\t" substr($NF, 1, 4) }' >"$WORK/units"
printf '%s\n' base_year,first_year,horizon 2005,2005,0 >"$WORK/parameters"
costs
: >"$WORK/pairs"
for code in E\&S1.0 E\&S2.0 E\&E10.0 E\&E10.2 E\&E10.3; do
	# One row an agency: two of its parts are added up first.
	mapfile -t parts < <(awk -F '\t' -v code="$code." 'index($1, code) == 1 { sum[$2] += $3 }
		END { for (agency in sum) print "unit,fiscal," agency ",1," sum[agency] ",2005,0,1,0,0,0,0,1,0,0,family" }' "$WORK/units")
	printf '%s\n' "$OUTCOMES,family" "${parts[@]}" >"$WORK/outcomes"
	echo "$("$appraise" benefit --csv --outcomes "$WORK/outcomes" --costs "$WORK/costs" --parameters "$WORK/parameters" |
		measures x=pv_benefits | cut -d ' ' -f 2) $(awk -F '\t' -v code="$code" '$1 == code { print $3 }' "$WORK/units")" >>"$WORK/pairs"
	echo "unit,fiscal,,1,1,2005,0,1,0,0,0,0,1,0,0,family" >>"$WORK/outcomes"
	exits "gmca-ucd-v1.4-extract: $code and its parts together are refused" 65 "$appraise" benefit --csv \
		--outcomes "$WORK/outcomes" --costs "$WORK/costs" --parameters "$WORK/parameters"
done
is "gmca-ucd-v1.4-extract: units with parts" "$(wc -l <"$WORK/pairs")" 5
near gmca-ucd-v1.4-extract "agencies' parts against headline" .5

not_covered eef-months "a look-up among dated rows, which SQL does; no arithmetic"
not_covered wsipp-two-programs "chance: its uncertain inputs are not published"
not_covered wsipp-table324 "chance: its uncertain inputs are not published"
not_covered heemod-briggs-hiv "parts of the cost: only their sum is given by year"
not_covered greenbook-discounting "catastrophic rates: no factors are stated"
