#!/bin/bash
# extract of deliveries that are several tables: a directory or a zip, with lookups between them.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/stage/extract_common.sh
. tests/stage/extract_common.sh

MHSDS=sources/mhsds.json
v6=$WORK/MHSDS_RX1_2024-05
mkdir "$v6"
cat >"$v6/MHS000Header.csv" <<'EOF'
DatSetVer,OrgIDProvider,ReportingPeriodStartDate,ReportingPeriodEndDate
6.0,RX1,2024-05-01,2024-05-31
EOF
cat >"$v6/MHS001MPI.csv" <<'EOF'
LocalPatientID,NHSNumber,PersonBirthDate,Postcode,Gender,EthnicCategory
P1,999 000 0018,2010-03-04,zz1 1zz,2,A
P2,,,,9,
P3,,2011-01-01,,X,99
EOF
cat >"$v6/MHS101Referral.csv" <<'EOF'
ServiceRequestID,LocalPatientID,ReferralRequestReceivedDate,SourceOfReferralMH,PrimReasonReferralMH,CareProfTeamLocalID,ReferRejectionDate,ReferRejectReason,ServDischDate,ReferClosReason
S1,P1,2024-04-30,C2,05,T1,,,,
S2,P2,2024-05-01,A1,01,T2,2024-05-03,02,,
S3,P3,2024-05-02,B1,16,T3,,,,
S4,P3,2024-05-02,B1,16,,,,2024-05-09,08
S5,P9,2024-05-02,XX,16,T1,,,2024-05-09,02
EOF
cat >"$v6/MHS902ServiceTeamDetails.csv" <<'EOF'
CareProfTeamLocalID,ServTeamTypeMH
T1,F01
T2,A14
T3,A06
EOF
cat >"$v6/MHS201CareContact.csv" <<'EOF'
CareContactID,ServiceRequestID,CareContDate,ClinContDurOfCareCont,ConsMechanismMH,AttendStatus
C1,S1,2024-05-06,30,01,5
C2,S3,2024-05-06,30,01,5
C3,S8,2024-05-06,30,11,7
EOF
cat >"$v6/MHS202CareActivity.csv" <<'EOF'
CareActID,CareContactID
A1,C1
A2,C2
EOF
cat >"$v6/MHS606CodedScoreAssessmentRefer.csv" <<'EOF'
ServiceRequestID,CodedAssToolType,PersScore,AssToolCompTimestamp
S1,718134002,18,2024-05-06T10:00:00+01:00
S1,718655001,7,2024-05-07 10:00:00.000
S1,123456,7,2024-05-07
S3,718134002,7,2024-05-07
EOF
cat >"$v6/MHS607CodedScoreAssessmentAct.csv" <<'EOF'
CareActID,CodedAssToolType,PersScore
A1,986121000000101,12
A2,986121000000101,12
EOF

is "persons" "$(columns $MHSDS person "$v6" "source_row provider person_ref nhs_number sex ethnicity postcode")" \
	'2 RX1 P1 9990000018 F WBRI ZZ1 1ZZ
3 RX1 P2 \N X \N \N
4 RX1 P3 \N U NOBT \N'
is "referrals to our teams, and to none that is known" \
	"$(columns $MHSDS referral "$v6" "source_row referral_ref programme team_type birth_date source decision decision_date closed_date")" \
	'2 S1 mhst F01 2010-03-04 school accepted \N \N
3 S2 eip A14 \N health rejected 2024-05-03 \N
5 S4 \N \N 2011-01-01 self signposted \N 2024-05-09
6 S5 mhst F01 \N other accepted \N 2024-05-09'
is "contacts of our teams, and those whose referral is unknown" \
	"$(columns $MHSDS contact "$v6" "source_row contact_ref referral_ref mechanism attend_status minutes")" \
	'2 C1 S1 01 5 30
4 C3 S8 11 7 30'
is "assessments of a referral" \
	"$(columns $MHSDS assessment "$v6" "source_row referral_ref instrument scale rater assessed_date score")" \
	'2 S1 sdq total self 2024-05-06 18
3 S1 rcads depression self 2024-05-07 7'
is "assessments of an activity" \
	"$(columns sources/mhsds_activity.json assessment "$v6" "source_row referral_ref instrument scale rater assessed_date score")" \
	'2 S1 sdq total parent 2024-05-06 12'

# Version 5: the team stands in MHS102, attendance has another name, and there is no rejection in MHS101.
v5=$WORK/MHSDS_RX1_2023-05
cp -r "$v6" "$v5"
sed -i 's/2024-05/2023-05/g' "$v5/MHS000Header.csv"
cut -d, -f1-5,9 "$v6/MHS101Referral.csv" >"$v5/MHS101Referral.csv"
sed -i 's/AttendStatus/AttendOrDNACode/' "$v5/MHS201CareContact.csv"
printf 'CareProfTeamLocalID\nT1\n' >"$v5/MHS902ServiceTeamDetails.csv"
printf 'ServiceRequestID,ServTeamTypeRefToMH\nS1,D06\nS2,A14\nS3,A06\nS5,F01\nS5,A14\n' >"$v5/MHS102ServiceTypeReferredTo.csv"
is "version 5: referrals; of several teams the first of A14, F01, D06" \
	"$(columns $MHSDS referral "$v5" "referral_ref programme decision")" \
	'S1 mhst accepted
