#!/bin/bash
# extract of sheets as people keep them: titles above the header, the header again, totals, several
# feeds side by side. What is asked of CSV here, extract_xlsx.sh asks of workbooks.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/stage/extract_common.sh
. tests/stage/extract_common.sh

# source_file NAME DIALECT FEEDS: a CSV source
source_file() {
	printf '{"name": "%s", "version": "1.0.0", "format": "csv", "dialect": %s, "feeds": %s}\n' \
		"$1" "$2" "$3" >"$WORK/$1.json"
}

# extract SOURCE FEED FILE [OPTION...]: output in $WORK/out, error in $WORK/err, code in $code
extract() {
	local source=$1 feed=$2 file=$3
	shift 3
	code=0
	"$BUILD/extract" "$WORK/$source.json" "$feed" "$file" "$@" >"$WORK/out" 2>"$WORK/err" || code=$?
}

# gives DESCRIPTION LINE...: the stream of the last extract; cells by commas, NULL as -
gives() {
	local description=$1
	shift
	printf '%s\n' "$@" '\.' | sed -e "s/,/$tab/g" -e "s/$tab-\($tab\|\$\)/$tab\\\\N\1/g" \
		-e "s/$tab-\($tab\|\$\)/$tab\\\\N\1/g" >"$WORK/expected"
	same "$description" "$WORK/out" "$WORK/expected"
}

feed='{"f": {"fields": {"ref": {"path": "Pupil ID"}, "name": {"path": "Surname"}}}}'

# A header by its cells.
source_file found '{"header": ["Pupil ID", "Surname"], "totals": ["Total", "Grand total"]}' "$feed"
cat >"$WORK/sheet.csv" <<'EOF'
Register of pupils,,
"Pupil ID, not shown to others",,
,Surname,

No, Pupil ID ,"Surname"
1,A1,Bexwade
2,A2,Corrin

No,Pupil ID,Surname
3,A3,Total
,,Totally
 Total:,,2
,grand TOTAL ,
4,A4,Dunmere
Totals,A5,Elwick
EOF
extract found f "$WORK/sheet.csv" --journal "$WORK/journal"
gives "the header is found, its repetition and totals are no records" source_row,ref,name \
	6,A1,Bexwade 7,A2,Corrin 10,A3,Total 11,-,Totally 14,A4,Dunmere 15,A5,Elwick
like "what was skipped is journalled" "$(cat "$WORK/journal")" \
	'"read":6,"accepted":6,"rejected":0,.*"skipped":\{"header":1,"totals":2\}'
printf 'Pupil ID,Surname\nA1,Bexwade\n' >"$WORK/plain.csv"
extract found f "$WORK/plain.csv" --journal "$WORK/plain.journal"
unlike "nothing skipped is not journalled" "$(cat "$WORK/plain.journal")" skipped
printf '"Pupil\n  ID","\xc2\xa0Surname "\nA1,Bexwade\n"Pupil ID ",Surname\n' >"$WORK/broken.csv"
extract found f "$WORK/broken.csv"
gives "line breaks and blanks in a header" source_row,ref,name 2,A1,Bexwade
source_file third '{"header_row": 3}' "$feed"
printf 'Pupil ID,Surname\n\nPupil ID,Surname\nA1,Bexwade\nPupil ID,Surname\nPupil ID,surname\n' >"$WORK/third.csv"
extract third f "$WORK/third.csv" --journal "$WORK/third.journal"
gives "a header by its row comes again" source_row,ref,name 4,A1,Bexwade "6,Pupil ID,surname"
like "which is counted" "$(cat "$WORK/third.journal")" '"skipped":\{"header":1,"totals":0\}'

# Rows that only look like totals.
printf 'Pupil ID,Surname\nTotal,\nA1,Total\n:,\nTotal two,x\nTot,x\nTotal::,x\n' >"$WORK/totals.csv"
extract found f "$WORK/totals.csv"
gives "a row is a total where its first cell says no more" source_row,ref,name \
	3,A1,Total 4,:,- "5,Total two,x" 6,Tot,x 7,Total::,x
# A total with fewer cells is one before it is ragged; a header with more is no header.
printf 'Pupil ID,Surname\nTotal\nPupil ID,Surname,\n' >"$WORK/short.csv"
extract found f "$WORK/short.csv" --journal "$WORK/short.journal"
gives "totals and headers of other lengths" source_row,ref,name
like "are told apart" "$(cat "$WORK/short.journal")" '"rejected":1,.*"ragged-row":1.*"skipped":\{"header":0,"totals":1\}'

# No header.
printf 'Pupil ID,Name\nA1,Bexwade\n' >"$WORK/none.csv"
extract found f "$WORK/none.csv"
refused "no header" 65 "none.csv' has no header in its first 100 rows"
like "no header: which cells it must have" "$(cat "$WORK/err")" "'Pupil ID', 'Surname'"
is "no header: no cell is told" "$(grep -c Bexwade "$WORK/err")" 0
: >"$WORK/empty.csv"
extract found f "$WORK/empty.csv"
refused "an empty file" 65 "is empty"
{ yes , | head -n 99; printf 'Pupil ID,Surname\nA1,Bexwade\n'; } >"$WORK/hundred.csv"
extract found f "$WORK/hundred.csv"
gives "a header in row 100" source_row,ref,name 101,A1,Bexwade
{ yes , | head -n 100; printf 'Pupil ID,Surname\nA1,Bexwade\n'; } >"$WORK/late.csv"
extract found f "$WORK/late.csv"
refused "a header in row 101" 65 "no header in its first 100 rows"
printf 'Pupil ID,Surname,Surname\nA1,Bexwade,\n' >"$WORK/twice.csv"
extract found f "$WORK/twice.csv"
refused "a column twice" 65 "has two columns 'Surname'"

