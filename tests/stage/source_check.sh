#!/bin/bash
# ontrack source check: what a mapping makes of a sample. No identity that went in comes out; what is
# counted is what extract and validate count by themselves.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

demo=fixtures/demo
tracker=$demo/ap/999902_tracker_2024.csv
settings=(--config "$demo/ontrack.json")
codes=(--codes contracts/codes --codes "$demo/codes")
mkdir "$WORK/here"

# check CODE SOURCE SAMPLE [OPTION...]: its output is in $WORK/out
check() {
	local code=$1
	shift
	exits "check of $(basename "$2") by $(basename "$1")" "$code" \
		"$BUILD/ontrack" source check "$@" "${settings[@]}"
	cp "$WORK/.output" "$WORK/out"
}
# says DESCRIPTION REGEX: a line of it does
says() {
	like "$1" "$(cat "$WORK/out")" "$2"
}
# part FEED: what is said of a feed
part() {
	awk -v feed="$1" '/^[a-z_]+: / { on = index($0, feed ": ") == 1 } /^••••/ { on = 0 } on' "$WORK/out"
}
# no_identity DESCRIPTION: none of the texts of $WORK/identities is in the output
no_identity() {
	sort -u "$WORK/identities" | grep -E '.{4,}' >"$WORK/looked_for"
	ok "$1: there is something to look for" test "$(wc -l <"$WORK/looked_for")" -gt 5
	is "$1: no identity is shown" "$(grep -oFf "$WORK/looked_for" "$WORK/out" | sort -u)" ""
}
# column NAME FILE: of a CSV without quoted commas
column() {
	tr -d '\r' <"$2" | awk -F, -v name="$1" 'NR == 1 { sub(/^\xef\xbb\xbf/, "")
		for (i = 1; i <= NF; i++) if ($i == name) at = i } NR > 1 { print $at }'
}
# counts SOURCE FEED SAMPLE: read, accepted, rejected and warned, by the stages themselves
counts() {
	rm -f "$WORK/e" "$WORK/v"
	"$BUILD/extract" --journal "$WORK/e" --as-of 2025-10-31 "$1" "$2" "$3" 2>/dev/null |
		"$BUILD/validate" --journal "$WORK/v" --as-of 2025-10-31 "${codes[@]}" --allow-test-identifiers \
			"contracts/$2.json" >/dev/null 2>&1
	number() { sed -E "s/.*\"$2\":([0-9]+).*/\1/" "$1"; }
	echo "  the whole sample: $(number "$WORK/e" read) read, $(number "$WORK/v" accepted) accepted," \
		"$(($(number "$WORK/e" rejected) + $(number "$WORK/v" rejected))) rejected," \
		"$(number "$WORK/v" warned) with warnings" | tr -s ' ' | sed 's/^ /  /'
}

# A CSV.
check 0 sources/ap_bom.json "$tracker" --rows 20
for name in 'Ref' 'Pupil ID' 'NHS No' UPN Surname 'First name' DOB Postcode; do
	column "$name" "$tracker"
done >"$WORK/identities"
# as extract writes dates
column DOB "$tracker" | awk -F/ '{ print $3 "-" $2 "-" $1 }' >>"$WORK/identities"
no_identity "a tracker"
for feed in person need referral placement attendance destination; do
	is "$feed: what is counted is what the stages count" "$(part $feed | grep 'whole sample')" \
		"$(counts sources/ap_bom.json $feed "$tracker")"
done
is "a kept field is shown as it came" "$(part person | awk '$1 == "sex" { for (i = 5; i < 10; i++) print $i }')" \
	"$(column Gender "$tracker" | head -n 5)"
like "with where it comes from, and its treatment" "$(part person)" '^  sex +Gender, map +keep +[FM] '
like "one that is not kept is masked" "$(part person)" '^  nhs_number +NHS No, digits +\[pseudonym:nhs\]( +••••){20}$'
like "and so is one that becomes an age" "$(part referral)" '^  birth_date +DOB, date +\[age\] +•••• '
like "a value that is not there is said to be empty" "$(part referral)" '^  decision_reason .* empty'
like "rows are counted as a spreadsheet does" "$(part person)" '^  field +from +as +row 2 +row 3 +row 4 '
like "rules are counted by field" "$(part referral)" '^    record +date-format +referral_date +2$'
like "fields that are not filled are named" "$(part person)" 'not filled by the mapping: uln, disability, prior_attainment, cohort_status$'
says "the last line is the verdict" '^6 of 6 feeds can be read$'
check 0 sources/ap_bom.json "$tracker" --feed need --rows 0
is "one feed alone" "$(grep -c 'whole sample' "$WORK/out")" 1
unlike "and no row" "$(cat "$WORK/out")" 'row [0-9]'

