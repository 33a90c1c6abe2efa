#!/bin/bash
# extract: a delivery that is not as it was, and what the source says is to be done: by kind and by column.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/stage/extract_common.sh
. "$(dirname "$0")/extract_common.sh"

mapping='{"fields": {"ref": {"path": "Ref"}, "start": {"path": "Start date", "date": "DD/MM/YYYY"},
	"sex": {"path": "Sex", "map": {"M": "1", "F": "2"}}, "email": {"path": "E-mail", "optional": true}}}'
# drift NAME POLICY: a source of that policy
drift() {
	source_file "$1" "$mapping" "\"format\": \"csv\", \"drift\": $2,"
}
# passes DESCRIPTION WARNING...: the last extract ended well and warned of just these
passes() {
	local description=$1 text
	shift
	is "$description: the exit code" "$code" 0
	is "$description: warnings" "$(grep -c warning: "$WORK/err")" $#
	for text; do
		like "$description: $text" "$(cat "$WORK/err")" "$text"
	done
}
drift plain '"warn"'
drift by_kind '{"new": "stop", "missing": "warn", "renamed": "stop", "retyped": "stop", "codes": "stop"}'
drift quiet '{"new": "ignore", "missing": "ignore", "renamed": "ignore", "retyped": "ignore", "codes": "ignore"}'

# --- the order of columns means nothing
printf 'Ref,Start date,Sex,E-mail\nA1,01/02/2024,M,x\n' >"$WORK/a.csv"
printf 'E-mail,Sex,Ref,Start date\nx,M,A1,01/02/2024\n' >"$WORK/b.csv"
extract by_kind "$WORK/a.csv"
cp "$WORK/out" "$WORK/in_order"
passes "all as it was"
extract by_kind "$WORK/b.csv"
passes "in another order"
same "the same records" "$WORK/out" "$WORK/in_order"

# --- new
printf 'Ref,Start date,Sex,E-mail,Notes,Secret\nA1,01/02/2024,M,x,y,z\n' >"$WORK/new.csv"
extract plain "$WORK/new.csv"
passes "new columns" "does not know: E, F$"
extract by_kind "$WORK/new.csv"
refused "new columns" 65 "does not know: E, F$"
extract quiet "$WORK/new.csv"
passes "new columns that are ignored"
drift notes '{"new": "stop", "columns": {"Notes": "ignore", "Secret": "warn"}}'
extract notes "$WORK/new.csv" --journal "$WORK/journal.new"
passes "by column" "does not know: F$"
like "in the journal too" "$(cat "$WORK/journal.new")" '"drift":\["F"\]'
drift secret '{"columns": {"Secret": "stop"}}'
extract secret "$WORK/new.csv"
refused "one column stops" 65 "does not know: F$"

# --- missing
printf 'Ref,Sex,E-mail\nA1,M,x\n' >"$WORK/missing.csv"
printf 'source_row\tref\tstart\tsex\temail\n2\tA1\t\\N\t1\tx\n\\.\n' >"$WORK/without"
extract plain "$WORK/missing.csv"
refused "a column that is needed" 65 "has no column 'Start date'"
extract by_kind "$WORK/missing.csv"
passes "it may be missing" "lacks columns that feed 'feed' maps: 'Start date'$"
same "there is no value then" "$WORK/out" "$WORK/without"
extract quiet "$WORK/missing.csv"
passes "and nothing may be said"
same "but the record is there" "$WORK/out" "$WORK/without"
drift start '{"columns": {"Start date": "warn"}}'
extract start "$WORK/missing.csv"
passes "one column may be missing" "'Start date'$"
printf 'Ref,Start date,Sex\nA1,01/02/2024,M\n' >"$WORK/optional.csv"
extract plain "$WORK/optional.csv"
passes "an optional one is no drift"
drift email '{"columns": {"E-mail": "stop"}}'
extract email "$WORK/optional.csv"
refused "unless the source says so" 65 "lacks columns without which source 'email' stops: 'E-mail'$" "hint: have it delivered"

