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
insert into publish.comparison (programme, provider, name, reference, n, n_reference, delta_cost, cost_lower, cost_upper,
    delta_effect, effect_lower, effect_upper, quadrant, set_type, replicates) values
    ('ap', 'C', 'Cedar', 'Alder', 30, 71, 100, 90, 110, 0.05, -0.1, 0.2, 'ne', 'complement', 2500);
SQL

ok "the report is written" "$report" --output "$WORK/report"
page=$WORK/report/index.html
html=$(cat "$page")
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
unlike "no name becomes markup" "$html" '<script'
like "but stays text" "$html" 'Alder &lt;script&gt;alert\(1\)&lt;/script&gt; &quot;House&quot;'
unlike "nothing comes from elsewhere" "$(grep -v 'xmlns' "$page")" '(https?:|src=|@import|url\([^#])'
unlike "no cost stands without its interval" "$html" '>£18,784<'
is "a chart for costs, a plane, one between programmes; none of a ladder with one rung" \
	"$(grep -c '<svg ' "$page")" 3
is "every chart has a title and a description" "$(grep -c '<title id="' "$page") $(grep -c '<desc id="' "$page")" "3 3"
is "no id twice" "$(grep -oE "id=[\"'][^\"']+" "$page" | tr -d "\"'" | sort | uniq -d)" ""
is "every reference has its target" "$(grep -oE "href=[\"']#[^\"']+" "$page" | sed -E "s/.*#//" | sort -u |
	while read -r id; do grep -qE "id=[\"']${id}[\"']" "$page" || echo "$id"; done)" ""
is "every table has a caption" "$(grep -c '<caption' "$page")" "$(grep -c '<table>' "$page")"

for file in "$WORK"/report/*.csv; do
	is "${file##*/} is headed" "$(head -n 1 "$file")" "Internal: not for publication (as of 2025-10-31)"
done
is "there are fourteen tables" "$(find "$WORK/report" -name '*.csv' | wc -l)" 14
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
