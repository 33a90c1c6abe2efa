#!/bin/bash
# The tables of the Mental Health Services Data Set, in version 6 and 5, and what a delivery is refused for.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/stage/extract_common.sh
. tests/stage/extract_common.sh

MHSDS=sources/mhsds.json
ACTIVITY=sources/mhsds_activity.json

# What both versions say in the same words. P1 and P2 are the mental health support team's, P3 the
# early intervention team's, P4 nobody's of ours. Names of items end in Id or ID, as suppliers have it.
common() {
	printf '%s\n' DatSetVer,OrgIDProvider,ReportingPeriodStartDate,ReportingPeriodEndDate \
		"6,RX1,$2-01,$2-28" >"$1/MHS000Header.csv"
	cat >"$1/MHS001MPI.csv" <<-'EOF'
		LocalPatientId,NHSNumber,PersonBirthDate,Postcode,Gender,EthnicCategory
		P1,9990000018,2010-03-04,ZZ1 1ZZ,2,A
		P2,,2009-03-04,,1,B
		P3,,2004-01-01,,1,99
		P4,,1950-01-01,,1,99
	EOF
	cat >"$1/MHS004EmpStatus.csv" <<-'EOF'
		LocalPatientId,EmployStatus,EmployStatusRecDate,WeekHoursWorked
		P3,02,2023-11-20,
		P3,03,,
		P1,77,2023-11-20,
		P4,01,2023-11-20,01
	EOF
	cat >"$1/MHS005PatInd.csv" <<-'EOF'
		LocalPatientId,LACStatus,YoungCarer
		P1,Y,Y
		P3,N,N
		P4,Y,Y
	EOF
	cat >"$1/MHS006MHCareCoord.csv" <<-'EOF'
		LocalPatientId,StartDateAssCareCoord,CareProfServOrTeamTypeAssoc
		P3,2023-12-05,A14
		P3,2023-12-06,A06
		P4,2023-12-07,A14
	EOF
	cat >"$1/MHS008CarePlanType.csv" <<-'EOF'
		CarePlanID,LocalPatientId,CarePlanTypeMH,CarePlanCreatDate
		L1,P1,10,2023-12-08
		L2,P4,10,2023-12-08
	EOF
	cat >"$1/MHS202CareActivity.csv" <<-'EOF'
		CareActId,CareContactId,CareProfLocalId,Procedure
		A1,C1,W1,11429006
		A2,C1,W1,304891004
		A3,C2,W2,11429006
		A4,C3,W3,
		A5,C4,W4,304891004
	EOF
	cat >"$1/MHS204IndirectActivity.csv" <<-'EOF'
		ServiceRequestId,IndirectActDate,IndirectActTime,DurationIndirectAct,CareProfTeamLocalId,IndActProcedure
		S1,2023-12-09,10:00:00,15,T1,
		S1,2023-12-09,10:00:00,25,T1,304891004
		S1,2023-12-09,,5,T1,
		S4,2023-12-09,10:00:00,15,T4,
	EOF
	cat >"$1/MHS501HospProvSpell.csv" <<-'EOF'
		HospProvSpellID,ServiceRequestId,StartDateHospProvSpell
		H1,S3,2023-12-10
		H2,S3,2023-12-20
	EOF
	cat >"$1/MHS606CodedScoreAssessmentRefer.csv" <<-'EOF'
		ServiceRequestId,CodedAssToolType,PersScore,AssToolCompTimestamp
		S1,718134002,18,2023-12-06T10:00:00+00:00
		S4,718134002,18,2023-12-06T10:00:00+00:00
		S1,4739002,18,2023-12-06T10:00:00+00:00
	EOF
	cat >"$1/MHS607CodedScoreAssessmentAct.csv" <<-'EOF'
		CareActId,CodedAssToolType,PersScore
		A3,986121000000101,12
		A5,986121000000101,12
	EOF
	cat >"$1/MHS901StaffDetails.csv" <<-'EOF'
		CareProfLocalId,CareProfJobRoleCode
		W1,X1
		W2,X2
		W3,X1
		W4,X1
		W5,X1
	EOF
}

