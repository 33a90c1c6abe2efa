#!/bin/bash
# report.sh: the commissioner's page from published tables that are known: what it says, what it
# hides, that it needs nothing but itself and is the same twice.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

fresh_database || skip_all "no PostgreSQL server"
report=$BUILD/report
ok "a database" "$BUILD/ontrack" schema --apply
exits "before the first night there is nothing to report" 66 "$report" --output "$WORK/none"
psql -X -q -v ON_ERROR_STOP=1 <<'SQL' || fail "the published tables can be made"
\i sql/publish/020_tables.sql
\i sql/publish/050_contract_tables.sql
\i sql/publish/060_value_tables.sql
\i sql/publish/040_quality_tables.sql
\i sql/publish/090_rights.sql
SQL
exits "tables without rows are nothing to report" 66 "$report" --output "$WORK/none"

psql -X -q -v ON_ERROR_STOP=1 <<'SQL' || fail "rows can be published"
insert into publish.edition values ('2025-10-31', 10, 'Internal: not for publication', 0.035);
insert into publish.programme values
    ('ap', 1, 'Alternative provision', 'were in school', 'In school at exit.', 2024),
    ('wbl', 3, 'Work-based learning', 'achieved an aim', 'An aim achieved.', null);
insert into publish.provider values ('ap', 'A', 'Alder <script>alert(1)</script> "House"', 'North'),
    ('ap', 'B', 'Birch, House', null), ('ap', '*', 'All providers', null), ('wbl', '*', 'All providers', null);
insert into publish.indicator values ('starts', 3, 'Started', 'persons', 'Starters', null, 'placement', 'None');
insert into publish.measure values
    ('ap', 'A', 'starts', 71, null), ('ap', 'B', 'starts', null, 'c'), ('ap', '*', 'starts', 98, null),
    ('ap', 'A', 'attendance_before', 0.4694, null), ('ap', 'A', 'attendance_after', 0.7048, null),
    ('ap', 'A', 'attendance_change', 0.2354, null), ('ap', '*', 'attendance_before', 0.41, null),
    ('ap', 'A', 'spend', 845292.72, null), ('ap', 'A', 'outcomes', 45, null),
    ('wbl', '*', 'starts', 40, null), ('wbl', '*', 'spend', null, 'x'), ('wbl', '*', 'outcomes', 20, null);
insert into publish.cost_per_outcome values
    ('ap', 'A', 'Alder <script>alert(1)</script> "House"', 71, 45, 845292.72, 18784.28, 15902.75, 22941.16, 'interval', 15948.92, 22845.75, null),
    ('ap', 'B', 'Birch, House', null, null, null, null, null, null, null, null, null, 'c'),
    ('ap', '*', 'All providers', 98, 60, 1117236.60, 18620.61, 16828.16, 20809.30, 'interval', 16830.10, 20782.58, null),
    ('wbl', '*', 'All providers', null, null, null, null, null, null, null, null, null, 'x');
insert into publish.ladder values
    ('ap', 'A', 'Alder <script>alert(1)</script> "House"', 11905.53, 0.6338, null, null, null, null, null),
    ('ap', 'B', 'Birch, House', null, null, null, null, null, null, 'c'),
    ('*', 'ap', 'Alternative provision', 11034, 0.59, null, null, null, 'ND', null),
    ('*', 'wbl', 'Work-based learning', 12000, 0.69, 966, 0.1, 9660, 'ND', null);
insert into publish.comparison (programme, provider, name, reference, symbol) values
    ('ap', 'B', 'Birch, House', 'Alder', 'c');
insert into publish.rate (programme, provider, name, n, outcomes, share, lower, upper, target, inner_lower, inner_upper,
    outer_lower, outer_upper, label, phi, adjusted, adjusted_lower, adjusted_upper, symbol) values
    ('ap', 'A', 'Alder', 71, 45, .6338, .5176, .7363, .61, .5, .72, .43, .79, 'within', .8, .62, .5, .75, null),
    ('ap', 'B', 'Birch, House', null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, 'c'),
    ('ap', 'D', 'Dogwood', 60, 15, .25, .16, .37, .61, .48, .74, .41, .81, 'below_outer', .8, .26, .15, .4, null),
    ('ap', 'E', 'Elder', 5, 5, 1, .57, 1, .61, .2, 1, 0, 1, null, .8, 1, .3, 2, null),
    ('ap', '*', 'All providers', 98, 60, .6122, .5134, .7027, null, null, null, null, null, null, null, null, null, null, null);
