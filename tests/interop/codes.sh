#!/bin/bash
# codes.sh: our code lists against the published ones of the NHS, the ILR and NCCIS. Each code is taken on the first
# and the last day of its validity and refused a day before and a day after, by `validate`; where a source
# translates the published code, by `extract` and `validate`. Of a list that no field of ours has the reason is said.
# shellcheck source=tests/judge_codes.sh
. "$(dirname "$0")/../judge_codes.sh"

[ -d "$SHARED/codes" ] || skip_all "no published code lists in $SHARED/codes"
for list in mhsds_valid_codes_nhsd_dq ilr_1819_lookups nccis_activity_codes; do
	tr -d '\r' <"$SHARED/codes/$list.csv" >"$WORK/$list"
done
mhsds=$WORK/mhsds_valid_codes_nhsd_dq ilr=$WORK/ilr_1819_lookups nccis=$WORK/nccis_activity_codes

# ours LIST: codes of ours that are the publication's: not those of the census of alternative provision, and not the
# team types for what is not listed
ours() {
	awk -F, 'NR > 1 && $0 !~ /AP census/ && $1 !~ /^Z0/ { print $1 }' "contracts/codes/$1.csv" | sort -u
}

# --- the NHS: months, counted with April 1900 as 1. The publication begins with April 2019 (1429) and says nothing of
# before, so a code that it has from there is open with us.
nhs() {
	awk -F, -v field="$1" "$LENGTH"'
		function month(id, day) { return sprintf("%04d-%02d-%02d", 1900 + int((id + 2) / 12), (id + 2) % 12 + 1, day) }
		NR > 1 && $2 == field && $4 != "DEFAULT" {
			print $5, $6 == 1429 ? "-" : month($6, 1), $7 == "null" ? "-" : \
				month($7, length_of(1900 + int(($7 + 2) / 12), ($7 + 2) % 12 + 1)) }' "$mhsds" | sort -u
}

# nhs_list FIELD CONTRACT COLUMN DAY_COLUMN LIST
nhs_list() {
	nhs "$1" | days | judge "$1" "$2" "$3" "$4"
	is "$1: no code of ours is unknown to it" "$(nhs "$1" | cut -d' ' -f1 | sort -u | comm -13 - <(ours "$5") | paste -s -d' ')" ""
}
nhs_list ServTeamTypeMH referral team_type referral_date team_type
nhs_list ServTeamTypeMH contact team_type contact_date team_type
nhs_list CareProfServOrTeamTypeAssoc referral team_type referral_date team_type
nhs_list PrimReasonReferralMH referral referral_reason referral_date referral_reason
nhs_list SourceOfReferralMH referral source_code referral_date mhsds_referral_source
nhs_list ConsMechanismMH contact mechanism contact_date contact_mechanism
# Of these two the publication has a test and no list: 2 to 7, and 01 to 09.
is "attendance" "$(ours attend_status | paste -s -d' ')" "2 3 4 5 6 7"
is "reasons for closing" "$(ours closure_reason | paste -s -d' ')" "01 02 03 04 05 06 07 08 09"

# --- the ILR: years; 1900 and 2099 are its ways to say open
ilr() {
	awk -F, -v field="$1" '$1 == field {
		from = $(NF - 1); to = $NF
		print $2, from == "" || from == "1900-01-01" ? "-" : from, to == "" || to == "2099-12-31" ? "-" : to }' "$ilr"
}

# ilr_list FIELD CONTRACT COLUMN DAY_COLUMN [LIST]
ilr_list() {
	ilr "$1" | days | judge "$1" "$2" "$3" "$4"
	[ -z "${5:-}" ] || is "$1: no code of ours is unknown to it" \
		"$(ilr "$1" | cut -d' ' -f1 | sort -u | comm -13 - <(ours "$5") | paste -s -d' ')" ""
}
ilr_list AimType learning_aim aim_type start_date ilr_aim_type
ilr_list ProgType learning_aim prog_type start_date ilr_prog_type
ilr_list FundModel learning_aim fund_model start_date ilr_fund_model
ilr_list CompStatus learning_aim comp_status start_date ilr_comp_status
ilr_list Outcome learning_aim outcome start_date ilr_outcome_status
ilr_list WithdrawReason learning_aim withdraw_reason start_date ilr_withdraw_reason
ilr_list OutTypedCode destination outcome_code start_date ilr_outcome
is "OutType: the types of the typed codes" "$(ours ilr_outcome | cut -c1-3 | sort -u | paste -s -d' ')" \
	"$(ilr OutType | cut -d' ' -f1 | sort | paste -s -d' ')"