S2 eip accepted
S4 \N accepted
S5 eip accepted'
is "version 5: contacts" "$(columns $MHSDS contact "$v5" "contact_ref attend_status")" 'C1 5
C3 7'

# The same in a zip, also one with a folder in it and what macOS adds.
(cd "$WORK" && zip -q -r MHSDS_RX1_2024-05.zip MHSDS_RX1_2024-05)
mkdir "$WORK/__MACOSX" && : >"$WORK/__MACOSX/._MHS101Referral.csv" && : >"$WORK/__MACOSX/MHS101x.csv"
(cd "$WORK" && zip -q -r MHSDS_RX1_2024-05.zip __MACOSX)
for feed in person referral contact assessment; do
	"$BUILD/extract" $MHSDS $feed "$v6" >"$WORK/folder.out"
	"$BUILD/extract" $MHSDS $feed "$WORK/MHSDS_RX1_2024-05.zip" --name MHSDS_RX1_2024-05 >"$WORK/zip.out"
	same "$feed from a zip is as from a folder" "$WORK/zip.out" "$WORK/folder.out"
done

# Hashes.
folder_hash=$(cd "$v6" && for f in $(printf '%s\n' * | LC_ALL=C sort); do
	printf '%s %s\n' "$f" "$(sha256sum <"$f" | cut -c1-64)"
done | sha256sum | cut -c1-64)
ok "a folder's hash is over its sorted names and hashes" \
	"$BUILD/extract" $MHSDS contact "$v6" --sha256 "$folder_hash" --journal "$WORK/journal"
like "and goes to the journal" "$(cat "$WORK/journal")" "\"sha256\":\"$folder_hash\""
ok "a zip's hash is its file's" "$BUILD/extract" $MHSDS contact "$WORK/MHSDS_RX1_2024-05.zip" \
	--name MHSDS_RX1_2024-05 --sha256 "$(sha256sum <"$WORK/MHSDS_RX1_2024-05.zip" | cut -c1-64)"
printf 'x' >>"$v6/MHS607CodedScoreAssessmentAct.csv"
exits "a file of the folder that the feed does not read was changed" 65 \
	"$BUILD/extract" $MHSDS contact "$v6" --sha256 "$folder_hash"

# refused DESCRIPTION CODE REGEX COMMAND...
refused() {
	local description=$1 code=$2 regex=$3
	shift 3
	exits "$description" "$code" "$@"
	like "$description: the message" "$(cat "$WORK/.output")" "$regex"
	unlike "$description: no end of stream" "$(cat "$WORK/.output")" '^\\\.$'
}

refused "a table that is not there" 65 "no file in '.*' fits 'MHS202\*.csv'" \
	bash -c "rm '$v6/MHS202CareActivity.csv'; exec '$BUILD/extract' sources/mhsds_activity.json assessment '$v6'"
refused "a table twice" 65 "several files in '.*' fit 'MHS101\*.csv'" \
	bash -c "cp '$v6/MHS101Referral.csv' '$v6/MHS101Copy.csv'; exec '$BUILD/extract' $MHSDS referral '$v6'"
rm "$v6/MHS101Copy.csv"
refused "a column that is not there" 65 "MHS201CareContact.csv' has no column 'CareContDate'" \
	bash -c "sed -i 1s/CareContDate/Datum/ '$v6/MHS201CareContact.csv'; exec '$BUILD/extract' $MHSDS contact '$v6'"
echo P9 >>"$v6/MHS001MPI.csv"
is "a row that cannot be read where it is looked up is named, and stops nothing" \
	"$("$BUILD/extract" $MHSDS referral "$v6" 2>&1 >/dev/null | grep -c "MHS001MPI.csv' has rows that could not be read.*: 1, the first is row 5")" 1
refused "a column that is looked up is not there" 65 "MHS001MPI.csv' has no column 'PersonBirthDate'" \
	bash -c "sed -i 1s/PersonBirthDate/DOB/ '$v6/MHS001MPI.csv'; exec '$BUILD/extract' $MHSDS referral '$v6'"
refused "a file where tables are meant" 65 "is one file, not a directory or zip" \
	"$BUILD/extract" $MHSDS contact "$v5/MHS001MPI.csv" --name MHSDS_RX1_2023-05
refused "a zip where one file is meant" 65 "is a zip, not one file" \
	"$BUILD/extract" sources/provider.json provider "$WORK/MHSDS_RX1_2024-05.zip"
head -c 600 "$WORK/MHSDS_RX1_2024-05.zip" >"$WORK/cut.zip"
refused "a zip cut short" 65 "zip '.*cut.zip' is damaged or cut short" \
	"$BUILD/extract" $MHSDS contact "$WORK/cut.zip" --name MHSDS_RX1_2024-05
(cd "$v5" && zip -q -P secret "$WORK/locked.zip" ./*.csv)
refused "a zip with a password" 65 "locked with a password" \
	"$BUILD/extract" $MHSDS contact "$WORK/locked.zip" --name MHSDS_RX1_2024-05
(cd "$v5" && zip -q -0 "$WORK/spoilt.zip" ./*.csv)
sed -i 's/2024-05-06,30,01,5/2024-05-06,31,01,5/' "$WORK/spoilt.zip"
refused "a zip whose content was changed" 65 "damaged or cut short" \
	"$BUILD/extract" $MHSDS contact "$WORK/spoilt.zip" --name MHSDS_RX1_2023-05
done_testing