# What is wrong with a value shows by its rule, never by itself.
sed -e '2s/,F,White - British,/,Zzyxwoman,Zzyxland,/' -e '3s/,21\/11\/2009,/,31\/02\/2009,/' \
	-e '4s/$/,more,more/' "$tracker" >"$WORK/999902_tracker_2025.csv"
check 0 sources/ap_bom.json "$WORK/999902_tracker_2025.csv" --feed person
says "a code that is not translated" '^  ethnicity .*•••• ✗ untranslated'
says "another" '^  sex .*•••• ✗ untranslated'
says "a date that is none" '^  birth_date .* •••• +•••• ✗ date-format'
says "the rows are named" "^  row 3: date-format in 'birth_date' \(rejected\)$"
says "a row that is ragged is counted" '^    record +ragged-row +\(the row\) +1$'
unlike "none of them is shown" "$(cat "$WORK/out")" 'Zzyx|31/02'
sed '2s/,999[0-9]*,/,9990000019,/' "$tracker" >"$WORK/999902_tracker_2025.csv"
check 0 sources/ap_bom.json "$WORK/999902_tracker_2025.csv" --feed person
says "a warning shows as one" '^  nhs_number .*•••• ! identifier'
printf 'provider,name,programme,kind,area,places,start_date,end_date\n999901,Zzyxhouse,ap,ap_academy,Zzyxshire,9,2023-08-01,\n' \
	>"$WORK/register.csv"
check 0 sources/provider.json "$WORK/register.csv"
says "a kept text that nothing bounds is masked" '^  name .*•••• free text$'
unlike "and not shown" "$(cat "$WORK/out")" Zzyx

# A mapping that takes a wrong column: what it finds there is not shown either.
sed -E -e 's/"sex": \{[^}]*\} \}/"sex": {"path": "Surname"}/' \
	-e 's/("planned_weeks": )\{[^}]*\}/\1{"path": "NHS No"}/' \
	-e 's/("decision_date": )\{[^}]*\}/\1{"path": "DOB", "date": "DD\/MM\/YYYY"}/' \
	-e 's/("is_primary")/"recorded_date": {"path": "DOB", "date": "DD\/MM\/YYYY"}, \1/' \
	sources/ap_bom.json >"$WORK/wrong.json"
check 0 "$WORK/wrong.json" "$tracker" --rows 20
no_identity "a mapping that takes the wrong columns"
says "a birth date that stands for another date" '^  decision_date .*•••• same as a masked one'
says "in another feed too" '^  recorded_date .*•••• same as a masked one'
says "a name that stands for a code" '^  sex +Surname .*•••• ! code'
says "columns that are no longer used are told by their letters" 'columns of the sample that no feed uses: H, R, W$'

# Mappings that can't work.
sed -e 's/"person_ref": { "path": "Pupil ID" }/"person_rep": { "path": "Pupil ID" }/' sources/ap_bom.json \
	>"$WORK/wrong.json"
check 78 "$WORK/wrong.json" "$tracker" --feed person
says "a required field that is not filled" 'required, and not filled by the mapping: person_ref$'
says "a field that is not in the contract" 'filled by the mapping, and not in the contract: person_rep$'
says "is masked" '^  person_rep +Pupil ID +\[not in the contract\] +•••• '
says "what is right can be looked at all the same" '^  sex +Gender, map +keep +[FM] '
sed 's/"date": "DD\/MM\/YYYY"/"date": "DD\/MM"/' sources/ap_bom.json >"$WORK/wrong.json"
check 78 "$WORK/wrong.json" "$tracker" --feed person
says "a date pattern without a year" "'date' must be a pattern"
sed 's/"need": {$/"ned": {/' sources/ap_bom.json >"$WORK/wrong.json"
check 78 "$WORK/wrong.json" "$tracker"
says "a feed that there is not" 'there is no contract that can be read'
says "stops none of the others" "^1 of 6 feeds can't be read$"
echo '{' >"$WORK/wrong.json"
check 78 "$WORK/wrong.json" "$tracker"
says "no JSON" 'not valid JSON'
mkdir "$WORK/lists"
echo 'code;label' >"$WORK/lists/sex.csv"
check 78 sources/ap_bom.json "$tracker" --feed person --codes "$WORK/lists"
says "a code list that can't be read" "validate: .*sex.csv"
says "then no value is shown" 'no value is shown, as validate could not judge'

