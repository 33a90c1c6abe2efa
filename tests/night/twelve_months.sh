#!/bin/bash
# Twelve monthly returns of one provider, of which the first six are version 5 of the Mental Health
# Services Data Set and the last six version 6. A referral comes again in each month in which it is
# open: it is one row with its history, and its first score, told in one version, pairs with its last,
# told in the other. Whatever month arrives when, and however often.
# shellcheck source=tests/night/common.sh
. "$(dirname "$0")/common.sh"

# --- What happened, by hand: four pupils and a young person with psychosis.
# referral person team received rejected closed reason
cat >"$WORK/referrals" <<'EOF'
R1 P1 T1 2023-10-05 - 2024-09-20 02
R2 P2 T1 2023-12-04 - 2024-03-15 05
R3 P3 T3 2024-02-20 - - -
R4 P4 T1 2024-01-03 2024-01-10 - -
R5 P5 T1 2024-04-10 - - -
EOF
# contact referral team date status
cat >"$WORK/contacts" <<'EOF'
C01 R1 T1 2023-10-20 5
C02 R1 T1 2023-12-11 3
C03 R1 T1 2024-02-10 5
C04 R1 T1 2024-06-03 6
C05 R1 T1 2024-09-10 5
C06 R2 T1 2023-12-10 5
C07 R2 T1 2024-03-01 5
C08 R3 T3 2024-02-28 5
C09 R3 T3 2024-08-28 2
C10 R5 T1 2024-04-20 5
EOF
# referral date score: SDQ total, self (MHS606)
cat >"$WORK/scores" <<'EOF'
R1 2023-10-20 20
R1 2024-02-10 17
R1 2024-09-10 9
R5 2024-04-25 14
EOF
# contact score (MHS607, by an activity of the contact)
cat >"$WORK/activity_scores" <<'EOF'
C06 12
C07 15
EOF

# rows MONTH FIELD FILE: the lines of FILE whose date (the FIELDth) is in MONTH
rows() {
	awk -v month="$1" -v field="$2" 'substr($field, 1, 7) == month' "$3"
}
# open_in MONTH: the referrals that a month's return has, with what has not happened yet as "-"
open_in() {
	awk -v month="$1" '{
		end = $5 != "-" ? $5 : $6
		if (substr($4, 1, 7) > month || (end != "-" && substr(end, 1, 7) < month)) next
		if (substr($5, 1, 7) > month) $5 = "-"
		if (substr($6, 1, 7) > month) { $6 = "-"; $7 = "-" }
		print
	}' "$WORK/referrals"
}
csv() {
	printf '%s\n' "$1"
	tr ' ' ',' | sed -E 's/(^|,)-(,|$)/\1\2/g; s/(^|,)-(,|$)/\1\2/g'
}

