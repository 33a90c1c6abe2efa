#!/bin/bash
# extract of what spreadsheets do to values: dates as numbers, identifiers as numbers, and what is said
# of those that cannot be mended.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/stage/extract_common.sh
. tests/stage/extract_common.sh

# Every serial number after the false leap day, against PostgreSQL's own sums.
source_file serial '{"fields": {"date": {"path": "Serial", "date": ["DD/MM/YYYY", "excel"]}}}'
source_file mac '{"fields": {"date": {"path": "Serial", "date": "excel-1904"}}}'
if fresh_database; then
	for system in serial mac; do
		start="date '1899-12-30' + n" range='61, 73050'
		[ $system = serial ] || start="date '1904-01-01' + n" range='1, 71588'
		query "select n from generate_series($range) n" >"$WORK/numbers"
		query "select $start from generate_series($range) n" >"$WORK/dates"
		{ echo Serial; cat "$WORK/numbers"; } >"$WORK/serial.csv"
		extract $system "$WORK/serial.csv"
		sed '1d;$d' "$WORK/out" | cut -f2 >"$WORK/got"
		same "$(wc -l <"$WORK/dates") serial numbers ($system) are PostgreSQL's dates" "$WORK/got" "$WORK/dates"
	done
else
	skip "every serial number" "no PostgreSQL server"
fi
printf 'Serial\n1\n59\n60\n01/03/2024\n45352.5\n73051\n45352\n' >"$WORK/serial.csv"
printf '%s\n' 1900-01-01 1900-02-28 '!date-format!60' 2024-03-01 2024-03-01 '!date-format!73051' 2024-03-01 \
	>"$WORK/expected"
extract serial "$WORK/serial.csv"
sed '1d;$d' "$WORK/out" | cut -f2 | tr '\032' '!' >"$WORK/got"
same "by hand, mixed with written dates" "$WORK/got" "$WORK/expected"
is "is told in one line" "$(wc -l <"$WORK/err")" 1
like "with how many, where, and what to do" "$(cat "$WORK/err")" \
	"^extract: warning: '.*serial.csv', field 'date' from 'Serial': 2 x date-format, the first in row 4: not a date .* correct them"

# Identifiers.
source_file ids '{"fields": {
  "uln": {"path": "ULN", "zeros": 10}, "nhs": {"path": ["NHS", "NHS number"], "digits": true},
  "team": {"path": "Code", "split": {"at": "/", "part": 2}, "map": {"01": "one", "02": "two"}},
  "worker": {"path": "Code", "split": {"at": "/", "part": -1}, "zeros": 3}}}'
cat >"$WORK/ids.csv" <<'END'
ULN,NHS number,Code
90000001,999 000 0018,R/01/7
9000000012,9.99E+09,R/02/1234
1.23457E+11,9990000026,R/03/8
1.23457E+11,"9,99E+09",R
A1,1234567890120000,R/01/
END
printf 'source_row\tuln\tnhs\tteam\tworker
2\t0090000001\t9990000018\tone\t007
3\t9000000012\t!excel-number!9.99E+09\ttwo\t1234
4\t!excel-number!1.23457E+11\t9990000026\t!untranslated!03\t008
5\t!excel-number!1.23457E+11\t!excel-number!9,99E+09\t\\N\tR
6\tA1\t1234567890120000\tone\t\\N\n\\.\n' >"$WORK/expected"
extract ids "$WORK/ids.csv" --journal "$WORK/journal"
tr '\032' '!' <"$WORK/out" >"$WORK/got"
same "zeros put back, parts taken, numbers cut off marked" "$WORK/got" "$WORK/expected"
like "nothing is lost" "$(cat "$WORK/journal")" '"read":5,"accepted":5,"rejected":0'
is "one line for a field and rule" "$(wc -l <"$WORK/err")" 3
like "of an identifier" "$(cat "$WORK/err")" \
	"field 'uln' from 'ULN': 2 x excel-number, the first in row 4: Excel has shown .* format the column as text in the original"
like "of another, by the column that there is" "$(cat "$WORK/err")" \
	"field 'nhs' from 'NHS number': 2 x excel-number, the first in row 3: "
like "of a code" "$(cat "$WORK/err")" "field 'team' from 'Code': 1 x untranslated, the first in row 4: no code that"

# Each other rule has its own words.
source_file others '{"fields": {
  "n": {"path": "N", "number": "1,234.50"}, "b": {"path": "B", "boolean": {"true": ["Y"], "false": ["N"]}},
  "l": {"path": "L", "lookup": {"key": "L", "value": "B"}},
  "j": {"join": [{"path": "L"}, {"path": "N", "date": "D/M/YYYY"}]}}}'
printf 'N,B,L\n12,Y,k\nmany,maybe,k\n3,N,m\n' >"$WORK/others.csv"
extract others "$WORK/others.csv"
for line in "field 'n' from 'N': 1 x number-format, the first in row 3: not a number" \
	"field 'b' from 'B': 1 x boolean-format, the first in row 3: no word" \
	"field 'l' from 'L': 2 x lookup-ambiguous, the first in row 2: found with two" \
	"field 'j' from 'L', 'N': 3 x date-format, the first in row 2: not a date"; do
	like "$line" "$(cat "$WORK/err")" "$line"
done
source_file lines '{"fields": {"id": {"path": "person.id", "zeros": 3}}}' '"format": "ndjson",'
printf '{"person":{"id":"1.5E+11"}}\n[]\n{"person":{"id":7}}\n' >"$WORK/l.ndjson"
extract lines "$WORK/l.ndjson"
like "NDJSON: a path" "$(cat "$WORK/err")" "field 'id' from 'person.id': 1 x excel-number, the first in row 1: "
like "NDJSON: a line that is no object" "$(cat "$WORK/err")" "1 x json-syntax, the first in row 2: "
is "no value of any file was in a message" \
	"$(grep -cE '73051|1\.23457|9[.,]99|1\.5E|maybe|many|999000' "$WORK/said")" 0

# A table in which every value is marked takes no more memory than another.
if sanitized "$SHIPPED/extract"; then
	skip "400,000 marks in 8 MiB" "a sanitizer has memory of its own"
else
	mkfifo "$WORK/pipe"
	"$SHIPPED/extract" "$WORK/ids.json" feed "$WORK/pipe" >"$WORK/out" 2>"$WORK/err" &
	reader=$!
	{
		echo ULN,NHS,Code
		yes 1.23457E+11,9.99E+09,R/77/8 | head -n 400000
		peak "$reader" >"$WORK/peak"
	} >"$WORK/pipe"
	wait "$reader"
	like "400,000 marks" "$(cat "$WORK/err")" "field 'uln' from 'ULN': 400000 x excel-number, the first in row 2: "
	ok "in 8 MiB (it took $(cat "$WORK/peak") KiB)" test "$(cat "$WORK/peak")" -le 8192
fi
done_testing