# Titles above the header.
titled='{"f": {"fields": {"month": {"title": "Month:", "date": "DD/MM/YYYY"},
  "school": {"title": "School", "upper": true}, "note": {"title": "Note:", "optional": true},
  "kind": {"title": "Kind:", "map": {"Full return": "full"}}, "ref": {"path": "Pupil ID"}}}}'
source_file titled '{"header": ["Pupil ID"]}' "$titled"
cat >"$WORK/titled.csv" <<'EOF'
,School Brackwater,,
x,Month:,,01/03/2025
Kind:  Full   return,,,
,,,
Pupil ID,Month:,,
A1,2,,
EOF
extract titled f "$WORK/titled.csv"
gives "titles: behind the text, to the right of it, from above the header only" \
	source_row,month,school,note,kind,ref 6,2025-03-01,BRACKWATER,-,full,A1
sed 2d "$WORK/titled.csv" >"$WORK/untitled.csv"
extract titled f "$WORK/untitled.csv"
refused "a title that is not there" 65 "untitled.csv' has no cell above its header that begins with 'Month:'"
sed '4s/,$/,School/' "$WORK/titled.csv" >"$WORK/double.csv"
extract titled f "$WORK/double.csv"
refused "a title twice" 65 "has two cells above its header that begin with 'School'"
sed '2s/01.*//' "$WORK/titled.csv" >"$WORK/blank.csv"
extract titled f "$WORK/blank.csv"
gives "a title with nothing behind it is no value" \
	source_row,month,school,note,kind,ref 6,-,BRACKWATER,-,full,A1
sed '2s/01.*/March/' "$WORK/titled.csv" >"$WORK/march.csv"
extract titled f "$WORK/march.csv"
gives "a title that cannot be translated is marked" source_row,month,school,note,kind,ref \
	"6,$(printf '\032date-format\032March'),BRACKWATER,-,full,A1"
source_file slotted '{"header": ["Pupil ID"]}' '{"f": {"where": [{"value": {"title": "Kind:"}, "in": ["Full return"]}],
  "fields": {"key": {"join": [{"title": "School"}, {"path": "Pupil ID"}], "with": "/"}}}}'
extract slotted f "$WORK/titled.csv"
gives "a title in a condition and among the parts of a value" source_row,key 6,Brackwater/A1

# Four feeds from one row.
cat >"$WORK/side.json" <<'EOF'
{ "name": "side", "version": "1.0.0", "format": "csv",
  "dialect": { "header": ["Pupil ID", "Referred"], "totals": ["Total"] },
  "feeds": {
    "person": { "fields": { "person_ref": {"path": "Pupil ID"}, "family_name": {"path": "Surname"} } },
    "referral": { "where": [{"path": "Referred", "present": true}],
      "fields": { "person_ref": {"path": "Pupil ID"}, "referral_date": {"path": "Referred", "date": "DD/MM/YYYY"} } },
    "assessment": { "records": [
      { "where": [{"path": "Score in", "present": true}],
        "fields": { "person_ref": {"path": "Pupil ID"}, "score": {"path": "Score in"} } },
      { "where": [{"path": "Score out", "present": true}],
        "fields": { "person_ref": {"path": "Pupil ID"}, "score": {"path": "Score out"}, "late": {"constant": "t"} } } ] },
    "destination": { "where": [{"path": "Left for", "present": true}],
      "fields": { "person_ref": {"path": "Pupil ID"}, "destination": {"path": "Left for"} } } } }
EOF
cat >"$WORK/side.csv" <<'EOF'
Brackwater,,,,,
Pupil ID,Surname,Referred,Score in,Score out,Left for
A1,Bexwade,01/09/2024,20,12,College
A2,Corrin,,17,,
Total,2,,37,12,
EOF
extract side person "$WORK/side.csv"
gives "side by side: persons" source_row,person_ref,family_name 3,A1,Bexwade 4,A2,Corrin
extract side referral "$WORK/side.csv"
gives "side by side: referrals" source_row,person_ref,referral_date 3,A1,2024-09-01
extract side assessment "$WORK/side.csv" --journal "$WORK/side.journal"
gives "side by side: baseline and endpoint" source_row,person_ref,score,late 3,A1,20,- 3,A1,12,t 4,A2,17,-
like "side by side: all are counted" "$(cat "$WORK/side.journal")" '"read":3,"accepted":3'
extract side destination "$WORK/side.csv"
gives "side by side: destinations" source_row,person_ref,destination 3,A1,College
is "side by side: no column is new" "$(cat "$WORK/err")" ""

# Configuration.
wrong() {
	source_file wrong "$2" "${4:-$feed}"
	extract wrong f "$WORK/plain.csv"
	refused "$1" 78 "$3"
}
wrong "header and header_row" '{"header": ["A"], "header_row": 2}' "'header' and 'header_row' exclude one another"
wrong "an empty header" '{"header": []}' "'header' must name one cell or more"
wrong "a header of an empty cell" '{"header": [""]}' "'header' must not name an empty cell"
wrong "totals that are no list" '{"totals": "Total"}' "'totals' must be a list of texts"
wrong "an empty total" '{"totals": [""]}' "'totals' must not name an empty cell"
wrong "an empty title" '{}' "'title' must be what a cell" '{"f": {"fields": {"x": {"title": ""}}}}'
printf '{"name": "j", "version": "1", "format": "ndjson", "feeds": {"f": {"fields": {"x": {"title": "T"}}}}}' >"$WORK/j.json"
extract j f "$WORK/plain.csv"
refused "a title of what is no sheet" 78 "'title' must be what a cell"
done_testing