insert into publish.acceptability (programme, lambda, provider, name, p_best, ceaf, eib, evpi, replicates) values
    ('ap', 0, 'A', 'Alder', .9, .9, 10, 1, 2500), ('ap', 10000, 'A', 'Alder', .4, null, 5, 30, 2500),
    ('ap', 0, 'E', 'Elder', .1, null, 0, 1, 2500), ('ap', 10000, 'E', 'Elder', .6, .6, 20, 30, 2500),
    ('ap', 20000, 'A', 'Alder', .7, .7, 5, 30, 2500), ('ap', 20000, 'E', 'Elder', .3, null, 0, 30, 2500);
insert into publish.cost_per_outcome values
    ('ap', 'E', 'Elder', 5, 5, 5000, 1000, 900, 1100, 'interval', 900, 1100, null);
insert into publish.reference values
    ('ap-acceptability', 'threshold', '10000 pounds an outcome', '10000', 'ours', 'the board'),
    ('ap-acceptability', 'threshold', '20000 pounds an outcome', '20000', 'ours', 'the board'),
    ('wbl-benefit', 'unit_cost', '<b>', '5', 'ours', 'the board'), ('ap-benefit', 'unit_cost', '<b>', '5', 'ours', 'the board');
insert into publish.appraisal values ('ap', 2024, 3, 'green-book-2022', 'the council', 2, 'ours', 'the board');
insert into publish.benefit (programme, measure, outcome, agency, category, value, symbol) values
    ('ap', 'base_year', null, null, null, 2024, null), ('ap', 'gross', null, null, null, 2000000, null),
    ('ap', 'net_of_deadweight', null, null, null, 1500000, null), ('ap', 'pv_benefits', null, null, null, 1400000, null),
    ('ap', 'pv_benefits', null, 'HM Treasury', 'fiscal', 900000, null), ('ap', 'pv_benefits', null, 'Young people', 'economic', 500000, null),
    ('ap', 'pv_costs', null, null, null, 1117236.60, null), ('ap', 'npsv', null, null, null, 282763.40, null),
    ('ap', 'npsv_lower', null, null, null, -50000, null), ('ap', 'npsv_upper', null, null, null, 600000, null),
    ('ap', 'bcr', null, null, null, 1.2531, null), ('ap', 'fiscal_roi', null, null, null, .8056, null),
    ('ap', 'cashable_roi', null, null, null, .4, null), ('ap', 'chance', null, null, null, .92, null),
    ('ap', 'chance_se', null, null, null, .0027, null), ('ap', 'payback_year', null, null, null, null, 'z'),
    ('ap', 'not_valued', 'completed', null, 'social', 57, null);
insert into publish.analysis select 'wbl-benefit', 'wbl', 'Worth', 'how', 'none', 'all', 'all', 'a year', '2024', null, 1, 'benefit', '0.1', '2025-10-31', 'missing';
insert into publish.missing values ('wbl-benefit', 1, 'a price <index>', 'a row in deflator.csv');
insert into publish.comparison (programme, provider, name, reference, n, n_reference, delta_cost, cost_lower, cost_upper,
    delta_effect, effect_lower, effect_upper, quadrant, set_type, replicates) values
    ('ap', 'C', 'Cedar', 'Alder', 30, 71, 100, 90, 110, 0.05, -0.1, 0.2, 'ne', 'complement', 2500);
SQL

