#!/bin/bash
# instruments.sh: norms, thresholds, directions and ranges in ref against NHS England's published tables, and what
# mhsds.json takes of the codes of assessments.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

codes=$SHARED/codes
[ -d "$codes" ] || skip_all "no published code lists in $codes"
fresh_database || exit
ok "the schema is applied" "$BUILD/ontrack" schema --apply

# Published names of scales as ours: "INSTRUMENT SCALE RATER"
# shellcheck disable=SC2016 # awk's own variables
readonly NAMES='
function ours(term,   rater) {
	sub(/^"/, "", term)
	if (term ~ /^RCADS/) {
		rater = term ~ /Parent version/ ? "parent" : "self"
		if (term ~ /Depression score/) return "rcads depression " rater
		if (term ~ /Generalized Anxiety/) return "rcads generalised_anxiety " rater
		if (term ~ /Obsessions/) return "rcads obsessive_compulsive " rater
		if (term ~ /Panic/) return "rcads panic " rater
		if (term ~ /Separation/) return "rcads separation_anxiety " rater
		if (term ~ /Social Phobia/) return "rcads social_phobia " rater
	}
	if (term ~ /^SDQ/) {
		rater = term ~ /self-rated/ ? "self" : "parent"
		if (term ~ /conduct/) return "sdq conduct " rater
		if (term ~ /emotional/) return "sdq emotional " rater
		if (term ~ /hyperactivity/) return "sdq hyperactivity " rater
		if (term ~ /impact/) return "sdq impact " rater
		if (term ~ /peer/) return "sdq peer " rater
		if (term ~ /prosocial/) return "sdq prosocial " rater
	}
	if (term ~ /^Child Outcome Rating/) return "cors total self"
	if (term ~ /^Outcome Rating/) return "ors total self"
	if (term ~ /^Young Persons Clinical/) return "ypcore total self"
	if (term ~ /^Clinical Outcomes in Routine/) return "core10 total self"
	if (term ~ /^Generalized anxiety disorder 7/) return "gad7 total self"
	if (term ~ /^Patient health questionnaire 9/) return "phq9 total self"
	if (term ~ /^Short Warwick/) return "swemwbs total self"
	if (term ~ /^Warwick/) return "wemwbs total self"
	if (term ~ /^Childrens global/) return "cgas total clinician"
	if (term ~ /oal/) return "gbo goal self"
	if (term ~ /^HoNOSCA/) return "honosca * self"
	return ""
}'

awk -F , "$NAMES"' NR > 1 { print ours($3), $1, $2, $4 + 0, $5 + 0 }' "$codes/rcads_norms_nhse.csv" | sort >"$WORK/norms.published"
query "select concat_ws(' ', instrument, scale, rater, sex, age, trim_scale(mean), trim_scale(sd))
	from ref.instrument_norm cross join generate_series(age_from::integer, age_to) age" | sort >"$WORK/norms.ours"
same "the norms of RCADS, for each year of age" "$WORK/norms.ours" "$WORK/norms.published"

# The thresholds that hold by ref.scale for each published one that we have a name for.
published() {
	tail -n +2 "$codes/reliable_change_thresholds_nhse.csv" | sed -E ':a; s/^("[^",]*),([^"]*")/\1;\2/; ta'
}
published | awk -F , "$NAMES"'
	{ name = ours($1); if (name != "") print name, $2 + 0 }' | sort -u >"$WORK/thresholds.published"
query "select concat_ws(' ', w.instrument, w.scale, w.rater, trim_scale(s.threshold))
	from (values $(awk '{ printf "%s(%c%s%c, %c%s%c, %c%s%c)", (NR > 1 ? ", " : ""), 39, $1, 39, 39, $2, 39, 39, $3, 39 }' \
		"$WORK/thresholds.published")) w (instrument, scale, rater)
	join lateral (
		select threshold from ref.scale s
		where s.instrument = w.instrument and s.scale in (w.scale, '*') and s.rater in (w.rater, '*')
		order by s.scale = '*', s.rater = '*' limit 1
	) s on true" | sort -u >"$WORK/thresholds.ours"
same "thresholds of reliable change" "$WORK/thresholds.ours" "$WORK/thresholds.published"
diag "not held: $(published | awk -F , "$NAMES"' ours($1) == "" { gsub("\"", "", $1); print $1 }' | sort -u | paste -s -d ';')"

# Directions, tool by tool. Prosocial behaviour of SDQ is better when higher, though the publication has one direction
# for the whole; of SCORE-15 it is not sure enough to be used.
published_directions() {
	awk -F , 'NR > 1 {
		tool = ""; name = $0; sub(/,[A-Za-z]+\r?$/, "", name)
		if (name ~ /^RCADS/) tool = "rcads"
		else if (name ~ /^Strengths/ && name !~ /2 to 4/) tool = "sdq"
		else if (name ~ /\(CORS\)/) tool = "cors"
		else if (name ~ /^Outcome Rating/) tool = "ors"
		else if (name ~ /\(CGAS\)/) tool = "cgas"
		else if (name ~ /CORE 10/) tool = "core10"
		else if (name ~ /^YP-CORE/) tool = "ypcore"
		else if (name ~ /GAD-7/) tool = "gad7"
		else if (name ~ /PHQ-9/) tool = "phq9"
		else if (name ~ /SWEMWBS/) tool = "swemwbs"
		else if (name ~ /WEMWBS/) tool = "wemwbs"
		else if (name ~ /\(GBO\)/) tool = "gbo"
		else if (name ~ /^HoNOS-CA/) tool = "honosca"
		if (tool != "") print tool, ($0 ~ /,Positive/ ? 1 : -1)
	}' "$codes/assessment_direction_nhse.csv" | sort -u
}
published_directions >"$WORK/directions.published"
query "select distinct concat_ws(' ', instrument, direction) from ref.scale
	where instrument in ($(cut -d' ' -f1 "$WORK/directions.published" | sed "s/.*/'&'/" | paste -s -d,)) and scale <> 'prosocial'" |
	sort >"$WORK/directions.ours"