# Samples that do not fit.
cut -d, -f 1-4,8- "$tracker" >"$WORK/999902_tracker_2025.csv"
check 65 sources/ap_bom.json "$WORK/999902_tracker_2025.csv" --feed person
says "columns that are missing are all named" "lacks columns that feed 'person' maps: 'Surname', 'First name', 'DOB'$"
says "and what to do" 'hint: restore the column'
says "the verdict says so" "^1 of 1 feeds can't be read$"
check 65 sources/ap_bom.json "$demo/costs/ledger-2025-09.csv" --feed person
says "a name that does not fit" "the delivery's name does not fit"
cp "$tracker" "$WORK/sample.csv"
check 0 sources/ap_bom.json "$WORK/sample.csv" --feed person --name 999902_tracker_2024.csv
says "but for what it will be called" '^  provider .* 999902 '
{ head -n 3 "$tracker" && printf 'x,"\n'; } >"$WORK/999902_tracker_2025.csv"
check 65 sources/ap_bom.json "$WORK/999902_tracker_2025.csv" --feed person
says "a sample that is cut short" 'a quote that is never closed'
says "what came before is shown" '^  sex +Gender, map +keep +[FM] +[FM]$'
check 65 sources/mhsds.json "$tracker" --name MHSDS_ZZM01_2025-04
says "one file, where there should be many" 'not a directory or zip'
check 66 sources/ap_bom.json "$WORK/none.csv"
check 66 "$WORK/none.json" "$tracker"
check 64 sources/ap_bom.json https://example.org/tracker.csv
check 64 sources/ap_bom.json "$tracker" --feed nothing
check 64 sources/ap_bom.json "$tracker" --rows 51
exits "an action that there is not" 64 "$BUILD/ontrack" source look sources/ap_bom.json "$tracker"

# Tables in a folder and in a zip, XML, gzip.
tables=$demo/mhst/MHSDS_ZZM01_2025-04
check 0 sources/mhsds.json "$tables" --rows 20
for name in LocalPatientID NHSNumber PersonBirthDate Postcode; do
	column $name "$tables/MHS001MPI.csv"
done >"$WORK/identities"
column ServiceRequestID "$tables/MHS101Referral.csv" >>"$WORK/identities"
column CareContactID "$tables/MHS201CareContact.csv" >>"$WORK/identities"
no_identity "a folder of tables"
says "columns that others stand in for" 'not among the sample.s columns .*: GenderIDCode$'
grep -v "^source" "$WORK/out" >"$WORK/of_folder"
(cd "$tables/.." && zip -qr "$WORK/MHSDS_ZZM01_2025-04.zip" MHSDS_ZZM01_2025-04)
check 0 sources/mhsds.json "$WORK/MHSDS_ZZM01_2025-04.zip" --rows 20
grep -v "^source" "$WORK/out" >"$WORK/of_zip"
same "a zip of them is shown alike" "$WORK/of_zip" "$WORK/of_folder"

learners=$(find "$demo/wbl" -name 'ILR-*' | sort | head -n 1)
check 0 sources/ilr.json "$learners" --rows 20
sed -nE 's/.*<(LearnRefNumber|ULN|FamilyName|GivenNames|DateOfBirth|Postcode|PostcodePrior)>([^<]*)<.*/\2/p' \
	"$learners" | grep -v 9999999999 >"$WORK/identities"
no_identity "an ILR file"
like "paths of elements" "$(part person)" '^  provider +/Message/LearningProvider/UKPRN +keep +90000101 '
is "its aims are counted as the stages count them" "$(part learning_aim | grep 'whole sample')" \
	"$(counts sources/ilr.json learning_aim "$learners")"
panel=$(find "$demo/ap" -name 'panel-*.gz')
check 0 sources/ap_panel.json "$panel" --rows 20
gzip -dc "$panel" >"$WORK/panel.csv"
for name in person_ref nhs_number upn family_name given_names birth_date postcode; do
	column $name "$WORK/panel.csv"
done >"$WORK/identities"
no_identity "a gzip"

# Nothing is written, here or there.
(cd "$WORK/here" && TMPDIR=$WORK/here "$BUILD/ontrack" source check "$ROOT/sources/ap_bom.json" \
	"$ROOT/$tracker" --config "$ROOT/$demo/ontrack.json") >"$WORK/out" 2>&1
is "no file is left" "$(find "$WORK/here" -mindepth 1)" ""
if command -v strace >/dev/null && ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e trace=openat,open,creat \
	-o "$WORK/trace" "$BUILD/ontrack" source check sources/ap_bom.json "$tracker" "${settings[@]}" \
	>/dev/null 2>&1; then
	is "none is made" "$(grep -E 'O_CREAT|O_WRONLY|O_RDWR' "$WORK/trace" | grep -vE '"/proc/self/fd/|"/dev/null"')" ""
else
	skip "none is made" "strace can't be used here"
fi
code=0
"$BUILD/ontrack" source check sources/ap_bom.json "$tracker" "${settings[@]}" >/dev/full 2>"$WORK/err" || code=$?
is "a full disk" "$code" 74
"$BUILD/ontrack" source check sources/ap_bom.json "$tracker" "${settings[@]}" 2>"$WORK/err" >&-
is "a closed output" $? 74
done_testing
