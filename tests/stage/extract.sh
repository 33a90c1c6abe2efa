#!/bin/bash
# extract of text formats: what it makes of a delivery, and what it says of one that is not right.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# shellcheck source=tests/stage/extract_common.sh
. tests/stage/extract_common.sh

two='{"fields": {"ref": {"path": "Ref"}, "date": {"path": "Date", "date": "DD/MM/YYYY"}}}'

# Line breaks, rows, quotes.
source_file plain "$two"
printf 'Ref,Date\r\nA1,01/02/2024\r\n\r\n"A\r\n2","02/02/2024"\r\n,\r\nA3,2024\r\n"A""4",' >"$WORK/a.csv"
expected "source_row,ref,date" "2,A1,2024-02-01" '4,A\r\n2,2024-02-02' \
	"6,A3,$(printf '\032date-format\0322024')" '7,A"4,-'
extract plain "$WORK/a.csv" --rejects "$WORK/rejects" --journal "$WORK/journal"
is "CRLF: the exit code" "$code" 0
same "CRLF, a blank row, a row of nothing, a break in a cell, a doubled quote, no last line end" \
	"$WORK/out" "$WORK/expected"
like "the journal" "$(tail -n 1 "$WORK/journal")" \
	'"stage":"extract","feed":"feed","delivery":"a.csv","read":4,"accepted":4,"rejected":0,"warned":0,"rules":\{\}'
like "the journal has the hash" "$(cat "$WORK/journal")" "\"sha256\":\"$(sha256sum <"$WORK/a.csv" | cut -c1-64)\""
is "the rejects are a stream of none" "$(cat "$WORK/rejects")" "$(printf 'source_row\tfield\trule\tseverity\n\\.')"

for break in '\n' '\r' '\r\n'; do
	printf '%b' "Ref,Date${break}A1,01/02/2024${break}A2,${break}" >"$WORK/b.csv"
	expected "source_row,ref,date" "2,A1,2024-02-01" "3,A2,-"
	extract plain "$WORK/b.csv"
	same "line breaks $break" "$WORK/out" "$WORK/expected"
done

# Dialects and encodings.
source_file panel "$two" '"format": "csv", "encoding": "windows-1252", "dialect": {"delimiter": ";", "quote": "'"'"'", "header_row": 3},'
printf 'Panel list;\n;\nDate;Ref\n01/02/2024;Ren\xe9 \x80\xa0\n03/02/2024;'"'a;b'"'\n' >"$WORK/p.csv"
printf 'source_row\tref\tdate\n4\tRené €\t2024-02-01\n5\ta;b\t2024-02-03\n\\.\n' >"$WORK/expected"
extract panel "$WORK/p.csv"
same "semicolons, single quotes, windows-1252, two title rows" "$WORK/out" "$WORK/expected"
printf '\xef\xbb\xbfRef,Date\nA1,\n' >"$WORK/bom.csv"
expected "source_row,ref,date" "2,A1,-"
extract plain "$WORK/bom.csv"
same "a byte order mark" "$WORK/out" "$WORK/expected"
gzip -c "$WORK/bom.csv" >"$WORK/packed.csv"
extract plain "$WORK/packed.csv"
same "gzip by content, whatever the name" "$WORK/out" "$WORK/expected"
{ printf 'Ref,Da' | gzip -c; printf 'te\nA1,\n' | gzip -c; } >"$WORK/two.csv.gz"
extract plain "$WORK/two.csv.gz"
same "two gzip members" "$WORK/out" "$WORK/expected"
extract plain /dev/stdin <"$WORK/bom.csv"
same "standard input" "$WORK/out" "$WORK/expected"

# What is wrong with one row is a reject.
printf 'Ref,Date\nA1,01/02/2024,x\nA2\nA3,02/02/2024\n' >"$WORK/ragged.csv"
expected "source_row,ref,date" "4,A3,2024-02-02"
extract plain "$WORK/ragged.csv" --rejects "$WORK/rejects" --journal "$WORK/ragged.journal"
same "rows with a cell too many or too few are left out" "$WORK/out" "$WORK/expected"
is "and rejected" "$(cat "$WORK/rejects")" \
	"$(printf 'source_row\tfield\trule\tseverity\n2\t\\N\tragged-row\trecord\n3\t\\N\tragged-row\trecord\n\\.')"
