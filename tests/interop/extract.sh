#!/bin/bash
# extract.sh: returns that others have published, through the templates of sources/.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

files=$SHARED/interop
[ -d "$files" ] || skip_all "no sample returns in $files"

command -v xmllint >/dev/null || skip_all "no xmllint"

# records FEED FILE: how many come out, or the exit code
records() {
	"$BUILD/extract" sources/ilr.json "$1" "$files/$2" >"$WORK/out" 2>"$WORK/err" || {
		echo "exit $?"
		return
	}
	awk -F '\t' '/^\\\.$/ { print NR - 2 }' "$WORK/out"
}

# counted FILE XPATH: xmllint's count, namespaces and the hyphens of dates taken away
counted() {
	sed -E 's/ xmlns(:[a-z]+)?="[^"]*"//g; s/ xsi:[A-Za-z]+="[^"]*"//g; s/>([0-9]{4})-([0-9]{2})-([0-9]{2})</>\1\2\3</g' \
		"$files/$1" >"$WORK/plain.xml"
	xmllint --xpath "count($2)" "$WORK/plain.xml"
}

# column NAME: that column of what was extracted last
column() {
	awk -F '\t' -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
		NF > 1 { print $at }' "$WORK/out"
}

# complete FILE: each feed has as many records as xmllint finds elements for
complete() {
	local learner=/Message/Learner
	is "$1: persons" "$(records person "$1")" "$(counted "$1" $learner)"
	is "$1: needs" "$(records need "$1")" "$(counted "$1" \
		"$learner/LLDDandHealthProblem | $learner/LearnerFAM[LearnFAMType='LSR' and LearnFAMCode='36']")"
	is "$1: aims" "$(records learning_aim "$1")" "$(counted "$1" $learner/LearningDelivery)"
	is "$1: aims, by their references" "$(column aim_ref)" \
		"$(grep -o '<LearnAimRef[^<]*' "$files/$1" | cut -d '>' -f 2)"
	is "$1: achievements" "$(records achievement "$1")" \
		"$(counted "$1" "$learner/LearningDelivery[Outcome = 1 or Outcome = 2]")"
	records destination "$1" >/dev/null
	is "$1: destinations" "$(column stage | grep -c exit)" \
		"$(counted "$1" /Message/LearnerDestinationandProgression/DPOutcome)"
	is "$1: statuses before the first aim" "$(column stage | grep -c entry)" "$(counted "$1" \
		"$learner/LearnerEmploymentStatus[not(DateEmpStatApp >= ../LearningDelivery/LearnStartDate)]")"
	is "$1: nothing is marked" "$(for feed in person need learning_aim achievement destination; do
		records $feed "$1" >/dev/null
		grep -c $'\x1a' "$WORK/out"
	done | sort -u)" 0
}

learners=ilr_1819_console_18learners.xml
older=ILR-90000064-1718-20180409-102223-01.xml
for file in $learners $older ILR_Valid.xml; do
	complete "$file"
done
# What the sample is known to hold.
is "18 learners" "$(records person $learners)" 18
is "41 aims" "$(records learning_aim $learners)" 41
is "7 needs" "$(counted $learners //LLDDandHealthProblem) $(records need $learners)" "7 7"
is "3 destination records with 4 outcomes" \
	"$(counted $learners //LearnerDestinationandProgression) $(counted $learners //DPOutcome)" "3 4"
is "17 employment statuses, two of them later than the start" \
	"$(counted $learners //LearnerEmploymentStatus) $(records destination $learners >/dev/null
		column stage | grep -c entry)" "17 15"
records person $older >/dev/null
is "7 learners the year before" "$(column person_ref | wc -l)" 7
like "with an accent in a name" "$(cat "$WORK/out")" "Sméth"
records person $learners >/dev/null
is "ULNs as the file has them" "$(column uln)" \
	"$(sed -n '/<Learner>/,/<ULN>/s/.*<ULN>\(.*\)<\/ULN>.*/\1/p' "$files/$learners")"
column person_ref | sort -u >"$WORK/known"
records destination $learners >/dev/null
is "two of its destinations are of a learner who is not in the file" \
	"$(paste <(column person_ref) <(column stage) | awk '/exit/ { print $1 }' | grep -cvFxf "$WORK/known")" 2