ok "the report is written" "$report" --output "$WORK/report"
page=$WORK/report/index.html
html=$(cat "$page")
flat=$(tr -d "\n" <"$page")
is "the page is headed" "$(grep -c 'class="notice">Internal: not for publication<' "$page")" 1
like "it has the date of the edition" "$html" 'As of 31 October 2025'
like "a section has an active title" "$html" '<h2>Alternative provision: an outcome cost between £16,800 and £20,800</h2>'
like "and says on how many it stands" "$html" 'Between £16,800 and £20,800 per outcome \(95% interval\), based on 98 young people'
like "and what came of it" "$html" '61% \(60 of 98\) were in school'
like "what is not collected is said" "$html" '<h2>Work-based learning: cost per outcome is not collected</h2>'
like "and listed" "$html" 'Not collected:</strong> .*Work-based learning: .*spend'
like "a hidden provider has its symbol" "$html" 'Birch, House</th>.*<abbr title="confidential: suppressed">c</abbr>'
like "a hidden comparison says so" "$html" 'Birch, House compared with Alder: suppressed'
like "one that can't be told from another too" "$html" 'Cedar compared with Alder: the data cannot rule out that it is no more effective'
like "how sure a chance is follows from the replicates" "$html" '2,500 bootstrap replicates, &plusmn;2.0 percentage points'
like "the rate of capital is that of the edition" "$html" 'at 3\.5% a year'
like "programmes are set against one another" "$html" '<h2>Between programmes'
like "a sentence has its prices" "$html" 'based on 98 young people, in prices of 2024/25'
like "a share stands with its interval and verdict" "$html" \
	'Dogwood</th><td class="number">60</td><td class="number">15</td><td>25% \(16% to 37%\)</td><td>26% .*different from expected'
like "one of too few is not judged" "$html" 'Elder</th>.*too few to judge'
like "a funnel says what it separates" "$html" '1 of 2 providers is different from expected \(beyond the 99.8% limits\)'
like "at a threshold a provider is the best buy" "$html" \
	'At £20,000 for one more outcome it is likely that Alder is the best buy \(70%, ±1.8 points of simulation error\), based on its 71 young people'
like "with its source" "$html" 'the value is from: the board'
like "but not one of five young people" "$html" 'At £10,000 for one more outcome no provider can be called the best buy'
like "benefits stand by agency, in all and for each" "$flat" \
	'HM Treasury \(fiscal\)</th><td class="number">£900,000</td>'
like "and by the pound" "$flat" 'Public value for each £1</th><td class="number">£1.25</td>'
like "with interval, chance, number and prices" "$html" \
	'between −£50,000 and £600,000 .* very likely that benefits exceed costs \(92%, ±0.5 points of simulation error\). Based on 98 young people, in prices of 2024/25'
like "payback that never comes is said" "$flat" 'repaid the costs</th><td class="number">not within the horizon'
like "what nobody has priced stands beside the money" "$html" 'no less worth:</strong> 57 young people completed'
like "what is missing is named, and how to give it" "$html" 'a price &lt;index&gt;. To give it: a row in deflator.csv'
unlike "nothing is due to a programme below the evidence for it" "$(sed 's/no figure here says what it caused//' "$page")" \
	'(because of|caused|saves|saving)'
is "a figure that two analyses rest on stands once" "$(grep -c '<th scope="row">unit_cost' "$page")" 1
unlike "no name becomes markup" "$html" '<script'
like "but stays text" "$html" 'Alder &lt;script&gt;alert\(1\)&lt;/script&gt; &quot;House&quot;'
unlike "nothing comes from elsewhere" "$(grep -v 'xmlns' "$page")" '(https?:|src=|@import|url\([^#])'
unlike "no cost stands without its interval" "$html" '>£18,784<'
is "charts for costs, rates, a plane, acceptability, benefits, and between programmes; none of a ladder with one rung" \
	"$(grep -c '<svg ' "$page")" 6
is "every chart has a title and a description" "$(grep -c '<title id="' "$page") $(grep -c '<desc id="' "$page")" "6 6"
is "no id twice" "$(grep -oE "id=[\"'][^\"']+" "$page" | tr -d "\"'" | sort | uniq -d)" ""
is "every reference has its target" "$(grep -oE "href=[\"']#[^\"']+" "$page" | sed -E "s/.*#//" | sort -u |
	while read -r id; do grep -qE "id=[\"']${id}[\"']" "$page" || echo "$id"; done)" ""