like "and counted" "$(cat "$WORK/ragged.journal")" '"read":3,"accepted":1,"rejected":2,.*"ragged-row":2'

# What is wrong with the file is an error.
: >"$WORK/empty.csv"
extract plain "$WORK/empty.csv"
refused "an empty file" 65 "empty.csv' is empty"
gzip -c "$WORK/empty.csv" >"$WORK/empty.gz"
extract plain "$WORK/empty.gz"
refused "nothing, packed" 65 "is empty"
printf 'Date;Ref\n;A1\n' >"$WORK/early.csv"
extract panel "$WORK/early.csv"
refused "no header where the dialect has it" 65 "early.csv' ends before its header"
extract plain "$WORK/none.csv"
refused "no file" 66 "cannot read '.*none.csv': No such file"
extract plain "$WORK"
refused "a directory for a file" 65 "is a directory, not one file"
gzip -c "$WORK/a.csv" | head -c 60 >"$WORK/cut.gz"
extract plain "$WORK/cut.gz"
refused "a truncated gzip" 65 "gzip file '.*cut.gz' is cut short"
{ gzip -c "$WORK/a.csv"; printf 'more'; } >"$WORK/more.gz"
extract plain "$WORK/more.gz"
refused "bytes after a gzip" 65 "other bytes after its end"
printf 'Ref,Date\nA1,\nRen\xe9,\n' >"$WORK/latin.csv"
extract plain "$WORK/latin.csv"
refused "windows-1252 where utf-8 was declared" 65 "is not utf-8 at byte 16"
like "the line is named" "$(cat "$WORK/err")" "on line 3"
like "and what it may be" "$(cat "$WORK/err")" "looks like windows-1252"
printf 'Ref,Date\nRené,\n' | iconv -t utf-16 >"$WORK/wide.csv"
extract plain "$WORK/wide.csv"
refused "utf-16" 65 "is not utf-8 at byte 0"
like "which is recognised" "$(cat "$WORK/err")" "looks like utf-16"
printf 'x;\n;\nDate;Ref\n;Ren\xc3\xa9\n' >"$WORK/p8.csv"
extract panel "$WORK/p8.csv"
refused "utf-8 where windows-1252 was declared" 65 "declared windows-1252, but is utf-8"
printf 'Ref,Datum\nA1,\n' >"$WORK/missing.csv"
extract plain "$WORK/missing.csv"
refused "a missing column" 65 "missing.csv' has no column 'Date'"
printf 'Ref,Date,Ref\nA1,,\n' >"$WORK/twice.csv"
extract plain "$WORK/twice.csv"
refused "a column twice" 65 "has two columns 'Ref'"
printf 'Ref,Date\nA1,\n"A2,\nA3,\n' >"$WORK/open.csv"
extract plain "$WORK/open.csv"
refused "an unclosed quote" 65 "quote that is never closed, opened on line 3"
printf 'Ref,Date\n"A1"x,\n' >"$WORK/after.csv"
extract plain "$WORK/after.csv"
refused "text after a quote" 65 "text after a closing quote on line 2"
printf 'Ref,Date\nA\0001,\n' >"$WORK/nul.csv"
extract plain "$WORK/nul.csv"
refused "a NUL" 65 "has a NUL at byte 10"
{ printf 'Ref,Date\nA1,"'; head -c 9000000 /dev/zero | tr '\0' x; } >"$WORK/long.csv"
extract plain "$WORK/long.csv"
refused "a record of more than 8 MiB" 65 "not closed within 8 MiB, opened on line 2"
is "no value of the file is in a message" "$(grep -cE 'A1|Ren|xxxx' "$WORK/err")" 0

