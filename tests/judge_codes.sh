# judge_codes.sh: what the scripts about code lists share, over lib.sh: which days a code is to be tried on, and what
# validate says of it on them.
# shellcheck shell=bash
# shellcheck source=tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# judge() stands at the end of pipes, and counts its tests.
shopt -s lastpipe
# shellcheck disable=SC2016 # awk's own variables
readonly LENGTH='function length_of(year, month) {
	return substr("312831303130313130313031", 2 * month - 1, 2) + (month == 2 && year % 4 == 0) }'

# record CONTRACT: a record that nothing is wrong with, NAME=VALUE; the code and its day are put in
record() {
	case $1 in
	referral) echo provider=RX1 programme=mhst referral_ref=X person_ref=X ;;
	contact) echo provider=RX1 contact_ref=X referral_ref=X ;;
	destination) echo provider=10000001 programme=wbl person_ref=X stage=exit destination=education-fe ;;
	achievement) echo provider=10000001 programme=wbl person_ref=X kind=qualification level=level_2 award_ref=1819/1 awards=1 ;;
	person) echo provider=10000001 person_ref=X ;;
	attendance) echo provider=999901 programme=ap person_ref=X phase=during sessions_possible=2 ;;
	incident) echo provider=999901 programme=ap person_ref=X incident_ref=X kind=FIXD ;;
	need) echo provider=10000001 person_ref=X ;;
	learning_aim) echo provider=10000001 programme=wbl year=1819 person_ref=X aim_number=1 aim_ref=60000001 \
		aim_type=4 fund_model=35 planned_end_date=2030-07-31 comp_status=1 ;;
	esac
}

# judge LABEL CONTRACT COLUMN DAY_COLUMN: reads "CODE DAY good|bad"; validate must find fault with COLUMN in those that
# are bad, and in no other
judge() {
	awk -v column="$3" -v on="$4" -v record="$(record "$2")" -v stream="$WORK/stream" -v expected="$WORK/expected" '
		BEGIN {
			n = split(record, member, " ")
			printf "source_row\t%s\t%s", on, column >stream
			for (i = 1; i <= n; i++) {
				split(member[i], part, "=")
				if (part[1] != column) { printf "\t%s", part[1] >stream; values = values "\t" part[2] }
			}
			printf "\n" >stream; printf "" >expected
		}
		{ print NR "\t" $2 "\t" $1 values >stream; if ($3 == "bad") print NR >expected }
		END { print "\\." >stream }' - || return
	"$BUILD/validate" "contracts/$2.json" --codes contracts/codes --as-of 2025-10-31 --rejects "$WORK/rejects" \
		<"$WORK/stream" >"$WORK/accepted" 2>"$WORK/err" || diag "$(cat "$WORK/err")"
	awk -F '\t' -v column="$3" '$2 == column { print $1 }' "$WORK/rejects" | sort -n >"$WORK/got"
	same "$1: $(($(wc -l <"$WORK/stream") - 2)) days of codes, $(wc -l <"$WORK/expected") of them outside" "$WORK/got" "$WORK/expected"
}

# days: reads "CODE FIRST LAST", "-" where open; writes each code with the days about its ends. A code that is open is
# taken in 1990 and in 2099; what is in no list never.
days() {
	awk "$LENGTH"'
		function shift(day, by,   part) {
			split(day, part, "-"); part[3] += by
			if (part[3] == 0) {
				if (--part[2] == 0) { part[2] = 12; part[1]-- }
				part[3] = length_of(part[1], part[2])
			} else if (part[3] > length_of(part[1], part[2])) {
				part[3] = 1
				if (++part[2] == 13) { part[2] = 1; part[1]++ }
			}
			return sprintf("%04d-%02d-%02d", part[1], part[2], part[3])
		}
		{
			if ($2 == "-") print $1, "1990-01-01", "good"
			else { print $1, $2, "good"; print $1, shift($2, -1), "bad" }
			if ($3 == "-") print $1, "2099-12-31", "good"
			else { print $1, $3, "good"; print $1, shift($3, 1), "bad" }
		}
		END { print "?", "2020-01-01", "bad" }'
}
