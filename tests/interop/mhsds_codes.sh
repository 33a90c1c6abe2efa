#!/bin/bash
# mhsds_codes.sh: our code lists against NHS England's valid codes, month by month: for each code of either,
# what `validate` says of it in the months about each change of version.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

codes=$SHARED/codes/mhsds_valid_codes_nhsd_dq.csv
[ -f "$codes" ] || skip_all "no published codes at $codes"

# April 2019, the months before and after versions 5 and 6 came, December 2024
months="1429 1458 1459 1488 1489 1497"

# published FIELD: each code with its first and last month ("null": still valid)
published() {
	awk -F, -v field="$1" 'NR > 1 && $2 == field && $4 != "DEFAULT" { print $5, $6, $7 }' "$codes"
}

# ours LIST: its codes. The census's reasons for alternative provision are no NHS codes, and the team types for
# what is not listed (Z01, Z02) are not in the publication.
ours() {
	awk -F, 'NR > 1 && $0 !~ /AP census/ && $1 !~ /^Z0/ { print $1 }' "contracts/codes/$1.csv"
}

# compare FIELD CONTRACT COLUMN LIST DATE KEYS: KEYS are columns that a record needs besides
compare() {
	local field=$1 contract=$2 column=$3 list=$4 date=$5 keys=$6
	{
		published "$field" | cut -d' ' -f1
		ours "$list"
	} | sort -u >"$WORK/all"
	published "$field" >"$WORK/published"
	awk -v months="$months" -v published="$WORK/published" -v stream="$WORK/stream" -v expected="$WORK/expected" \
		-v head="$date"$'\t'"$column"$'\t'"$keys" '
		BEGIN {
			while ((getline line < published) > 0) { split(line, p, " "); first[p[1]] = p[2]; last[p[1]] = p[3] }
			count = split(months, month, " ")
			keys = split(head, part, "\t") - 2
			printf "source_row\tprovider\t%s\n", head >stream
		}
		{
			for (i = 1; i <= count; i++) {
				id = month[i]
				printf "%d\tRX1\t%04d-%02d-01\t%s", ++row, 1900 + int((id + 2) / 12), (id + 2) % 12 + 1, $1 >stream
				for (k = 1; k <= keys; k++) printf "\t%s", part[k + 2] == "programme" ? "mhst" : "X" row >stream
				printf "\n" >stream
				if (!($1 in first) || id < first[$1] || (last[$1] != "null" && id > last[$1])) print row >expected
			}
		}
		END { print "\\." >stream; printf "" >expected }' "$WORK/all"
	ok "$field: $(wc -l <"$WORK/all") codes in six months are judged" \
		sh -c '"$1"/validate contracts/"$2".json --codes contracts/codes --as-of 2025-10-31 --rejects "$3/rejects" <"$3/stream"' \
		- "$BUILD" "$contract" "$WORK"
	awk -F '\t' -v column="$column" '$2 == column { print $1 }' "$WORK/rejects" | sort -n >"$WORK/got"
	same "$field: valid when the publication says so" "$WORK/got" "$WORK/expected"
	ok "$field: not in every month" test -s "$WORK/expected"
}

referral="programme	referral_ref	person_ref"
contact="contact_ref	referral_ref"
compare ServTeamTypeMH referral team_type team_type referral_date "$referral"
compare PrimReasonReferralMH referral referral_reason referral_reason referral_date "$referral"
compare SourceOfReferralMH referral source_code mhsds_referral_source referral_date "$referral"
compare ConsMechanismMH contact mechanism contact_mechanism contact_date "$contact"
# Of these two the publication has a test and no list: 2 to 7, and 01 to 09.
is "attendance" "$(ours attend_status | tr '\n' ' ')" "2 3 4 5 6 7 "
is "reasons for closing" "$(ours closure_reason | tr '\n' ' ')" "01 02 03 04 05 06 07 08 09 "

# Every source of referral that is valid is known to the source's own grouping, too.
mkdir "$WORK/MHSDS_RX1_2024-05"
printf '%s\n' OrgIDProvider,ReportingPeriodStartDate,ReportingPeriodEndDate RX1,2024-05-01,2024-05-31 \
	>"$WORK/MHSDS_RX1_2024-05/MHS000Header.csv"
printf '%s\n' LocalPatientID,PersonBirthDate P,2010-01-01 >"$WORK/MHSDS_RX1_2024-05/MHS001MPI.csv"
{
	echo ServiceRequestID,LocalPatientID,ReferralRequestReceivedDate,SourceOfReferralMH,PrimReasonReferralMH,CareProfTeamLocalID,ReferRejectionDate,ServDischDate
	published SourceOfReferralMH | awk '{ print "S" $1 ",P,2024-05-01," $1 ",05,T,," }'
} >"$WORK/MHSDS_RX1_2024-05/MHS101Referral.csv"
printf '%s\n' CareProfTeamLocalID,ServTeamTypeMH T,F01 >"$WORK/MHSDS_RX1_2024-05/MHS902ServiceTeamDetails.csv"
is "sources in no group of their own are those whose meaning is not published, or is none" \
	"$("$BUILD/extract" sources/mhsds.json referral "$WORK/MHSDS_RX1_2024-05" |
		awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } $at["source"] == "other" { print $at["source_code"] }' |
		sort | tr '\n' ' ')" "M2 M6 M9 Q1 Q2 "
done_testing