# write_month MONTH FOLDER
write_month() {
	local month=$1 to=$2/MHSDS_ZZM09_$1
	mkdir -p "$to"
	echo "- ZZM09 $month-01 $month-28" | csv DatSetVer,OrgIDProvider,ReportingPeriodStartDate,ReportingPeriodEndDate \
		>"$to/MHS000Header.csv"
	open_in "$month" | awk '!seen[$2]++ { print $2, 2010 - substr($2, 2) "-05-05", 1 }' | csv LocalPatientID,PersonBirthDate,Gender |
		sed '1s/$/,NHSNumber,EthnicCategory,Postcode/; 2,$s/$/,,A,/' >"$to/MHS001MPI.csv"
	rows "$month" 2 "$WORK/scores" | awk '{ print $1, "718134002", $3, $2 "T10:00:00+00:00" }' |
		csv ServiceRequestID,CodedAssToolType,PersScore,AssToolCompTimestamp >"$to/MHS606CodedScoreAssessmentRefer.csv"
	rows "$month" 4 "$WORK/contacts" | awk '{ print "A" $1, $1, "W" $3 }' |
		csv CareActID,CareContactID,CareProfLocalID >"$to/MHS202CareActivity.csv"
	printf '%s\n' CareProfLocalID WT1 WT3 WT9 >"$to/MHS901StaffDetails.csv"
	rows "$month" 4 "$WORK/contacts" | awk -v scores="$WORK/activity_scores" '
		BEGIN { while ((getline line < scores) > 0) { split(line, part, " "); score[part[1]] = part[2] } }
		$1 in score { print "A" $1, "718134002", score[$1] }' |
		csv CareActID,CodedAssToolType,PersScore >"$to/MHS607CodedScoreAssessmentAct.csv"
	if [[ $month < 2024-04 ]]; then
		open_in "$month" | awk '{ print $1, $2, $4, "C2", $3 == "T3" ? "01" : "05", $1 == "R2" ? "-" : $6 }' |
			csv ServiceRequestID,LocalPatientID,ReferralRequestReceivedDate,SourceOfReferralMH,PrimReasonReferralMH,ServDischDate \
				>"$to/MHS101Referral.csv"
		open_in "$month" | awk '{ print $1, $3, $3 == "T3" ? "A14" : "F01", $6, $5, $7, $5 == "-" ? "-" : "02" }' |
			csv ServiceRequestID,CareProfTeamLocalID,ServTeamTypeRefToMH,ReferClosureDate,ReferRejectionDate,ReferClosReason,ReferRejectReason \
				>"$to/MHS102ServiceTypeReferredTo.csv"
		rows "$month" 4 "$WORK/contacts" | awk '{ print $1, $2, $3, $4, 30, "01", $5 }' |
			csv CareContactID,ServiceRequestID,CareProfTeamLocalID,CareContDate,ClinContDurOfCareCont,ConsMechanismMH,AttendOrDNACode \
				>"$to/MHS201CareContact.csv"
		return
	fi
	open_in "$month" | awk '{ print $1, $2, $4, "C2", $3 == "T3" ? "01" : "05", $3, $5, "-", $6, $7 }' |
		csv ServiceRequestID,LocalPatientID,ReferralRequestReceivedDate,SourceOfReferralMH,PrimReasonReferralMH,CareProfTeamLocalID,ReferRejectionDate,ReferRejectReason,ServDischDate,ReferClosReason \
			>"$to/MHS101Referral.csv"
	printf '%s\n' CareProfTeamLocalID,ServTeamTypeMH T1,F01 T3,A14 >"$to/MHS902ServiceTeamDetails.csv"
	rows "$month" 4 "$WORK/contacts" | awk '{ print $1, $2, $3, $4, 30, "01", $5 }' |
		csv CareContactID,ServiceRequestID,CareProfTeamLocalID,CareContDate,ClinContDurOfCareCont,ConsMechanismMH,AttendStatus \
			>"$to/MHS201CareContact.csv"
}

# What only some months have: R3's care coordinator and employment, R5's care plan.
write_year() {
	for month in 2023-{10,11,12} 2024-0{1,2,3,4,5,6,7,8,9}; do
		write_month "$month" "$1"
	done
	printf '%s\n' LocalPatientID,StartDateAssCareCoord,CareProfServOrTeamTypeAssoc P3,2024-03-01,A14 \
		>"$1/MHSDS_ZZM09_2024-03/MHS006MHCareCoord.csv"
	printf '%s\n' LocalPatientID,EmployStatus,EmployStatusRecDate P3,02,2024-02-25 \
		>"$1/MHSDS_ZZM09_2024-02/MHS004EmpStatus.csv"
	printf '%s\n' LocalPatientID,EmployStatus,EmployStatusRecDate P3,03,2024-08-25 \
		>"$1/MHSDS_ZZM09_2024-08/MHS004EmpStatus.csv"
	printf '%s\n' LocalPatientID,CarePlanID,CarePlanCreatDate P5,L1,2024-05-02 \
		>"$1/MHSDS_ZZM09_2024-05/MHS008CarePlanType.csv"
}