v6=$WORK/MHSDS_RX1_2024-12
mkdir "$v6"
common "$v6" 2024-12
cat >"$v6/MHS101Referral.csv" <<'EOF'
ServiceRequestID,LocalPatientID,ReferralRequestReceivedDate,SourceOfReferralMH,PrimReasonReferralMH,CareProfTeamLocalID,DecisionToTreatDate,ReferRejectionDate,ReferRejectReason,ServDischDate,ReferClosReason
S1,P1,2023-11-30,M9,05,T1,2023-12-02,,,,
S2,P2,2023-12-01,Q2,05,T1,,2023-12-03,02,,
S3,P3,2023-12-02,A1,01,T3,,,,2024-12-09,08
S4,P4,2023-12-02,B1,16,T4,,,,,
EOF
printf '%s\n' CareProfTeamLocalID,ServTeamTypeMH T1,F01 T3,A14 T4,A06 >"$v6/MHS902ServiceTeamDetails.csv"
printf '%s\n' ServiceRequestID,OtherCareProfTeamLocalID S1,T3 >"$v6/MHS102OtherServiceType.csv"
cat >"$v6/MHS201CareContact.csv" <<'EOF'
CareContactID,ServiceRequestID,CareProfTeamLocalID,CareContDate,ClinContDurOfCareCont,ConsMechanismMH,AttendStatus
C1,S1,T1,2023-12-06,30,01,5
C2,S1,T4,2023-12-07,30,11,3
C3,S3,T3,2023-12-08,30,01,6
C4,S4,T4,2023-12-08,30,01,5
EOF

v5=$WORK/MHSDS_RX1_2023-12
mkdir "$v5"
common "$v5" 2023-12
sed -i '1s/Procedure/CodeProcAndProcStatus/' "$v5/MHS202CareActivity.csv"
sed -i '1s/IndActProcedure/CodeIndActProcAndProcStatus/' "$v5/MHS204IndirectActivity.csv"
cat >"$v5/MHS101Referral.csv" <<'EOF'
ServiceRequestId,LocalPatientId,ReferralRequestReceivedDate,SourceOfReferralMH,PrimReasonReferralMH,DecisionToTreatDate,ServDischDate
S1,P1,2023-11-30,M9,05,2023-12-02,
S2,P2,2023-12-01,Q1,05,,
S3,P3,2023-12-02,A1,01,,
S4,P4,2023-12-02,B1,16,,
EOF
# S1 was also sent to T4, which turned it down: that is not our team's answer. S3 was closed by T3.
cat >"$v5/MHS102ServiceTypeReferredTo.csv" <<'EOF'
ServiceRequestId,CareProfTeamLocalId,ServTeamTypeRefToMH,ReferClosureDate,ReferRejectionDate,ReferClosReason,ReferRejectReason
S1,T1,F01,,,,
S1,T4,A06,,2023-12-04,,01
S2,T1,F01,,2023-12-03,,02
S3,T3,A14,2024-12-09,,08,
S4,T4,A06,,,,
EOF
sed '1s/AttendStatus/AttendOrDNACode/' "$v6/MHS201CareContact.csv" >"$v5/MHS201CareContact.csv"

for version in v6 v5; do
	of=${!version}
	year=$([ $version = v6 ] && echo 2024 || echo 2023)
	is "$version: MHS001, MHS005: our teams' patients" \
		"$(columns $MHSDS person "$of" "person_ref sex birth_date looked_after")" \
		'P1 F 2010-03-04 yes
P2 M 2009-03-04 \N
P3 M 2004-01-01 no'
	is "$version: MHS101, MHS102, MHS501, MHS902: referrals, decided by our team" \
		"$(columns $MHSDS referral "$of" "referral_ref programme team_type source decision decision_date decision_reason closed_date closed_reason hospital_date")" \
		'S1 mhst F01 other accepted 2023-12-02 \N \N \N \N