ilr_list OutGrade achievement grade achieved_date
ilr_list Sex person sex birth_date

# What ilr.json translates: a learner for each code. learners ELEMENT: reads codes, writes a delivery
delivery=$WORK/ILR-10000001-1819-20190801-120000-01.xml
learners() {
	awk -v element="$1" '
		function filled(name, value) { return name == element ? $1 : value }
		BEGIN {
			print "<Message xmlns=\"ESFA/ILR/2018-19\"><Header><CollectionDetails><Collection>ILR</Collection><Year>1819</Year>"
			print "<FilePreparationDate>2019-08-01</FilePreparationDate></CollectionDetails><Source><ProtectiveMarking>x</ProtectiveMarking>"
			print "<UKPRN>10000001</UKPRN><SerialNo>01</SerialNo><DateTime>2019-08-01T12:00:00</DateTime></Source></Header>"
			print "<LearningProvider><UKPRN>10000001</UKPRN></LearningProvider>"
		}
		{
			printf "<Learner><LearnRefNumber>L%d</LearnRefNumber><ULN>1000000043</ULN><DateOfBirth>2001-01-01</DateOfBirth>", NR
			printf "<Ethnicity>%s</Ethnicity><Sex>F</Sex><LLDDHealthProb>%s</LLDDHealthProb><PriorAttain>%s</PriorAttain>",
				filled("Ethnicity", 31), filled("LLDDHealthProb", 1), filled("PriorAttain", 1)
			printf "<PostcodePrior>ZZ99 9ZZ</PostcodePrior><Postcode>ZZ99 9ZZ</Postcode><LLDDandHealthProblem><LLDDCat>%s</LLDDCat></LLDDandHealthProblem>",
				filled("LLDDCat", 9)
			if (element == "LearnerFAM")
				printf "<LearnerFAM><LearnFAMType>%s</LearnFAMType><LearnFAMCode>%s</LearnFAMCode></LearnerFAM>", substr($1, 1, 3), substr($1, 4)
			print "<LearningDelivery><LearnAimRef>60000001</LearnAimRef><AimType>4</AimType><AimSeqNumber>1</AimSeqNumber>"
			print "<LearnStartDate>2018-09-03</LearnStartDate><LearnPlanEndDate>2019-07-31</LearnPlanEndDate><FundModel>35</FundModel>"
			print "<DelLocPostCode>ZZ99 9ZZ</DelLocPostCode><CompStatus>1</CompStatus></LearningDelivery></Learner>"
		}
		END { print "</Message>" }' >"$delivery"
}

# translated ELEMENT FEED COLUMN: each code of the list becomes one that validate takes; "CODE OURS" to $WORK/pairs
translated() {
	ilr "$1" | cut -d' ' -f1 >"$WORK/codes"
	learners "$1" <"$WORK/codes"
	"$BUILD/extract" sources/ilr.json "$2" "$delivery" 2>"$WORK/err" |
		"$BUILD/validate" "contracts/$2.json" --codes contracts/codes --as-of 2025-10-31 --rejects "$WORK/rejects" \
			>"$WORK/accepted" 2>>"$WORK/err" || diag "$(cat "$WORK/err")"
	is "$1: nothing is wrong with any of $(wc -l <"$WORK/codes") codes" "$(awk -F '\t' -v column="$3" '$2 == column' "$WORK/rejects")" ""
	awk -F '\t' -v column="$3" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $1 != "\\." { print $at[column] }' \
		"$WORK/accepted" | paste -d' ' "$WORK/codes" - >"$WORK/pairs"
	is "$1: each becomes something" "$(awk 'NF != 2 || $2 == "\\N"' "$WORK/pairs")" ""
}
translated Ethnicity person ethnicity
is "Ethnicity: each another one" "$(cut -d' ' -f2 "$WORK/pairs" | sort | uniq -d)" ""
is "Ethnicity: those of two editions' order" "$(grep -E '^(31|33|42|47|98) ' "$WORK/pairs" | paste -s -d' ')" \
	"31 WBRI 33 WIRT 42 CHNE 47 OARA 98 OOTH"
