#!/bin/bash
# quality.html: how the night went and how good the data are, from published tables that are known: what the page
# says, that it is whole and needs nothing but itself, and the same figures as CSV.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

fresh_database || skip_all "no PostgreSQL server"
ok "a database" "$BUILD/ontrack" schema --apply
psql -X -q -v ON_ERROR_STOP=1 <<'SQL' || fail "tables can be published"
\i sql/publish/020_tables.sql
\i sql/publish/040_quality_tables.sql
\i sql/publish/050_contract_tables.sql
\i sql/publish/060_value_tables.sql
\i sql/publish/090_rights.sql
insert into publish.edition values ('2025-10-31', 10, 'Internal: not for publication', 0.035);
SQL

report() {
	"$BUILD/report" --output "$WORK/$1" && tr -s ' \n' ' ' <"$WORK/$1/quality.html" | sed 's/<\/[tuo][rl]>/&\n/g' >"$WORK/$1.text"
}
# well_formed FILE: what xmllint has against it, but for names of elements: it knows those of HTML 4 only
well_formed() {
	xmllint --html --noout "$1" 2>&1 | grep ' error : ' | grep -vE 'Tag [a-z]+ invalid'
}

# Before a night has anything to say
ok "a page is written where nothing is known yet" report empty
like "the verdict is not made up" "$(cat "$WORK/empty.text")" 'The night has no verdict yet'
like "nor a history" "$(cat "$WORK/empty.text")" 'No month has been kept yet'
like "nor a finding" "$(cat "$WORK/empty.text")" 'Most frequent finding:</strong> none'
is "it is well formed" "$(well_formed "$WORK/empty/quality.html")" ""

psql -X -q -v ON_ERROR_STOP=1 <<'SQL' || fail "rows can be published"
insert into ops.run (night, verdict, ended_at) values ('2025-10-30', 'clean', now()), ('2025-10-31', 'held', now());
insert into publish.programme values ('ap', 1, 'Alternative provision', 'were in school', 'In school at exit.', 2024),
    ('eip', 2, 'Early intervention', 'were in work', 'In work.', null), ('wbl', 3, 'Work-based learning', 'achieved', 'An aim.', null);
insert into publish.night_change values (1, 'applied', 'Units applied', 'deliveries', '12', '10', '2'),
    (2, 'held', 'Units held', 'deliveries', '2', '0', '2'), (3, 'failed', 'Units failed', 'deliveries', '0', '0', '0'),
    (4, 'not_attempted', 'Units not attempted', 'deliveries', '0', '0', '0'),
    (11, 'rejected', 'Records rejected', 'records', 'c', '1234', 'c');
insert into publish.unapplied values ('ilr', 'person', 'A', 'Alder <b>House</b>', 'held', 'gate reject-share', 2);
insert into publish.completeness values
    (1, 'Alternative provision', 'ap', '*', 'All providers', '80', '40', '60', '45', '60', '50', '25', '20', '10', '60000.00', '30000.00', '0.5000'),
    (2, 'Alternative provision', 'ap', 'A', 'Alder <b>House</b>', 'c', 'c', 'c', 'c', 'c', 'c', 'c', 'c', 'c', '20000.00', 'c', 'c'),
    (3, 'Early intervention', 'eip', '*', 'All providers', '80', '40', '60', '45', '60', '50', '25', '20', '10', '60000.00', 'c', 'c'),
    (4, 'Work-based learning', 'wbl', '*', 'All providers', 'x', 'x', '60', '45', '60', '50', '25', '20', '10', 'x', 'x', 'x');
insert into publish.quality_provider values
    (2, 'B', 'Birch, House', '0.9120', '0.90', '912', '0', '0', '40', '48', '1000', '77', '20', 0, 0),
    (1, 'A', 'Alder <b>House</b>', '0.4560', 'x', '456', '0', '24', '20', '500', '1000', '0', '0', 2, 0),
    (3, 'C', 'Cedar', 'c', 'c', 'c', '0', '0', '0', 'c', 'c', '0', '0', 0, 0);