S2 mhst F01 other rejected 2023-12-03 02 \N \N \N
S3 eip A14 health signposted \N \N 2024-12-09 08 2023-12-20'
	is "$version: MHS201, MHS202: contacts, their team's type and whether something was done" \
		"$(columns $MHSDS contact "$of" "contact_ref referral_ref attend_status kind team_type intervention")" \
		'C1 S1 5 direct F01 t
C2 S1 3 direct A06 f
C3 S3 6 direct A14 \N'
	is "$version: MHS204: indirect activity, the last of those at one time" \
		"$(columns $ACTIVITY contact "$of" "contact_ref contact_date minutes kind team_type intervention")" \
		'S1/2023-12-09/10:00:00 2023-12-09 25 indirect F01 t
S1/2023-12-09/10:00:00 2023-12-09 25 indirect F01 t
S1/2023-12-09/- 2023-12-09 5 indirect F01 \N'
	is "$version: MHS606: scores of a referral" \
		"$(columns $MHSDS assessment "$of" "referral_ref instrument scale rater assessed_date score")" \
		'S1 sdq total self 2023-12-06 18'
	is "$version: MHS607: scores of an activity, by 202, 201 and 101" \
		"$(columns $ACTIVITY assessment "$of" "referral_ref instrument scale rater assessed_date score")" \
		'S1 sdq total parent 2023-12-07 12'
	is "$version: MHS004: employment, on its day or in its month" \
		"$(columns $MHSDS destination "$of" "programme person_ref stage destination start_date")" \
		"eip P3 recorded neet-seeking 2023-11-20
eip P3 recorded education-other $year-12-01
mhst P1 recorded !untranslated!77 2023-11-20"
	is "$version: MHS005: circumstances" "$(columns $MHSDS need "$of" "person_ref need")" \
		'P1 looked_after
P1 young_carer'
	is "$version: MHS006: care coordinators of early intervention" \
		"$(columns $MHSDS milestone "$of" "person_ref kind milestone_date")" 'P3 care_coordinator 2023-12-05'
	is "$version: MHS008: care plans" \
		"$(columns $ACTIVITY milestone "$of" "person_ref kind milestone_date")" 'P1 care_plan 2023-12-08'
	is "$version: MHS901: staff with contacts of the month, counted" \
		"$(columns $MHSDS workforce "$of" "source_row provider programme period_start period_end role headcount")" \
		"2 RX1 mhst $year-12-01 $year-12-28 active_mhst 2
4 RX1 eip $year-12-01 $year-12-28 active_eip 1"
	like "$version: counted rows are one record" "$(tail -n 1 "$WORK/journal")" '"read":2,"accepted":2'
done

# The definitions and the check stand in both sources; they must say the same.
# part SOURCE NAME: a member of the first level
part() {
	awk -v name="\"$2\"" '$1 == name ":" { on = 1 } on { print } on && /^  []}],/ { exit }' "$1"
}
# names SOURCE: what it defines; defined SOURCE NAME: as what
names() {
	part "$1" define | sed -nE 's/^    "([a-z_]+)":.*/\1/p' | sort
}
defined() {
	part "$1" define | awk -v name="    \"$2\":" 'index($0, name) == 1 { on = 1; print; next }
		/^    "|^  }/ { on = 0 } on' | sed 's/,$//'
}
is "both sources check the same" "$(part $MHSDS check)" "$(part $ACTIVITY check)"
is "the same tables" "$(part $MHSDS tables)" "$(part $ACTIVITY tables)"
is "the same that may be absent" "$(part $MHSDS optional)" "$(part $ACTIVITY optional)"
like "which is something" "$(part $MHSDS check | paste -s) $(part $MHSDS optional | paste -s)" 'MHSDS_HEADER.*MHS902'
comm -12 <(names $MHSDS) <(names $ACTIVITY) >"$WORK/names"
while read -r name; do
	is "both sources mean the same by $name" "$(defined $MHSDS "$name")" "$(defined $ACTIVITY "$name")"
