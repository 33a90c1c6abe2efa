#!/bin/bash
# var/feedback/PROVIDER.csv: what each provider should correct, by its own rows and columns, and no value.
# shellcheck source=tests/night/common.sh
. "$(dirname "$0")/common.sh"
night_prepare small
people=$WORK/night/people.csv
feedback=$WORK/var/feedback

# Row 3: closed before it was received; row 5: no date; row 7: a wrong check digit
sed -i -E -e '3s/,2025-02-11,,$/,2025-02-11,2025-01-11,02/' -e '5s/,2025-04-13,/,next week,/' \
	-e '7s/,999[0-9]{7},/,9991234567,/' "$people"
exits "a night with three records spoilt" 0 ontrack run
files=("$feedback"/*.csv)
file=${files[0]}
line() {
	grep -E "^\"people.csv\",\"$1\"" "$file"
}
is "a field, by the provider's own column" "$(line 5 | grep '"referral_date"' | cut -d , -f 1-6)" \
	'"people.csv","5","received","referral","referral_date","not taken"'
like "with what is wrong and what to do" "$(line 5)" '"the value is not of the field.s type","Correct it: a date'
is "a rule of the record, by the columns that it is about" "$(line 3 | grep 'closed before' | cut -d '"' -f 6)" \
	"received, closed"
is "a warning is taken, and said once" "$(line 7 | grep -c 'taken, please check')" 1
unlike "no value is in it" "$(cat "$feedback"/*)" 'next week|9991234567|2025-01-11'
is "it is nobody else's to read" "$(stat -c %a "$file") $(stat -c %a "$feedback")" "600 700"
is "every finding that can be corrected is in it" "$(cat "$feedback"/*.csv | grep -vc '^"delivery"')" \
	"$(query "select count(*) from ops.explanation e where not settled and not (stage = 'anonymise' and exists (
		select from ops.explanation v where (v.source, v.feed, v.slot, v.source_row, v.field, v.stage)
			= (e.source, e.feed, e.slot, e.source_row, e.field, 'validate')))")"

# Corrected: what was wrong is no longer asked for
cp tests/night/small/people.csv "$people"
exits "the corrected delivery" 0 ontrack run
is "asks for nothing that was corrected" "$(line 5)" ""

# A name that a spreadsheet would take for a formula
mv "$people" "$WORK/night/=people.csv"
sed -i 's/people\.csv/=people.csv/' "$CONFIG"
sed -i '5s/,2025-04-13,/,next week,/' "$WORK/night/=people.csv"
exits "a delivery with an odd name" 0 ontrack run
unlike "is no formula" "$(cat "$feedback"/*.csv)" '^"='
is "of one provider, or else of the source" "$(cd "$feedback" && printf '%s\n' *.csv | paste -s -d ' ')" \
	"$(query "select string_agg(a, ' ' order by a) from (
		select distinct coalesce(case when count(distinct q.provider) = 1 then min(q.provider) end, min(l.source)) || '.csv' as a
		from ops.latest l left join ops.quality q using (unit, load_no)
		where exists (select from ops.reject r where (r.unit, r.load_no) = (l.unit, l.load_no))
		group by l.unit, l.load_no) n")"
done_testing
