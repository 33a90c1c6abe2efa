#!/bin/bash
# The analyses of the night: each is made, says what it rests on, and can be made again; a seed changes what is
# drawn and nothing else, a discount edition what is discounted and nothing else; one that fails or lacks
# figures leaves the others standing.
. "$(dirname "$0")/common.sh"
private_tree
night_prepare demo
ok "the night is run" ontrack run

# results FILE [WHERE]: every row of the tables that take results, sorted.
results() {
	local table
	query "select table_name from information_schema.columns
		where table_schema = 'mart' and column_name = 'analysis' and table_name not like 'analysis%' order by 1" |
		while read -r table; do
			query "select '$table', t.* from mart.$table t where ${2:-true}"
		done | sort >"$1"
}

is "every analysis has been made" "$(query "select analysis, state from mart.analysis where state <> 'made' order by 1")" \
	"$(printf 'mhst-benefit\tmissing')"
is "seven for each programme and one between them" "$(query "
	select coalesce(programme, '*'), count(*) from mart.analysis group by 1 order by 1")" \
	"$(printf '*\t1\nap\t7\neip\t7\nmhst\t7\nwbl\t7')"
is "each with what it declares" "$(query "select count(*) from mart.analysis where title = '' or comparators = ''
	or outcome = '' or perspective = '' or horizon = '' or price_year = '' or night <> '2025-10-31'
	or (commands ~ 'seed' and seed is null)")" 0
is "and the version of the program" "$(query "select distinct 'ontrack ' || code_version from mart.analysis")" \
	"$("$BUILD/ontrack" --version)"
is "all results belong to one of them" "$(results "$WORK/all" && cut -f 2 "$WORK/all" | sort -u |
	grep -vxF "$(query 'select analysis from mart.analysis')")" ""
is "each figure that they rest on has an edition and a source" "$(query "select count(*) from mart.analysis_reference
	where analysis = 'ap-benefit' and (source = '' or edition = '')")" 0
like "benefits say which discount rates they rest on" "$(query "select item, value, edition from mart.analysis_reference
	where (analysis, reference) = ('ap-benefit', 'discount')")" 'green-book-2022, years 1 to 30.0\.035.Green Book 2022'
like "figures of the demonstration say so" "$(query "select distinct source from mart.analysis_reference
	where analysis = 'ap-benefit' and reference in ('unit_cost', 'assumption')")" '^made up for the demonstration$'

# What nobody has given is named, in the database and on the page.
is "what is missing" "$(query "select what from publish.missing where analysis = 'mhst-benefit' order by position")" \
	"$(printf 'how its benefits are appraised\na unit cost of any outcome that it has')"
page=$WORK/var/report/index.html
like "the page says how to give it" "$(cat "$page")" 'To give it: a row for mhst in appraisal.csv'
is "a box of benefits for each of the other programmes" "$(grep -c '<caption>Estimated benefits and costs' "$page")" 3
is "a waterfall too" "$(grep -c 'id="[a-z]*-waterfall-t"' "$page")" 3
is "a curve of acceptability, but for the programme with a hidden provider" \
	"$(grep -o 'id="[a-z]*-acceptability-t"' "$page")" \
	"$(printf 'id="%s-acceptability-t"\n' ap eip wbl)"
unlike "nothing is said to be due to a programme" "$(sed 's/no figure here says what it caused//' "$page")" \
	'(because of|caused|saves|saving)'
ok "the page is well-formed" sh -c 'sed "s/<!DOCTYPE html>//; s/<meta \([^>]*\)>/<meta \1\/>/; s/&plusmn;/+/g" "$1" |
	xmllint --noout -' - "$page"

# Made again it is the same.
dump "$WORK/before"
cp -r "$WORK/var/report" "$WORK/page"
like "the analyses can be listed" "$(ontrack appraise --list)" '^ap-acceptability +Which provider is the best buy'
for name in ap-cost-per-outcome ap-acceptability wbl-benefit mhst-change programmes-ladder; do
	ok "$name is made again" ontrack appraise "$name"
done
dump "$WORK/after"
same "which changes nothing" "$WORK/after" "$WORK/before"
is "nor the report" "$(diff -r "$WORK/var/report" "$WORK/page")" ""
exits "an analysis that there is not" 64 ontrack appraise ap-nothing
exits "none named" 64 ontrack appraise

# Another seed: another draw, and the same estimate.
results "$WORK/one"
sed -i 's/"seed": 1/"seed": 2/' "$TREE/analyses/cost-per-outcome.json"
ok "with another seed" ontrack appraise ap-cost-per-outcome
results "$WORK/two"
is "the analysis says so" "$(query "
	select string_agg(distinct seed::text, ' ') from mart.analysis where analysis like 'ap-cost%'")" 2