same "directions of $(wc -l <"$WORK/directions.published") tools" "$WORK/directions.ours" "$WORK/directions.published"

# Ranges and codes: for each published code what it is with us by its own words, the least and the greatest score
# delivered by mhsds.json and judged by validate.
tools() {
	tail -n +2 "$codes/mhsds_assessment_tools.csv" | tr -d '\r' |
		sed -E ':a; s/^(([^",]*,|"[^"]*",)*"[^",]*),([^"]*")/\1;\3/; ta'
}
# shellcheck disable=SC2016 # awk's own variables
readonly TAKEN='
function taken(tool, term,   rater) {
	gsub(/"/, "", tool); gsub(/"/, "", term)
	if (tool ~ /^RCADS/) {
		rater = term ~ /Parent version/ ? "parent" : "self"
		if (term ~ /Total Anxiety and Depression/) return "rcads total " rater
		if (term ~ /Total Anxiety/) return "rcads anxiety " rater
		return ours(term)
	}
	if (tool ~ /Strengths/) {
		if (term ~ /2-4/) return ""
		rater = term ~ /self-rated/ ? "self" : term ~ /teacher score/ ? "teacher" : "parent"
		if (term ~ /total difficulties/) return "sdq total " rater
		term = ours(term); sub(/ [a-z]+$/, " " rater, term)
		return term
	}
	if (tool ~ /Goal Based/)
		return "gbo goal" (match(term, /goal [123] score/) ? "-" substr(term, RSTART + 5, 1) : "") " self"
	if (tool ~ /^SCORE/) return term ~ /15 - total score/ ? "score15 total self" : ""
	if (tool ~ /CORE-OM|Young Child|HoNOS|Current View/) return ""
	return ours(term)
}'
tools | awk -F , "$NAMES $TAKEN"' { name = taken($2, $3); if (name != "") print $4, name, $6 + 0, $7 + 0 }' | sort -u >"$WORK/tools"
awk '{ print $2, $3, $5, $6 }' "$WORK/tools" | sort -u >"$WORK/ranges.published"
query "select concat_ws(' ', instrument, scale, trim_scale(low), trim_scale(high)) from ref.instrument_scale
	where (instrument, scale) in ($(awk '{ printf "%s(%c%s%c, %c%s%c)", (NR > 1 ? ", " : ""), 39, $1, 39, 39, $2, 39 }' \
		"$WORK/ranges.published"))" | sort >"$WORK/ranges.ours"
same "ranges of $(wc -l <"$WORK/ranges.published") scales" "$WORK/ranges.ours" "$WORK/ranges.published"

folder=$WORK/MHSDS_RX1_2024-05
mkdir "$folder"
printf '%s\n' OrgIDProvider,ReportingPeriodStartDate,ReportingPeriodEndDate RX1,2024-05-01,2024-05-31 >"$folder/MHS000Header.csv"
printf '%s\n' LocalPatientID,PersonBirthDate P,2010-01-01 >"$folder/MHS001MPI.csv"
printf '%s\n' ServiceRequestID,LocalPatientID,ReferralRequestReceivedDate,SourceOfReferralMH,PrimReasonReferralMH,CareProfTeamLocalID,ReferRejectionDate,ServDischDate \
	S,P,2024-05-01,A1,05,T,, >"$folder/MHS101Referral.csv"
printf '%s\n' CareProfTeamLocalID,ServTeamTypeMH T,F01 >"$folder/MHS902ServiceTeamDetails.csv"
{
	echo ServiceRequestID,CodedAssToolType,PersScore,AssToolCompTimestamp
	tools | awk -F , '{ print "S," $4 "," $6 + 0 ",2024-05-02T10:00:00+01:00"; print "S," $4 "," $7 + 0 ",2024-05-03T10:00:00+01:00" }'
} >"$folder/MHS606CodedScoreAssessmentRefer.csv"
"$BUILD/extract" sources/mhsds.json assessment "$folder" 2>"$WORK/err" |
	"$BUILD/validate" contracts/assessment.json --codes contracts/codes --as-of 2025-10-31 --rejects "$WORK/rejects" \
		>"$WORK/accepted" 2>>"$WORK/err" || diag "$(cat "$WORK/err")"
is "no score from the least to the greatest is refused" "$(awk -F '\t' 'NR > 1 && $4 == "record"' "$WORK/rejects")" ""
awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$1 != "\\." { print $at["instrument"], $at["scale"], $at["rater"], $at["score"] }' "$WORK/accepted" | sort >"$WORK/got"
awk '{ print $2, $3, $4, $5; print $2, $3, $4, $6 }' "$WORK/tools" | sort >"$WORK/expected"
same "codes of $(wc -l <"$WORK/tools") scores are taken for what they say, and no other" "$WORK/got" "$WORK/expected"
diag "not taken: $(tools | awk -F , "$NAMES $TAKEN"' taken($2, $3) == "" { gsub("\"", "", $2); print $2 }' | sort -u | paste -s -d ';')"
done_testing