# --- renamed: a guess, and never more
printf 'Ref,Start date,Sex,E-mail address\nA1,01/02/2024,M,x\n' >"$WORK/renamed.csv"
printf 'source_row\tref\tstart\tsex\temail\n2\tA1\t2024-02-01\t1\t\\N\n\\.\n' >"$WORK/not_taken"
extract plain "$WORK/renamed.csv"
passes "a new name" "does not know: D$" "'E-mail' .column D may be it under another name.$"
same "is not taken for the old one" "$WORK/out" "$WORK/not_taken"
drift renamed '{"renamed": "stop"}'
extract renamed "$WORK/renamed.csv"
refused "a new name that stops" 65 "'E-mail' .column D may be it under another name.$"
extract quiet "$WORK/renamed.csv"
passes "or is ignored"
printf 'Ref,Startdate,Sex,E-mail\nA1,01/02/2024,M,x\n' >"$WORK/needed.csv"
extract plain "$WORK/needed.csv"
refused "a new name of one that is needed" 65 "has no column 'Start date'" "'Start date' .column B may be it"
is "no header of the file is in a message" "$(grep -c 'Startdate\|address\|Secret\|Notes' "$WORK/said")" 0

# --- retyped: more than half of 20
cells() {
	echo "Ref,Start date,Sex,E-mail"
	seq 1 20 | awk -v bad="$1" -v codes="$2" '{ print "A" $1 "," ($1 <= bad ? "yes" : "01/02/2024") "," \
		($1 <= codes ? "X" : "M") ",x" }'
}
cells 11 0 >"$WORK/retyped.csv"
extract plain "$WORK/retyped.csv"
passes "another type" "11 x date-format" "field 'start': 11 of 20 values are not of its type"
extract by_kind "$WORK/retyped.csv"
refused "another type that stops" 65 "field 'start' from 'Start date': 11 of 20 values are not of its type"
extract quiet "$WORK/retyped.csv"
passes "its values are rejected aloud all the same" "11 x date-format"
cells 10 0 >"$WORK/half.csv"
extract by_kind "$WORK/half.csv"
passes "just half is no other type" "10 x date-format"
sed 20,21d "$WORK/retyped.csv" >"$WORK/few.csv"
extract by_kind "$WORK/few.csv"
passes "of 18 a share says nothing" "11 x date-format"
drift strict '{"share": 0.1, "minimum": 5, "retyped": "stop"}'
extract strict "$WORK/few.csv"
refused "share and minimum can be set" 65 "11 of 18 values"
drift lenient '{"retyped": "stop", "columns": {"Start date": "warn"}}'
extract lenient "$WORK/retyped.csv"
passes "one column may change" "11 x date-format" "11 of 20 values are not"

# --- codes
cells 0 3 >"$WORK/codes.csv"
extract plain "$WORK/codes.csv"
passes "codes that nobody knows" "field 'sex' from 'Sex': 3 x untranslated, the first in row 2"
extract by_kind "$WORK/codes.csv"
refused "codes that stop" 65 "field 'sex' from 'Sex': 3 of 20 values have codes"
extract quiet "$WORK/codes.csv"
passes "codes that are ignored"
is "they are marked all the same" "$(grep -c untranslated "$WORK/out")" 3
drift sex '{"columns": {"Sex": "stop"}}'
extract sex "$WORK/codes.csv"
refused "codes of one column" 65 "3 of 20 values have codes"

# --- what may not stand there
wrong() {
	drift wrong "$2"
	extract wrong "$WORK/a.csv"
	refused "$1" 78 "$3"
}
wrong "another word" '"stay"' "'drift' must be stop, warn or ignore"
wrong "another word of a kind" '{"new": "stay"}' "'new' must be stop, warn or ignore"
wrong "another kind" '{"old": "stop"}' "unknown setting 'old'"
wrong "another word of a column" '{"columns": {"Notes": 1}}' "'Notes' must be stop, warn or ignore"
wrong "no columns" '{"columns": ["Notes"]}' "'columns' must be an object"
wrong "no share" '{"share": 2}' "'share' must be from 0 to 1"
wrong "a list" '["stop"]' "'drift' must be stop, warn or ignore, or an object"

done_testing