# Drift.
printf 'Ref,Secret Name,Date,\nA1,x,,\n' >"$WORK/new.csv"
extract plain "$WORK/new.csv" --journal "$WORK/drift.journal"
is "a column too many: the exit code" "$code" 0
like "a column too many is a warning" "$(cat "$WORK/err")" "warning: .*does not know: B$"
like "and journalled by its letter" "$(cat "$WORK/drift.journal")" '"drift":\["B"\]'
is "its text is told nowhere" "$(cat "$WORK/err" "$WORK/drift.journal" | grep -c Secret)" 0
source_file stop "$two" '"format": "csv", "drift": "stop",'
extract stop "$WORK/new.csv"
refused "drift that stops" 65 "does not know: B$"
source_file unused "${two%\}}, \"unused\": [\"Secret Name\"]}" '"format": "csv", "drift": "stop",'
extract unused "$WORK/new.csv"
is "a column that is known and unused" "$code" 0

# The hash that was planned with.
extract plain "$WORK/a.csv" --sha256 "$(sha256sum <"$WORK/a.csv" | cut -c1-64)"
is "the content that was asked for" "$code" 0
extract plain "$WORK/a.csv" --sha256 "$(printf x | sha256sum | cut -c1-64)" --journal "$WORK/no.journal"
refused "another content" 65 "not the delivery that was asked for"
is "is journalled as nothing" "$(cat "$WORK/no.journal" 2>/dev/null)" ""

# The delivery's name.
source_file named '{"fields": {"provider": {"file": "p"}, "ref": {"path": "Ref"}}, "unused": ["Date"]}' \
	'"format": "csv", "file": "list-{p}.csv",'
expected "source_row,provider,ref" "2,R1,A1"
extract named "$WORK/bom.csv" --name list-R1.csv
same "a part of the name" "$WORK/out" "$WORK/expected"
extract named "$WORK/bom.csv"
refused "a name that does not fit" 65 "name does not fit 'list-\{p\}.csv'"

# Several records from a row.
source_file many '{"where": [{"path": "Ref", "present": true}], "records": [
  {"fields": {"ref": {"path": "Ref"}, "stage": {"constant": "entry"}, "score": {"path": "Before"}}},
  {"where": [{"path": "After", "present": true}],
   "fields": {"ref": {"path": "Ref"}, "stage": {"constant": "exit"}, "score": {"path": "After"}, "late": {"constant": "t"}}}]}'
printf 'Ref,Before,After\nA1,1,2\nA2,3,\n,9,9\n' >"$WORK/many.csv"
expected "source_row,ref,stage,score,late" "2,A1,entry,1,-" "2,A1,exit,2,t" "3,A2,entry,3,-"
extract many "$WORK/many.csv" --journal "$WORK/many.journal"
same "several records from a row, and none from others" "$WORK/out" "$WORK/expected"
like "are counted as records" "$(cat "$WORK/many.journal")" '"read":3,"accepted":3'

# Years of two digits hang on --as-of.
source_file short '{"fields": {"born": {"path": "Born", "date": "D/M/YY"}}}'
printf 'Born\n1/2/46\n1/2/47\n' >"$WORK/short.csv"
extract short "$WORK/short.csv" --as-of 2026-03-31
expected "source_row,born" "2,2046-02-01" "3,1947-02-01"
same "years of two digits" "$WORK/out" "$WORK/expected"
extract short "$WORK/short.csv"
refused "without --as-of" 64 "--as-of is needed"
extract short "$WORK/short.csv" --as-of 31/03/2026
refused "an --as-of that is no date" 64 "--as-of must be a date"

# NDJSON and JSON.
json='{"fields": {"ref": {"path": "id"}, "n": {"path": "items.0.n"}, "b": {"path": "b"}}}'
source_file lines "$json" '"format": "ndjson",'
printf '{"id":"a\\tb","items":[{"n":1.50}],"b":true}\n\nnot json\n[1]\n{"id":9990000001}\r\n{"id":"\\u0000"}\n' >"$WORK/l.ndjson"
printf 'source_row\tref\tn\tb\n1\ta\\tb\t1.5\tt\n5\t9990000001\t\\N\t\\N\n\\.\n' >"$WORK/expected"
extract lines "$WORK/l.ndjson" --rejects "$WORK/rejects"
same "NDJSON" "$WORK/out" "$WORK/expected"
is "its bad lines are rejects" "$(cut -f1,3 "$WORK/rejects" | tr '\n\t' ' :')" \
	"source_row:rule 3:json-syntax 4:json-syntax 6:json-syntax \\. "
