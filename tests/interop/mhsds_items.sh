#!/bin/bash
# mhsds_items.sh: what the contracts call the items of the Mental Health Services Data Set and its rules, against the
# item ids and the messages that a submission reports.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

[ -d "$SHARED/codes" ] || skip_all "no published items in $SHARED/codes"
items=$SHARED/codes/mhsds_v6_item_ids_seen.csv
messages=$SHARED/codes/mhsds_submission_message_catalogue.csv

# Every "M101030 SourceOfReferralMH" of the contracts' standards is a pair of the publication.
grep -ohE 'MHSDS M[0-9]{6} [A-Za-z]+' contracts/*.json | cut -d' ' -f2- | sort -u >"$WORK/ours"
tail -n +2 "$items" | tr -d '\r' | tr ',' ' ' | sort -u >"$WORK/published"
is "each item of the contracts' $(wc -l <"$WORK/ours") is published by that id and name" "$(comm -23 "$WORK/ours" "$WORK/published")" ""

# Every published item stands for a field, or it is said why not.
cat >"$WORK/unused" <<'UNUSED'
M000050 ReportingPeriodStartDate: checked against the delivery's name, which gives the month
M000060 ReportingPeriodEndDate: checked against the delivery's name, which gives the month
M001170 OrgIDLocalPatientID: the provider's own identifier is told apart by the provider
M002010 GMPReg: the practice is not taken
M002020 StartDateGMPRegistration: the practice is not taken
M002030 EndDateGMPRegistration: the practice is not taken
M002901 LocalPatientID: the practice is not taken
M004030 WeekHoursWorked: whether somebody works is kept, not how long
M006030 EndDateAssCareCoord: the wait ends with the beginning
M006908 CareProfLocalID: staff are not told apart
M007901 LocalPatientID: disability comes from other sources
M008020 CarePlanLastUpdateDate: the wait ends with the first plan
M008070 CarePlanID: the wait ends with the first plan
M009010 CarePlanID: the wait ends with the first plan
M101180 OrgIDReferringOrg: the source is kept by its kind
M101922 OrgIDComm: who pays is the programme
M102910 OtherCareProfTeamLocalID: teams are kept by their type
M201120 CareContCancelDate: that it was cancelled is kept
M201130 CareContCancelReas: that it was cancelled is kept
M201922 OrgIDComm: who pays is the programme
M202904 CareActID: leads a score to its contact, and is not kept
M204908 CareProfLocalID: staff are not told apart
M401060 EndDateMHActLegalStatusClass: detention is not followed
M401901 LocalPatientID: detention is not followed
M401914 MHActLegalStatusClassPeriodID: detention is not followed
M501200 HospProvSpellID: the first day is kept
M501250 DestOfDischHospProvSpell: hospital care is not followed
M501902 ServiceRequestID: leads a spell to its referral, and is not kept
M502030 EndDateWardStay: hospital care is not followed
M502120 MHAdmittedPatientClass: hospital care is not followed
M502160 HospProvSpellID: hospital care is not followed
M502915 WardStayID: hospital care is not followed
M512030 HospProvSpellID: hospital care is not followed
M604010 PrimDiag: diagnoses are not taken
M604020 CodedDiagTimestamp: diagnoses are not taken
M604902 ServiceRequestID: diagnoses are not taken
M606908 CareProfLocalID: staff are not told apart
M701901 LocalPatientID: the care programme approach is not followed
M702908 CareProfLocalID: the care programme approach is not followed
M702918 CPAEpisodeID: the care programme approach is not followed
M902010 CareProfTeamLocalID: leads to the team's type, and is not kept
UNUSED
is "each of $(wc -l <"$WORK/published") published items stands for a field, or it is said why not" \
	"$(sort -u "$WORK/ours" <(cut -d: -f1 "$WORK/unused") | comm -3 - "$WORK/published")" ""
is "none is both" "$(cut -d: -f1 "$WORK/unused" | sort | comm -12 - "$WORK/ours")" ""
diag "of no field: $(paste -s -d ';' "$WORK/unused" | sed 's/;/; /g')"

# A rule of a native id is in the catalogue, and as severe as it says: "RULE SEVERITY"
awk -F, 'NR > 1 {
	severity = $0 ~ /Group rejected/ ? "group" : $0 ~ /Record rejected/ ? "record" : $0 ~ /,"?Warning/ ? "warning" : ""
	if (severity != "") print $2, severity }' "$messages" | sort -u >"$WORK/published"
# As the contracts' page says it: | rule | severity | …
"$BUILD/ontrack" document rules | grep -oE '^\| `?MHS[0-9]+`? \| [a-z]+' | tr -d '`|' | awk '{ print $1, $2 }' | sort -u >"$WORK/ours"
ok "there are such rules" test -s "$WORK/ours"
is "each of our $(wc -l <"$WORK/ours") is published, with that severity" "$(comm -23 "$WORK/ours" "$WORK/published")" ""
diag "published rules that are none of ours: $(cut -d' ' -f1 "$WORK/ours" | comm -13 - <(cut -d' ' -f1 "$WORK/published" | sort -u) | paste -s -d' ')"
done_testing