is "every table has a caption" "$(grep -c '<caption' "$page")" "$(grep -c '<table>' "$page")"

for file in "$WORK"/report/*.csv; do
	is "${file##*/} is headed" "$(head -n 1 "$file")" "Internal: not for publication (as of 2025-10-31)"
done
is "there are twenty-six tables" "$(find "$WORK/report" -maxdepth 1 -name '*.csv' | wc -l)" 26
ok "no contract, no folder of contract reports" test ! -e "$WORK/report/contract"
is "a row of CSV" "$(grep '^ap,A' "$WORK/report/cost_per_outcome.csv")" \
	'ap,A,"Alder <script>alert(1)</script> ""House""",71,45,845292.72,18784.28,15902.75,22941.16,interval,15948.92,22845.75,'
is "a hidden row is all symbols" "$(grep '^ap,B' "$WORK/report/cost_per_outcome.csv")" \
	'ap,B,"Birch, House",c,c,c,c,c,c,c,c,c,c'
is "nobody else may read it" "$(find "$WORK/report" -type f -perm /077)" ""

ok "it is written again" "$report" --output "$WORK/again"
is "and is the same to the byte" "$(diff -r "$WORK/report" "$WORK/again")" ""
cp "$page" "$WORK/before"
exits "a database that cannot be reached" 69 env PGHOST=/nonexistent "$report" --output "$WORK/report"
same "leaves the old page" "$page" "$WORK/before"

# Contract reports: A has figures and targets of every light, B/../x nothing that may be shown.
psql -X -q -v ON_ERROR_STOP=1 <<'SQL' || fail "contracts can be published"
insert into publish.contract values ('ap', 'A', 'Alder & House', 'Alternative provision', 1, '2025-10-01', 'October 2025'),
    ('ap', 'B/../x', 'Birch House', 'Alternative provision', 1, '2025-10-01', 'October 2025');
insert into publish.contract_period values ('ap', 'all', null, 'Up to tonight'), ('ap', 'year', '2024-09-01', '2024/25'),
    ('ap', 'term', '2024-09-02', 'Autumn term 2024'), ('ap', 'month', '2025-09-01', 'Sep 2025'), ('ap', 'month', '2025-10-01', 'Oct 2025');
insert into publish.contract_indicator
select code, position, label, kind, unit, better, 'What ' || label || ' is', 'N', nullif(kind, 'count'), 'S', 'E'
from (values ('started', 1, 'Started', 'count', 'persons', null), ('completion', 2, 'Completion', 'share', 'share', 'higher'),
    ('wait', 3, 'Days waited', 'median', 'days', 'lower'), ('late', 4, 'Late', 'ratio', 'share', 'lower'),
    ('unused', 5, 'Never shown', 'share', 'share', null)) i (code, position, label, kind, unit, better);
insert into publish.contract_value values
    ('ap', 'A', 'started', 'all', null, 'Up to tonight', null, 1071, null, null, null),
    ('ap', 'A', 'started', 'month', '2025-10-01', 'Oct 2025', null, 12, null, null, null),
    ('ap', 'A', 'started', 'month', '2025-09-01', 'Sep 2025', null, null, null, null, 'c'),
    ('ap', 'A', 'completion', 'all', null, 'Up to tonight', 70, 0.6286, 0.5120, 0.7324, null),
    ('ap', 'A', 'completion', 'term', '2024-09-02', 'Autumn term 2024', 32, 0.6875, 0.5, 0.8, null),
    ('ap', 'A', 'wait', 'year', '2024-09-01', '2024/25', 71, 20.5, null, null, null),
    ('ap', 'A', 'late', 'all', null, 'Up to tonight', null, null, null, null, 'x'),
    ('ap', 'B/../x', 'started', 'all', null, 'Up to tonight', null, null, null, null, 'c'),
    ('ap', 'B/../x', 'wait', 'all', null, 'Up to tonight', null, null, null, null, 'z');
