#!/bin/bash
# instruments.sh: norms and thresholds in ref against NHS England's published tables.
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
done_testing