insert into publish.quality values
    ('referral', 'A', 'Alder <b>House</b>', 'decision', '0.2500', '25', '0', '0', '0', '75', '100', '40', '0'),
    ('referral', 'A', 'Alder <b>House</b>', 'hospital_date', '0.0000', '0', '0', '0', '0', '100', '100', '0', '0'),
    ('referral', 'A', 'Alder <b>House</b>', 'source', '1.0000', '100', '0', '0', '0', '0', '100', '0', '0');
insert into publish.quality
select 'person', 'B', 'Birch, House', 'f' || n, (n * 0.04)::text, n * 4, '0', '0', '0', 100 - n * 4, '100', '0', '0'
from generate_series(1, 24) n;
insert into publish.rule
select n, 'referral', 'R-' || n, case when n = 1 then 'decision' end, 'no', 'message ' || n, 'guidance ' || n,
       case when n < 3 then (40 - n)::text else 'c' end, '2, 1 shared'
from generate_series(1, 17) n;
insert into publish.timeliness values
    (1, 'mhsds', 'A', 'Alder <b>House</b>', '2025-07', '2025-08-30', '2025-09-30', '31', '12'),
    (2, 'mhsds', 'B', 'Birch, House', '2025-09', '2025-10-30', '2025-11-30', '0', '4'),
    (3, 'cost', 'B', 'Birch, House', 'z', '2025-10-30', 'z', 'z', 'c');
insert into publish.history
select m, p, n, case when m = '2025-03-01' then 'c' else '0.' || 60 + extract(month from m) end, '0.50', 'x'
from generate_series(date '2024-10-01', date '2025-10-01', interval '1 month') m,
     (values ('A', 'Alder "O''Neill" House'), ('B', 'Birch, House')) p (p, n)
where p = 'B' or m > '2025-06-01';
SQL
ok "a page of a night that is held" report page
page=$WORK/page/quality.html
text=$(cat "$WORK/page.text")
like "it begins with the verdict, exit code and units" "$text" \
	'The night of 2025-10-31: held</strong> \(exit code 65\)\. Units: 12 applied, 2 held, 0 failed, 0 not attempted\.'
like "with what to do" "$text" '<code>ontrack status</code> says what to do\. The night before, 2025-10-30: clean'
like "the spend that good data cover" "$text" \
	'Spend covered by good data:</strong> Alternative provision 50%, Early intervention suppressed, Work-based learning not collected\.'
like "the worst provider" "$text" 'Lowest pass rate:</strong> Alder &lt;b&gt;House&lt;/b&gt;, 46%'
like "the most frequent finding" "$text" 'finding:</strong> message 1 \(rule R-1, feed referral\), in 39 records'
like "who is late" "$text" 'Late:</strong> 1 of the 2 deliveries that are expected by a set day; the latest is Alder &lt;b&gt;House&lt;/b&gt;, by 31 days'
like "what is not applied" "$text" 'Alder &lt;b&gt;House&lt;/b&gt;</th><td>ilr</td><td>person</td><td>held</td><td>gate reject-share</td>'
like "a change, and what is hidden of one" "$text" \
	'Records rejected</th><td class="number"><abbr title="confidential: suppressed">c</abbr></td><td class="number">1,234</td><td class="number"><abbr'
like "a part with its share of the whole" "$text" '>45 \(75%\)</td><td class="number">60 \(100%\)</td><td class="number">25 \(50%\)'
like "not applicable and error stand beside the pass rate" "$text" \
	'Birch, House</th><td class="number">91%</td><td class="number">90%</td><td class="number">1,000</td>.*<td class="number">77</td><td class="number">20</td>'
is "a provider whose rate is hidden is not the worst" \
	"$(grep -oE '<th scope="row">(Cedar|Birch, House)</th><td class="number">(91%|<abbr)' <<<"$text" | grep -oE 'Cedar|Birch' | paste -sd ' ')" "Birch Cedar"