# Structure, as the XSD of the year judges it.
# structure FILE: the lines on which xmllint finds an element too many, too few or out of place
structure() {
	xmllint --noout --schema "$files/ILR-2018-19-v2.xsd" "$1" 2>&1 |
		sed -nE '/not expected|Missing child|not allowed/s/^[^:]*:([0-9]+): element.*/\1/p'
}
# refused FILE: the line that ours names
refused() {
	"$BUILD/extract" sources/ilr.json person "$1" >"$WORK/out" 2>"$WORK/err" ||
		sed -nE 's/.*detail: .*on line ([0-9]+)$/\1/p' "$WORK/err"
}
is "a valid file: both" "$(structure "$files/ILR_Valid.xml") $(refused "$files/ILR_Valid.xml")" " "
is "an invalid one: both on the same line" "$(refused "$files/ILR_InValid.xml")" \
	"$(structure "$files/ILR_InValid.xml")"
like "naming the element" "$(cat "$WORK/err")" "breaks ILR_SCHEMA: unknown element 'FamilyNamE' below 'Message/Learner'"
placement=ILR_XSD_invalid_ULN_WorkPlacementHours.xml
is "a work placement without hours: both on the same line" "$(refused "$files/$placement")" \
	"$(structure "$files/$placement")"
like "naming the element" "$(cat "$WORK/err")" "'Message/Learner/LearningDelivery/LearningDeliveryWorkPlacement' has no element 'WorkPlaceHours'"
is "that file's other faults are values, which are validate's to judge" \
	"$(xmllint --noout --schema "$files/ILR-2018-19-v2.xsd" "$files/$placement" 2>&1 |
		sed -nE '/facet/s/.*element ([A-Za-z]+):.*/\1/p' | paste -s -d ' ')" "ULN Email"
# The 18 learners have two spellings that other years have, and one value out of bounds.
sed 's/CampID>/CampId>/g; s/AgreeID>/AgreeId>/g' "$files/$learners" >"$WORK/spelt.xml"
is "18 learners: two spellings of other years" \
	"$(structure "$files/$learners" | wc -l) $(structure "$WORK/spelt.xml")" "2 "
# The year before has the names of two namespaces.
sed -E 's/ xmlns="[^"]*"//g; s/<Message[^>]*>/<Message xmlns="ESFA\/ILR\/2018-19">/; s/<Year>1718/<Year>1819/' \
	"$files/$older" >"$WORK/year.xml"
is "7 learners: none" "$(structure "$WORK/year.xml")" ""
is "another census is refused" "$(records person CIN_Census_2026.xml)" "exit 65"

# One line deleted, doubled or put behind the next: ours refuses what xmllint refuses, and no more.
spoil() {
	awk -v at="$2" -v how="$1" '
		NR == at && how == "delete" { next }
		NR == at && how == "swap" { held = $0; next }
		{ print }
		NR == at && how == "double" { print }
		NR == at + 1 && how == "swap" { print held }' "$WORK/spelt.xml" >"$WORK/spoilt.xml"
}
tried=0 refusals=0 apart=
grep -nE '^[[:space:]]*<([A-Za-z]+)>[^<]*</\1>[[:space:]]*$' "$WORK/spelt.xml" |
	cut -d : -f 1 | awk 'NR % 13 == 1' >"$WORK/lines"
while read -r line; do
	for how in delete double swap; do
		spoil $how "$line"
		xmllint --noout "$WORK/spoilt.xml" 2>"$WORK/ignored" || continue
		theirs=$(structure "$WORK/spoilt.xml" | wc -l)
		ours=$(refused "$WORK/spoilt.xml" | wc -l)
		tried=$((tried + 1))
		refusals=$((refusals + ours))
		[ $((theirs > 0)) -eq "$ours" ] || apart="$apart $how:$line"
	done
done <"$WORK/lines"
is "$tried spoilt files: refused with xmllint" "$apart" ""
ok "$refusals of them are refused" test "$refusals" -gt $((tried / 3))
ok "and the others not" test "$refusals" -lt "$tried"