printf '{"id":1}\n{"id":2' >"$WORK/cut.ndjson"
extract lines "$WORK/cut.ndjson"
refused "a last line that is cut short" 65 "is cut short: its last line"
: >"$WORK/empty.ndjson"
extract lines "$WORK/empty.ndjson"
refused "empty NDJSON" 65 "is empty"
printf '{"id":1}\n{"id":"\xff"}\n' >"$WORK/bad.ndjson"
extract lines "$WORK/bad.ndjson"
refused "NDJSON that is not utf-8" 65 "is not utf-8"
like "the line is named" "$(cat "$WORK/err")" "on line 2"
source_file doc '{"record": "data.results", "fields": {"ref": {"path": "id"}}}' '"format": "json",'
printf '{"data":{"results":[{"id":"a"},7,{"id":"b"}]}}' >"$WORK/d.json"
expected "source_row,ref" "1,a" "3,b"
extract doc "$WORK/d.json"
same "JSON" "$WORK/out" "$WORK/expected"
printf '{"data":{"results":{}}}' >"$WORK/e.json"
extract doc "$WORK/e.json"
refused "no array where the records should be" 65 "no array of records at 'data.results'"
printf '{"data":{"results":[{"id"' >"$WORK/f.json"
extract doc "$WORK/f.json"
refused "JSON cut short" 65 "not valid JSON, or cut short"

# Configuration.
source_file odd '{"fields": {"ref": {"path": "Ref", "colour": "red"}}}'
extract odd "$WORK/a.csv"
refused "an unknown setting" 78 "unknown setting 'colour'"
like "where it stands" "$(cat "$WORK/err")" "odd.json', feed 'feed', field 'ref'"
exits "an unknown feed" 64 "$BUILD/extract" "$WORK/plain.json" other "$WORK/a.csv"

# Output that cannot be written.
for program in extract fetch; do
	exits "$program --help on a full disk" 74 bash -c "exec '$BUILD/$program' --help >/dev/full"
done
exits "a full disk" 74 bash -c "exec '$BUILD/extract' '$WORK/plain.json' feed '$WORK/a.csv' >/dev/full"
exits "rejects on a full disk" 74 "$BUILD/extract" "$WORK/plain.json" feed "$WORK/ragged.csv" --rejects /dev/full
exits "a journal on a full disk" 74 "$BUILD/extract" "$WORK/plain.json" feed "$WORK/a.csv" --journal /dev/full
exits "a closed pipe" 74 bash -c \
	"{ sleep 0.2; exec '$BUILD/extract' '$WORK/plain.json' feed '$WORK/a.csv'; } | true; exit \${PIPESTATUS[0]}"

# Constant memory, looked at when all but the last byte has been read.
if sanitized "$SHIPPED/extract"; then
	skip "400,000 rows in 8 MiB" "a sanitizer has memory of its own"
else
	mkfifo "$WORK/pipe"
	"$SHIPPED/extract" "$WORK/plain.json" feed "$WORK/pipe" --journal "$WORK/big.journal" >/dev/null &
	reader=$!
	{
		awk 'BEGIN { print "Ref,Date"; for (i = 0; i < 400000; i++) print "\"reference " i "\",01/02/2024" }'
		peak "$reader" >"$WORK/peak"
	} >"$WORK/pipe"
	wait "$reader"
	like "400,000 rows" "$(cat "$WORK/big.journal")" '"accepted":400000'
	ok "in 8 MiB (it took $(cat "$WORK/peak") KiB)" test "$(cat "$WORK/peak")" -le 8192
fi
done_testing