is "fifteen fields, the worst first" "$(grep -oE '<td>f[0-9]+</td><td class="number">[0-9]+%' <<<"$text" | head -n 2 | paste -sd ' ') $(grep -cE '<td>(person|referral)</td><td>(f[0-9]+|decision)</td>' <<<"$text")" \
	'<td>f1</td><td class="number">4% <td>f2</td><td class="number">8% 15'
like "fields that are never filled are counted" "$text" 'Fields that a provider never fills: 1\.'
is "fifteen rules" "$(grep -c '<th scope="row" class="broad">' <<<"$text")" 15
like "and where the others are" "$text" 'The first 15 of 17 rows; all are in rules.csv'
like "thirteen months" "$text" '<th scope="col" class="number">Oct 24</th> .*<th scope="col" class="number">Oct 25</th>'
like "of which some were not kept" "$text" 'Alder &quot;O&#39;Neill&quot; House</th> (<td class="number"><abbr title="not collected">x</abbr></td>){9}<td class="number">67%'
is "one drawing, with a title and a description" \
	"$(grep -c '<svg ' "$page") $(grep -c '<title id="' "$page") $(grep -c '<desc id="' "$page")" "1 1 1"
like "which says what it shows" "$text" '<desc id="history-d">.*Alder &quot;O&#39;Neill&quot; House: 67% to 70%\. Birch, House: 70% to 70%'

is "it is well formed" "$(well_formed "$page")" ""
is "no id twice" "$(grep -oE "id=[\"'][^\"']+" "$page" | tr -d "\"'" | sort | uniq -d)" ""
is "every reference has its target" "$(grep -oE "href=[\"']#[^\"']+" "$page" | sed -E "s/.*#//" | sort -u |
	while read -r id; do grep -qE "id=[\"']${id}[\"']" "$page" || echo "$id"; done)" ""
is "the two pages lead to one another" \
	"$(grep -c 'href="index.html"' "$page") $(grep -c 'href="quality.html"' "$WORK/page/index.html")" "1 1"
is "every table has a caption" "$(grep -o '<caption' "$page" | wc -l)" "$(grep -o '<table>' "$page" | wc -l)"
is "every heading of a table says what of" "$(grep -oE '<th( [^>]*)?>' "$page" | grep -cv 'scope=')" 0
is "one heading above eight" "$(grep -c '<h1>' "$page") $(grep -c '<h2>' "$page") $(grep -c '<h[3-6]' "$page")" "1 8 0"
unlike "nothing comes from elsewhere" "$(grep -v 'xmlns' "$page")" '(https?:|src=|@import|url\([^#]|<script)'
is "it is headed" "$(grep -c 'class="notice">Internal: not for publication<' "$page")" 1

is "a row of each table as CSV" "$(cd "$WORK/page" && grep -h '^11,rejected\|^1,A,Alder.*0.4560\|^1,Alternative.*\*\|hospital\|^17,\|^3,cost,\|^2025-03-01,B' night.csv \
	completeness.csv providers.csv quality.csv rules.csv timeliness.csv history.csv)" "$(cat <<'CSV'
11,rejected,Records rejected,records,c,1234,c
1,Alternative provision,ap,*,All providers,80,40,60,45,60,50,25,20,10,60000.00,30000.00,0.5000
1,A,Alder <b>House</b>,0.4560,x,456,0,24,20,500,1000,0,0,2,0
referral,A,Alder <b>House</b>,hospital_date,0.0000,0,0,0,0,100,100,0,0
17,referral,R-17,,no,message 17,guidance 17,c,"2, 1 shared"
3,cost,B,"Birch, House",z,2025-10-30,z,z,c
2025-03-01,B,"Birch, House",c,0.50,x
CSV
)"
ok "it is written again" report again
is "and is the same to the byte" "$(diff -r "$WORK/page" "$WORK/again")" ""
done_testing