done <"$WORK/names"
is "by so many" "$(wc -l <"$WORK/names")" 13
like "which is something, too" "$(defined $MHSDS ours) $(defined $MHSDS rater | paste -s)" 'A14.*self'

# Tables that are not there
bare=$WORK/MHSDS_RX1_2024-11
mkdir "$bare"
cp "$v6/MHS001MPI.csv" "$v6/MHS101Referral.csv" "$v6/MHS902ServiceTeamDetails.csv" "$bare"
sed 's/2024-12/2024-11/g' "$v6/MHS000Header.csv" >"$bare/MHS000Header.csv"
is "without optional tables referrals are what they were" \
	"$(columns $MHSDS referral "$bare" "referral_ref programme")" \
	"$(columns $MHSDS referral "$v6" "referral_ref programme")"
for feed in contact assessment need destination milestone workforce; do
	is "without its table $feed is empty" "$(columns $MHSDS $feed "$bare" source_row)" ""
done
like "and the journal adds up" "$(tail -n 1 "$WORK/journal")" '"read":0,"accepted":0,"rejected":0'
like "with the delivery's hash" "$(tail -n 1 "$WORK/journal")" '"sha256":"[0-9a-f]{64}"'

# refused DESCRIPTION REGEX NAME EDIT: a copy of version 6, edited in its folder, is not taken: no feed
refused() {
	local copy=$WORK/refused/$3
	rm -rf "$WORK/refused"
	mkdir "$WORK/refused"
	cp -r "$v6" "$copy"
	(cd "$copy" && eval "$4")
	exits "$1" 65 "$BUILD/extract" $MHSDS person "$copy"
	like "$1: the message" "$(cat "$WORK/.output")" "breaks MHSDS_HEADER: $2"
	unlike "$1: no end of stream" "$(cat "$WORK/.output")" '^\\\.$'
	exits "$1: no other feed either" 65 "$BUILD/extract" $ACTIVITY milestone "$copy"
}

own=MHSDS_RX1_2024-12
refused "another month in the name" \
	"column 'ReportingPeriodStartDate' of table 'MHS000' is not a date in '2024-11' in row 2" MHSDS_RX1_2024-11 true
refused "another provider in the name" \
	"column 'OrgIDProvider' of table 'MHS000' is not 'RX2' in row 2" MHSDS_RX2_2024-12 true
refused "a period of two months" "column 'ReportingPeriodEndDate' of table 'MHS000' is not a date in '2024-12'" $own \
	"sed -i 's/2024-12-28/2025-01-31/' MHS000Header.csv"
refused "a period that is no date" "column 'ReportingPeriodStartDate' of table 'MHS000' is not a date in" $own \
	"sed -i 's/2024-12-01/December/' MHS000Header.csv"
refused "no period" "column 'ReportingPeriodStartDate' of table 'MHS000' is not a date in" $own \
	"sed -i 's/2024-12-01//' MHS000Header.csv"
refused "a header without a row" "table 'MHS000' has no row" $own "sed -i 2d MHS000Header.csv"
refused "a header without the column" "table 'MHS000' lacks the column 'OrgIDProvider'" $own \
	"sed -i 's/OrgIDProvider/Provider/' MHS000Header.csv"
refused "another month's rows" "column 'UniqMonthID' of table 'MHS201' is not '1497' in row 4" $own \
	"sed -i -e '1s/^/UniqMonthID,/' -e '2,3s/^/1497,/' -e '4,\$s/^/1496,/' MHS201CareContact.csv"
refused "another provider's rows" "column 'OrgIDProv' of table 'MHS001' is not 'RX1' in row 5" $own \
	"sed -i -e '1s/^/OrgIDProv,/' -e '2,4s/^/RX1,/' -e '5s/^/RX9,/' MHS001MPI.csv"
refused "version 5's attendance in a month of version 6" "table 'MHS201' lacks the column 'AttendStatus'" $own \
	"sed -i 1s/AttendStatus/AttendOrDNACode/ MHS201CareContact.csv"