prepare() {
	rm -rf -- "${WORK:?}/night" "${WORK:?}/var"
	mkdir -p "$WORK/night/mhst" "$WORK/night/codes" "$WORK/var"
	printf 'code,label,valid_from,valid_to,source,verified\nZZM09,Months Team,,,test,t\n' >"$WORK/night/codes/provider.csv"
	CONFIG=$WORK/night/ontrack.json
	cat >"$CONFIG" <<-EOF
		{
		  "name": "months", "as_of": "2024-10-31", "domain": "months", "codes": ["codes"],
		  "var": "$WORK/var", "keys": "$WORK/keys",
		  "deliveries": [
		    { "source": "$ROOT/sources/mhsds.json", "location": "mhst/MHSDS_*" },
		    { "source": "$ROOT/sources/mhsds_activity.json", "location": "mhst/MHSDS_*" }
		  ]
		}
	EOF
	fresh_database || exit
	[ -d "$WORK/keys" ] || "$BUILD/ontrack" key new --keys "$WORK/keys" --domain months >/dev/null
	ontrack schema --apply
}

# arrive MONTH...: these months' returns are there too, tonight
arrive() {
	for month in "$@"; do
		cp -r "$WORK/year/MHSDS_ZZM09_$month" "$WORK/night/mhst"
	done
}

# What stands in the feeds, and behind it, whenever it came: nothing of loads or units.
standing() {
	for feed in person referral contact assessment destination milestone workforce; do
		query "select '$feed', (to_jsonb(t) - array['unit', 'load_no', 'loaded_at', 'source_row'])
			from core.$feed t
			union all select '$feed before', (to_jsonb(t) - array['unit', 'load_no', 'loaded_at', 'source_row',
				'ended_by', 'ended_load_no', 'ended_at', 'reason'])
			from core.${feed}_history t where reason in ('newer-period', 'older-period')"
	done | sort
}

write_year "$WORK/year"
is "twelve returns" "$(find "$WORK/year" -mindepth 1 -maxdepth 1 | wc -l)" 12
like "of two versions" "$(head -qn 1 "$WORK"/year/*/MHS201*.csv | sort | uniq -c | tr '\n' ' ')" \
	'6 [^ ]*AttendOrDNACode +6 [^ ]*AttendStatus'

# --- All in order, in one night
prepare
arrive 2023-{10,11,12} 2024-0{1,2,3,4,5,6,7,8,9}
exits "the year is applied" 0 ontrack run
is "nothing of it is rejected" "$(query "select sum(rejected) from ops.load")" 0
is "one row a referral, with the month that spoke last and a history of those before" "$(query "
	select r.referral_date, to_char(r.period, 'YYYY-MM'), r.team_type,
		(select count(*) from core.referral_history h where (h.provider, h.referral_ref) = (r.provider, r.referral_ref)
			and h.reason = 'newer-period')
	from core.referral r order by 1")" "$(printf '%s\t%s\t%s\t%s\n' 2023-10-05 2024-09 F01 11 \
	2023-12-04 2024-03 F01 3 2024-01-03 2024-01 F01 0 2024-02-20 2024-09 A14 7 2024-04-10 2024-09 F01 5)"
is "decided and closed as each version has it" "$(query "
	select referral_date, programme, decision, decision_date, decision_reason, closed_date, closed_reason
	from core.referral order by 1")" "$(printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' \
	2023-10-05 mhst accepted "" "" 2024-09-20 02 2023-12-04 mhst accepted "" "" 2024-03-15 05 \
	2024-01-03 mhst rejected 2024-01-10 02 "" "" 2024-02-20 eip accepted "" "" "" "" \
	2024-04-10 mhst accepted "" "" "" "")"