insert into publish.contract_target values
    ('ap', 'A', 'completion', '2024-09-01', '2025-08-31', 0.7, 0.6, 0.63, 'amber', null),
    ('ap', 'A', 'wait', '2024-09-01', '2025-08-31', 20, 22, 23, 'red', null),
    ('ap', 'A', 'started', '2024-09-01', '2025-08-31', 60, null, 71, 'green', null),
    ('ap', 'A', 'late', '2024-09-01', '2025-08-31', 0.1, null, null, null, 'x');
SQL
ok "contract reports are written" "$report" --output "$WORK/contracts"
is "a page and two tables a provider, and the list" "$(cd "$WORK/contracts/contract" && find . -type f | LC_ALL=C sort | paste -sd ' ')" \
	"./A-2025-10-targets.csv ./A-2025-10.csv ./A-2025-10.html ./B____x-2025-10-targets.csv ./B____x-2025-10.csv ./B____x-2025-10.html ./index.html"
contract=$(tr -d '\n' <"$WORK/contracts/contract/A-2025-10.html")
like "a contract report says whose it is and of when" "$contract" '<h1>Alder &amp; House: contract report, October 2025</h1>'
like "a light has a word" "$contract" 'at least 70%</td><td class="number">at least 60%</td><td class="number">63%</td><td><span class="light amber">[^ ]* Nearly<'
like "less is better where it is" "$contract" 'at most 20</td><td class="number">at most 22</td><td class="number">23</td><td><span class="light red">[^ ]* Not reached<'
like "days are whole, a half rounded up" "$contract" 'Days waited</th><td class="number"></td><td class="number">21<br>'
like "reached" "$contract" '>71</td><td><span class="light green">[^ ]* Reached<'
like "what is not collected has no light" "$contract" 'not collected">x</abbr></td><td><span class="light">[^ ]* Not to be judged<'
like "a share stands with what it is of, and its interval" "$contract" '>63%<br><span class="small">of 70</span><br><span class="small">51% to 73%</span></td>'
like "a term too" "$contract" 'Completion</th><td class="number">69%<br><span class="small">of 32</span></td>'
like "months, hidden ones by their symbol" "$contract" 'Started</th><td class="number"><abbr title="confidential: suppressed">c</abbr></td><td class="number">12</td>'
like "what is not collected is named" "$contract" 'Not collected from this provider:</strong> Late\.'
like "figures that are shown are defined" "$contract" 'What Completion is'
unlike "others are not" "$contract" 'Never shown'
like "the list counts the lights" "$(tr -d '\n' <"$WORK/contracts/contract/index.html")" \
	'A-2025-10.html">Alder &amp; House</a></th><td>Alternative provision</td><td class="number">1</td><td class="number">1</td><td class="number">1</td><td class="number">1</td>'
like "a provider of whom nothing may be shown is told so" "$(cat "$WORK/contracts/contract/B____x-2025-10.html")" 'Suppressed in every period:</strong> Started\.'
is "the tables hold that provider alone" "$(cut -d , -f 2 "$WORK/contracts/contract/A-2025-10.csv" | sed 1,2d | sort -u)" A
is "every table of it has a caption" "$(grep -o '<caption' <<<"$contract" | wc -l)" "$(grep -o '<table>' <<<"$contract" | wc -l)"

query "create role reader_$$ login; grant ontrack_commissioner to reader_$$"
export PGOPTIONS="-c role=reader_$$"
ok "a commissioner's account will do" "$report" --output "$WORK/reader"
export PGOPTIONS=
query "revoke ontrack_commissioner from reader_$$"
export PGOPTIONS="-c role=reader_$$"
exits "another's will not" 77 "$report" --output "$WORK/other"
export PGOPTIONS=
query "drop role reader_$$"

exits "no folder is named" 64 "$report"
exits "a folder that cannot be made" 73 "$report" --output "$WORK/no/such/folder"
exits "--help" 0 "$report" --help
exits "a full disk under --help" 74 sh -c "'$report' --help >/dev/full"
done_testing