translated LLDDHealthProb person disability
is "LLDDHealthProb" "$(paste -s -d' ' "$WORK/pairs")" "1 yes 2 no 9 unknown"
translated PriorAttain person prior_attainment
is "PriorAttain: one for each but the two that ended in 2013, which had the levels of 10 and 11" \
	"$(cut -d' ' -f2 "$WORK/pairs" | sort | uniq -d | paste -s -d' ')" "level_4 level_5"
diag "PriorAttain 4 and 5 are taken after July 2013 too: a person has no date that they could be judged on"
translated LLDDCat need need
is "LLDDCat: each another one" "$(cut -d' ' -f2 "$WORK/pairs" | sort | uniq -d)" ""
ilr LLDDCat | awk 'NR == FNR { ours[$1] = $2; next } { $1 = ours[$1]; print }' "$WORK/pairs" - | days |
	judge "LLDDCat" need need recorded_date

ilr LearnerFAM | cut -d' ' -f1 | grep -E '^(EHC|SEN|FME|LSR36)' >"$WORK/codes"
learners LearnerFAM <"$WORK/codes"
"$BUILD/extract" sources/ilr.json person "$delivery" 2>"$WORK/err" | awk -F '\t' '
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $1 != "\\." { print $at["sen_provision"] "/" $at["free_meals"] }' |
	paste -d' ' "$WORK/codes" - >"$WORK/pairs"
is "LearnerFAM: a plan, support, free meals, and a parent" \
	"$(paste -s -d' ' "$WORK/pairs") $("$BUILD/extract" sources/ilr.json need "$delivery" 2>"$WORK/err" | grep -c teenage_parent)" \
	'EHC1 E/\N FME1 \N/yes FME2 \N/yes LSR36 \N/\N SEN1 K/\N 1'

# --- NCCIS: activities by the groups of the script that makes spells of them (education, employment, training, not in
# any of them, custody over all); self-employment is employment, refugees are in none of its groups
cat >"$WORK/groups" <<'GROUPS'
education 110 120 210 220 230 240 250 260 270 280
employment 310 320 330 340 350 360 380 381 550
training 410 430 440 450 460 530
neet 540 610 615 616 619 140 620 630 640 650 660 670 680
custody 130 290 710
unknown 150 810 820 830
other 720
GROUPS
{
	echo "Young_Persons_ID,DOB,Postcode,Ethnicity,Cohort_Status,Current_Activity_Code,Current_Activity_Start_Date"
	awk -F, 'NR > 1 { print "Y" NR - 1 ",01/01/2008,,WBRI,P," $1 ",01/09/2024" }' "$nccis"
} >"$WORK/NCCIS-999-2024-12.csv"
"$BUILD/extract" sources/nccis.json destination "$WORK/NCCIS-999-2024-12.csv" 2>"$WORK/err" |
	"$BUILD/validate" contracts/destination.json --codes contracts/codes --as-of 2025-10-31 --rejects "$WORK/rejects" \
		>"$WORK/accepted" 2>>"$WORK/err" || diag "$(cat "$WORK/err")"
is "NCCIS: nothing is wrong with any code" "$(awk -F '\t' '$2 == "destination"' "$WORK/rejects")" ""
awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $1 != "\\." { sub(/-.*/, "", $at["destination"]); print $at["destination"] }' \
	"$WORK/accepted" | paste -d' ' - <(awk -F, 'NR > 1 { print $1 }' "$nccis") | sort >"$WORK/got"
awk '{ for (i = 2; i <= NF; i++) print $1, $i }' "$WORK/groups" | sort >"$WORK/expected"
same "NCCIS: each of $(wc -l <"$WORK/expected") activities in its group" "$WORK/got" "$WORK/expected"

