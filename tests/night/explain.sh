#!/bin/bash
# ontrack explain: what is wrong with a delivery or a row of it, where, why, and what to do; no value.
# shellcheck source=tests/night/common.sh
. "$(dirname "$0")/common.sh"
night_prepare small
people=$WORK/night/people.csv

# Row 3: closed before it was received; row 5: no date; row 7: a wrong check digit
sed -i -E -e '3s/,2025-02-11,,$/,2025-02-11,2025-01-11,02/' -e '5s/,2025-04-13,/,next week,/' \
	-e '7s/,999[0-9]{7},/,9991234567,/' "$people"
exits "a night with three records spoilt" 0 ontrack run

ontrack explain people.csv >"$WORK/all"
is "the delivery by its name: exits 0" $? 0
like "how it stands" "$(cat "$WORK/all")" '^referral all: applied in the night of 2025-10-31: 24 read, [0-9]+ rejected'
is "what, where, why and what to do" "$(grep -A 3 "field 'referral_date': type-error" "$WORK/all")" \
	"  referral, field 'referral_date': type-error (rejected)
      the value is not of the field's type
      what to do: Correct it: a date is YYYY-MM-DD and a number has digits and a decimal point only.
      1 finding, row 5"
like "a rule of the contract in its own words" "$(cat "$WORK/all")" 'closed before'
like "a warning is no reject" "$(cat "$WORK/all")" "field 'nhs_number': identifier \(warning\)"
unlike "no value is shown" "$(cat "$WORK/all")" 'next week|9991234567|2025-01-11'

is "one row of it" "$(ontrack explain people.csv:5 | grep -c -E '\((rejected|warning)\)$')" \
	"$(query "select count(distinct (feed, rule, field)) from ops.explanation where source_row = 5 and delivery = 'people.csv'")"
like "a row that is in order" "$(ontrack explain people.csv:2)" 'nothing was found wrong'
same "a unit by its name" <(ontrack explain small_people/referral/all | sed -n '/^$/,$p' | grep referral) \
	<(sed -n '/^$/,$p' "$WORK/all" | grep referral)
exits "a delivery that nobody knows" 66 ontrack explain nobody.csv

# Held, and not applied
sed -i -E '2,21s/,20(0[0-9]|10)-[0-9]{2}-/,20\1-13-/' "$people"
exits "a delivery of which too much is wrong" 65 ontrack run
like "held, by which gate" "$(ontrack explain people.csv)" 'held by gate reject-share'
like "what that means" "$(ontrack explain people.csv)" '^ +too many of the delivered records were rejected'
like "and what to do" "$(ontrack explain people.csv)" \
	'what to do: .*have the export put right.* To let it in as it is: ontrack release small_people/person/all'
like "with the command" "$(ontrack explain people.csv)" 'ontrack release small_people/person/all'
rm "$people"
exits "a delivery that is gone" 65 ontrack run
like "not applied, and why" "$(ontrack explain people.csv)" 'not applied in the last night: cannot read'

# What each stage finds, by the row that it is in: one cell too many, extract; closed before it was received,
# validate; a pseudonym that could not be made, anonymise; two records of one key, load; no parent, load.
rm -rf -- "${WORK:?}/keys"
night_prepare small
sed -i -E -e '2s/$/,one more/' -e '3s/,2025-02-11,,$/,2025-02-11,2025-01-11,02/' -e '7s/,999[0-9]{7},/,9991234567,/' "$people"
another=$(sed -n '10s/,,$/,2025-10-30,02/p' "$people")
echo "$another" >>"$people"
sed -i '4s/,RQ[0-9]*Y,/,RQ0Y,/' "$WORK/night/contacts.csv"
sed -i 's/"mode": "snapshot",/& "gates": {"referral": [{"gate": "uniqueness", "off": true}]},/' "$WORK/night/people.json"
exits "a night with something for each stage" 0 ontrack run
while read -r stage delivery row what; do
	like "$stage: $delivery:$row" "$(ontrack explain "$delivery:$row")" "^  $what\$"
	like "$stage: with what to do" "$(ontrack explain "$delivery:$row" | grep -F -A 2 "${what%% \\(*}")" 'what to do: '
done <<'END'
extract people.csv 2 referral: ragged-row \(rejected\)
validate people.csv 3 referral: REF-012 \(rejected\)
anonymise people.csv 7 person, field 'nhs_number': no-pseudonym-invalid \(warning\)
load people.csv 10 referral: key-conflict \(rejected\)
load people.csv 26 referral: key-conflict \(rejected\)
load contacts.csv 4 contact, field 'referral_ref': parent-missing \(rejected\)
END

# Every rule that a night may break is in words.
rm -rf -- "${WORK:?}/keys"
night_prepare demo
exits "the demonstration" 0 ontrack run
is "each finding has its text" \
	"$(query "select distinct rule from ops.explanation where message is null or guidance is null")" ""
is "and each rule of a contract" \
	"$(query "select feed, rule from ref.rule where message is null or guidance is null")" ""
done_testing