diff "$WORK/one" "$WORK/two" | sed -n 's/^[<>] //p' >"$WORK/differ"
is "only rows of that analysis" "$(cut -f 1,2 "$WORK/differ" | sort -u)" "$(printf 'ratio\tap-cost-per-outcome')"
is "and only the bootstrap's percentiles in them" "$(cut -f 1-10 "$WORK/differ" | sort | uniq -c | awk '$1 != 2')" ""
like "which do differ" "$(cut -f 11- "$WORK/differ" | sort -u | wc -l)" '^([6-9]|[1-9][0-9])$'
sed -i 's/"seed": 2/"seed": 1/' "$TREE/analyses/cost-per-outcome.json"

# Another edition of the discount rates reaches nothing but what is discounted, through rows of ref.
cat >"$WORK/night/figures/discount.csv" <<-'CSV'
	schedule,year_from,year_to,rate,edition,source
	review-2026,1,500,0.03,Review 2026,made up for this test
CSV
sed -i '/^ap,/s/green-book-2022/review-2026/' "$WORK/night/figures/appraisal.csv"
ok "another schedule is taken in" ontrack schema --apply
ok "the night is run with it" ontrack run
results "$WORK/three"
is "only ap's benefits differ" "$(diff "$WORK/one" "$WORK/three" | sed -n 's/^[<>] //p' | cut -f 2 | sort -u)" ap-benefit
is "and not what is undiscounted" "$(diff "$WORK/one" "$WORK/three" | sed -n 's/^[<>] //p' | cut -f 1,3 |
	grep -cE 'benefit	(gross|net_of|spend|pv_costs)')" 0
is "fiscal benefits of the second year are worth 1/1.03" "$(query "
	select round((present / value)::numeric, 9) from mart.benefit_flow
	where (analysis, flow, period) = ('ap-benefit', 'fiscal', 1)")" 0.970873786
is "both editions can be seen" "$(query "select distinct edition from mart.analysis_reference
	where reference = 'discount' and analysis like '%-benefit' order by 1")" \
	"$(printf 'Green Book 2022\nReview 2026')"

# A figure that is given twice is refused, alone.
sed -n 's/^DEMO-1,/DEMO-1b,/p' "$WORK/night/figures/unit_cost.csv" >"$WORK/again"
cat "$WORK/again" >>"$WORK/night/figures/unit_cost.csv"
ok "a figure counted twice is taken in" ontrack schema --apply
exits "and turns the night red" 65 ontrack run
is "its analyses have failed" "$(query "select analysis from mart.analysis where state = 'failed' order by 1")" \
	"$(printf 'ap-benefit\neip-benefit\nwbl-benefit')"
results "$WORK/four" "analysis not like '%-benefit'"
grep -v -- '-benefit' "$WORK/three" >"$WORK/others"
same "the others stand" "$WORK/four" "$WORK/others"
like "the page says so" "$(cat "$page")" 'It could not be estimated tonight'
exits "the next run tries again, and is red too" 65 ontrack run
sed -i '/^DEMO-1b,/d' "$WORK/night/figures/unit_cost.csv"
ontrack schema --apply
ok "until it is mended" ontrack run
results "$WORK/five"
same "and all is there again" "$WORK/five" "$WORK/three"

# A file of figures that is none is refused with its line.
printf 'ap,engaged,deadweight,much,,,x,y\n' >>"$WORK/night/figures/assumption.csv"
exits "a figure that is no number" 78 ontrack schema --apply
like "is named by its line" "$(ontrack schema --apply 2>&1)" "assumption.csv', line 34"
unlike "and not by what stands there" "$(ontrack schema --apply 2>&1)" 'much'
sed -i '$d' "$WORK/night/figures/assumption.csv"
printf 'ap,completed,deadweight,1.5,,,x,y\n' >>"$WORK/night/figures/assumption.csv"
like "a share above 1 by its rule" "$(ontrack schema --apply 2>&1)" "constraint 'assumption_share'"
sed -i '$d' "$WORK/night/figures/assumption.csv"
touch "$WORK/night/figures/prices.csv"
like "a file that is no figures" "$(ontrack schema --apply 2>&1)" 'is no file of figures'

# After loads that no night has analysed nothing is made again from mart.
query "update ops.mart set basis = regexp_replace(basis, '^(\S+) \S+', '\1 other')"
exits "loads that mart has not seen" 65 ontrack appraise ap-ladder

done_testing