# --- Every source of referral that is valid is known to the source's own grouping, too.
mkdir "$WORK/MHSDS_RX1_2024-05"
printf '%s\n' OrgIDProvider,ReportingPeriodStartDate,ReportingPeriodEndDate RX1,2024-05-01,2024-05-31 \
	>"$WORK/MHSDS_RX1_2024-05/MHS000Header.csv"
printf '%s\n' LocalPatientID,PersonBirthDate P,2010-01-01 >"$WORK/MHSDS_RX1_2024-05/MHS001MPI.csv"
{
	echo ServiceRequestID,LocalPatientID,ReferralRequestReceivedDate,SourceOfReferralMH,PrimReasonReferralMH,CareProfTeamLocalID,ReferRejectionDate,ServDischDate
	nhs SourceOfReferralMH | awk '{ print "S" $1 ",P,2024-05-01," $1 ",05,T,," }'
} >"$WORK/MHSDS_RX1_2024-05/MHS101Referral.csv"
printf '%s\n' CareProfTeamLocalID,ServTeamTypeMH T,F01 >"$WORK/MHSDS_RX1_2024-05/MHS902ServiceTeamDetails.csv"
is "sources in no group of their own are those whose meaning is not published, or is none" \
	"$("$BUILD/extract" sources/mhsds.json referral "$WORK/MHSDS_RX1_2024-05" |
		awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } $at["source"] == "other" { print $at["source_code"] }' |
		sort | tr '\n' ' ')" "M2 M6 M9 Q1 Q2 "

# --- Lists that no field of ours has, and why. None may be left unsaid.
cat >"$WORK/unused" <<'UNUSED'
TreatFuncCodeMH hospital care is not followed
OATReason out-of-area treatment is not followed
ClinRespPriorityType no indicator asks for urgency
Procedure of procedures only whether one is an intervention is kept
MHAdmittedPatientClass wards are not followed
DelayDischReason discharge from hospital is not followed
ClinReadyforDischDelayReason discharge from hospital is not followed
Accom where a learner lodges is not asked
AppFinRecord money comes by the ledger of costs
ContPrefType how to be contacted is not taken
ContactPreference how to be contacted is not taken
ContType how to be contacted is not taken
Domicile where a learner comes from is not taken
ELQ higher education is not followed
EmpOutcome whether employment came of an aim is told by the destination
EmpStat what a learner did before entry is not taken
ESMType employment's details are not taken
EmploymentStatusMonitoring employment's details are not taken
TBFinType money comes by the ledger of costs
ApprenticeshipFinancialRecord money comes by the ledger of costs
FINTYPE higher education is not followed
FundComp higher education is not followed
FundLev higher education is not followed
GCSEGrade grades on entry are not taken
LearnDelFAMType how an aim is funded is not taken
LearningDeliveryFAM how an aim is funded is not taken
LearnFAMType is in the codes of LearnerFAM
LocType addresses are not taken
ModeStud higher education is not followed
MSTuFee higher education is not followed
OutGradeLearningAimType which grades an aim may have is another publication's
QualEnt3 higher education is not followed
SEC higher education is not followed
SOC2000 higher education is not followed
SOC2010 higher education is not followed
SpecFee higher education is not followed
TTAccom higher education is not followed
TypeYr higher education is not followed
WorkPlaceMode work placements count by their aim
UNUSED
used=(ServTeamTypeMH CareProfServOrTeamTypeAssoc PrimReasonReferralMH SourceOfReferralMH ConsMechanismMH AimType ProgType
	FundModel CompStatus Outcome WithdrawReason OutTypedCode OutType OutGrade Sex Ethnicity LLDDHealthProb PriorAttain LLDDCat LearnerFAM)
is "each published list is used, or it is said why not" \
	"$({ awk -F, 'FNR > 1 { print $2 }' "$mhsds"; awk -F, 'FNR > 1 { print $1 }' "$ilr"; } | sort -u |
		comm -3 - <({ printf '%s\n' "${used[@]}"; cut -d' ' -f1 "$WORK/unused"; } | sort))" ""
diag "not used: $(sed 's/ /: /' "$WORK/unused" | paste -s -d ';' | sed 's/;/; /g')"
diag "of LearnerFAM only EHC1, SEN1, FME1, FME2 and LSR36 are used: the others say how a learner is funded"
done_testing