# An authority's caseload: every activity code has its place, by the groups that research on them uses
# (a custodial institution is custody before it is education, self-employment is employment).
codes=$SHARED/codes/nccis_activity_codes.csv
if [ -f "$codes" ]; then
	sed 1d "$codes" | cut -d , -f 1 | tr -d '\r' >"$WORK/codes"
	{
		printf 'Young_Persons_ID,DOB,Cohort_Status,Current_Activity_Code,Current_Activity_Start_Date\n'
		awk '{ print "Y" NR ",01/02/2007,P," $1 ",01/09/2024" }' "$WORK/codes"
	} >"$WORK/NCCIS-999-2024-12.csv"
	"$BUILD/extract" sources/nccis.json destination "$WORK/NCCIS-999-2024-12.csv" >"$WORK/out"
	group() {
		case $1 in
		130 | 290 | 710) echo custody ;;
		110 | 120 | 2??) echo education ;;
		3?? | 550) echo employment ;;
		4?? | 530) echo training ;;
		540 | 610 | 615 | 616 | 619) echo neet-active ;;
		140 | 6?0) echo neet-inactive ;;
		150 | 8??) echo unknown ;;
		720) echo other ;;
		esac
	}
	while read -r code; do
		group "$code"
	done <"$WORK/codes" >"$WORK/expected"
	column destination | sed -E 's/^neet-(seeking|not-ready|start-agreed|voluntary)$/neet-active/
		s/^neet-(unavailable|not-registered)$/neet-inactive/; /^neet-(in)?active$/!s/-.*//' >"$WORK/groups"
	is "46 activity codes" "$(wc -l <"$WORK/groups")" 46
	same "each in its group" "$WORK/groups" "$WORK/expected"
	is "each in the list of destinations" "$(column destination | sort -u |
		grep -vFxf <(cut -d , -f 1 contracts/codes/destination.csv))" ""
else
	skip "NCCIS activity codes" "no list of them"
fi

# Published figures: a record for each row and measure, symbols kept as such.
table=$files/nccis_neetnk_2023.csv
"$BUILD/extract" sources/nccis_published.json benchmark "$table" >"$WORK/out" 2>"$WORK/err"
is "published: no warning" "$(cat "$WORK/err")" ""
is "published: 160 rows of 39 measures" "$(column measure | wc -l) $(column area_code | sort -u | wc -l)" "6240 160"
figure() {
	awk -F '\t' -v measure="$1" '$4 == "E92000001" && $9 == measure && $10 == "16-17" { print $11 }' "$WORK/out"
}
is "published: England" "$(figure neet_not_known) $(figure neet) $(figure not_known)" "5.2 2.8 2.4"
for symbol in z c x; do
	is "published: cells that are $symbol" "$(column symbol | grep -cFx $symbol)" \
		"$(tr -d '\r' <"$table" | awk -F , -v symbol=$symbol '{ for (i = 1; i <= NF; i++) n += $i == symbol } END { print n + 0 }')"
done
is "published: all figures together" "$(column value | awk '$1 != "\\N" { n++; sum += $1 } END { printf "%d %.1f", n, sum }')" \
	"$(tr -d '\r' <"$table" | awk -F , 'NR > 1 { for (i = 12; i <= NF; i++) if ($i ~ /^-?[0-9.]+$/) { n++; sum += $i } } END { printf "%d %.1f", n, sum }')"
absence=$files/ees_absence_school.csv
"$BUILD/extract" sources/ees_absence.json benchmark "$absence" >"$WORK/out" 2>"$WORK/err"
is "absence: no warning" "$(cat "$WORK/err")" ""
is "absence: 199 rows of 5 measures" "$(column measure | wc -l)" 995
is "absence: each of its own" "$(cut -f 4,7,9,10 "$WORK/out" | sort | uniq -d)" ""

# Published tables: every cell, as PostgreSQL reads them.
if ! fresh_database >"$WORK/.output" 2>&1; then
	skip "published tables" "no server: $(head -n 1 "$WORK/.output")"
	done_testing
fi
for name in nccis_neetnk_2023 ees_absence_school; do
	file=$files/$name.csv
	head -n 1 "$file" | sed 's/^\xef\xbb\xbf//' | tr -d '"\r' | tr ',' '\n' >"$WORK/columns"
	{
		printf '{"name": "t", "version": "1", "format": "csv", "feeds": {"f": {"fields": {'
		sed 's/.*/"&": {"path": "&"}/' "$WORK/columns" | paste -s -d ,
		printf '}}}}'
	} >"$WORK/table.json"
	"$BUILD/extract" "$WORK/table.json" f "$file" | sed '1d;$d' | cut -f2- >"$WORK/out"
	query "create table $name ($(sed 's/.*/"&" text/' "$WORK/columns" | paste -s -d ,))"
	psql -X -q -c "\\copy $name from '$file' with (format csv, header)"
	psql -X -q -c "\\copy (select $(sed "s/.*/nullif(btrim(\"&\"), '')/" "$WORK/columns" | paste -s -d ,) from $name) to stdout" >"$WORK/expected"
	same "$name: every cell" "$WORK/out" "$WORK/expected"
	ok "$name: there are some" test -s "$WORK/out"
done
done_testing