like "says which version was in force" "$(cat "$WORK/.output")" 'version 6, in force in 2024-12, has'
refused "version 5's teams in a month of version 6" "table 'MHS102' has the column 'ServTeamTypeRefToMH'" $own \
	"cp '$v5'/MHS102*.csv .; rm MHS102Other*"
refused "no rejections in version 6" "table 'MHS101' lacks the column 'ReferRejectionDate'" $own \
	"sed -i 1s/ReferRejectionDate/Rejected/ MHS101Referral.csv"
refused "version 6 in a month of version 5" "table '(MHS101|MHS102)' (has|lacks) the column" MHSDS_RX1_2024-03 \
	"sed -i s/2024-12/2024-03/g MHS000Header.csv"
like "says so" "$(cat "$WORK/.output")" 'version 5, in force in 2024-03'
refused "a month before all versions" "its month is of no version that the source knows" MHSDS_RX1_2018-12 \
	"sed -i s/2024-12/2018-12/g MHS000Header.csv"
rm "$bare/MHS000Header.csv"
exits "no header at all" 65 "$BUILD/extract" $MHSDS person "$bare"
like "no header at all: the message" "$(cat "$WORK/.output")" "no file in '.*' fits 'MHS000\*.csv'"

# UniqMonthID counts from April 1900: October 2021 is 1459, April 2024 1489 (published cut-overs).
for pair in 2021-10/1459 2024-03/1488; do
	month=${pair%/*}
	rm -rf "$WORK/refused" && mkdir "$WORK/refused"
	cp -r "$v5" "$WORK/refused/MHSDS_RX1_$month"
	sed -i "s/2023-12/$month/g" "$WORK/refused/MHSDS_RX1_$month/MHS000Header.csv"
	sed -i -e '1s/^/UniqMonthID,/' -e "2,\$s/^/${pair#*/},/" "$WORK/refused/MHSDS_RX1_$month/MHS001MPI.csv"
	ok "$month is month ${pair#*/}" "$BUILD/extract" $MHSDS person "$WORK/refused/MHSDS_RX1_$month"
done

# What is wrong in a source's own check
# misconfigured DESCRIPTION REGEX CHECK
misconfigured() {
	printf '{"name":"s","version":"1","format":"csv","file":"{month}.csv","mode":"period","period":"{month}","check":%s,
		"feeds":{"f":{"fields":{"x":{"path":"A"}}}}}' "$3" >"$WORK/source.json"
	exits "$1" 78 "$BUILD/extract" "$WORK/source.json" f "$WORK/2024-05.csv"
	like "$1: the message" "$(cat "$WORK/.output")" "$2"
}
printf 'A,Month\n1,2024-05\n' >"$WORK/2024-05.csv"
misconfigured "no rule" "'rule' is missing" '{"same": []}'
misconfigured "no column" "'same' needs a 'column'" '{"rule": "R", "same": [{"says": "x"}]}'
misconfigured "months of what" "'months' must be" '{"rule": "R", "same": [{"column": "A", "says": "{month}", "months": "May"}]}'
misconfigured "a part that there is not" "names a part" '{"rule": "R", "same": [{"column": "A", "says": "{day}"}]}'
misconfigured "a version without a name" "needs a 'name'" '{"rule": "R", "versions": [{"from": "2024-01"}]}'
misconfigured "an unknown setting" "unknown setting 'tables'" '{"rule": "R", "tables": {}}'
printf '{"name":"s","version":"1","format":"csv","file":"{month}.csv","check":{"rule":"R","same":[{"column":"Month","says":"{month}"}]},
	"feeds":{"f":{"fields":{"x":{"path":"A"}}}}}' >"$WORK/source.json"
is "a delivery of one file is checked, too" "$(columns "$WORK/source.json" f "$WORK/2024-05.csv" x)" 1
cp "$WORK/2024-05.csv" "$WORK/2024-06.csv"
exits "and refused" 65 "$BUILD/extract" "$WORK/source.json" f "$WORK/2024-06.csv"
done_testing