is "each contact once" "$(query "select count(*), count(*) filter (where attend_status in ('5', '6')),
	count(*) filter (where attend_status in ('3', '7')) from core.contact")" "$(printf '10\t8\t1')"
is "the first score pairs with the last: 20 to 9 across the versions, 12 to 15 by activities" "$(query "
	select r.referral_date, s.scores, s.gain from mart.score_change s
	join core.assessment a using (provider, person_key)
	join core.referral r on (r.provider, r.referral_ref) = (a.provider, a.referral_ref)
	where s.number = 1 and s.scores > 1 group by 1, 2, 3 order by 1")" \
	"$(printf '2023-10-05\t3\t11\n2023-12-04\t2\t-3')"
is "one of two pairs is better" "$(query "select count(*), count(*) filter (where improved) from mart.person_change")" \
	"$(printf '2\t1')"
is "not in education at entry, in it after six months" \
	"$(query "select engaged_before, engaged_after from mart.eip_journey")" "$(printf 'f\tt')"
is "staff with contacts, month by month" "$(query "select to_char(period_start, 'MM'), role, headcount
	from core.workforce order by period_start, role")" "$(printf '%s\tactive_%s\t%s\n' 10 mhst 1 12 mhst 1 \
	02 eip 1 02 mhst 1 03 mhst 1 04 mhst 1 06 mhst 1 08 eip 1 09 mhst 1)"

# The waits of docs/sources/mhsds.md, by its own queries
# documented NAME: the query that stands under "-- NAME" there
documented() {
	awk -v name="-- $1" '$0 == name { on = 1 } on && /^```/ { exit } on { print }' docs/sources/mhsds.md
}
is "four-week wait: contact on 20 April, score on the 25th, plan on 2 May" \
	"$(query "$(documented 'four-week wait')" | awk -F '\t' '$3 != ""' | cut -f 2-)" \
	"$(printf '2024-04-10\t22\tt')"
is "two-week wait: contact on 28 February, coordinator on 1 March" \
	"$(query "$(documented 'two-week wait')" | cut -f 2-)" "$(printf '2024-02-20\t10\tt')"
standing >"$WORK/in_order"
ok "there is something to compare" test "$(wc -l <"$WORK/in_order")" -gt 60

# --- Out of order: March before January, months sent again
prepare
arrive 2023-{10,11,12} 2024-0{2,3}
exits "a year without January begins" 0 ontrack run
is "R4, of January alone, is not known" "$(query "select count(*) from core.referral where decision = 'rejected'")" 0
arrive 2024-01 2024-09
exits "January comes after March, and September before April" 0 ontrack run
sed -i 's/718134002,17,/718134002,16,/' "$WORK/night/mhst/MHSDS_ZZM09_2024-02/MHS606"*
arrive 2024-0{4,5,6}
exits "February is corrected while spring arrives" 0 ontrack run
is "the corrected score stands" "$(query "select count(*) from core.assessment where score = 16")" 1
arrive 2024-02 2024-0{7,8}
exits "and corrected back, with what was left" 0 ontrack run
standing >"$WORK/out_of_order"
same "it ends as in order" "$WORK/out_of_order" "$WORK/in_order"
loads=$(query "select count(*) from ops.load")
touch "$WORK/night/mhst/MHSDS_ZZM09_2024-05"/*
exits "sent again as they were" 0 ontrack run
is "they are not loaded" "$(query "select count(*) from ops.load")" "$loads"
standing >"$WORK/again"
same "nothing changes" "$WORK/again" "$WORK/in_order"

# --- A return that is not what its name says is refused, and nothing else stops
cp -r "$WORK/year/MHSDS_ZZM09_2024-03" "$WORK/night/mhst/MHSDS_ZZM09_2024-10"
exits "March under October's name is refused" 65 ontrack run
standing >"$WORK/refused"
same "and nothing of it is taken" "$WORK/refused" "$WORK/in_order"

done_testing
