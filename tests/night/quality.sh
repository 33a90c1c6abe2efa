#!/bin/bash
# The quality report over several nights: the same verdict as everywhere else, whatever becomes of the night; what
# changed since the night before; a month kept for each month.
. "$(dirname "$0")/common.sh"
night_prepare small
people=$WORK/night/people.csv contacts=$WORK/night/contacts.csv page=$WORK/var/report/quality.html
cp "$people" "$WORK/people"
cp "$contacts" "$WORK/contacts"

# night DESCRIPTION DATE VERDICT CODE: a run of that date comes to that, and says so in all places
night() {
	local code=0 verdict
	ontrack run --as-of "$2" >"$WORK/out" 2>&1 || code=$?
	verdict=$(sed -nE 's/.*<strong>The night of ([0-9-]+): ([a-z]+)<\/strong> \(exit code ([0-9]+)\).*/\1 \2 \3/p' "$page")
	is "$1: exit code" "$code" "$4"
	is "$1: the page" "$verdict" "$2 $3 $4"
	is "$1: the ledger, and what is published" "$(query "select verdict from ops.run where night = '$2'")
$(query "select night, verdict, exit_code from publish.night")" "$3
$(printf '%s\t%s\t%s' "$2" "$3" "$4")"
	like "$1: the journal" "$(tail -n 1 "$WORK/var/journal/$2/night.jsonl")" "^\{\"verdict\":\"$3\",\"exit\":$4,"
	like "$1: status" "$(ontrack status | grep "^$2")" "^$2  $3 "
}
# change ITEM: tonight's figure and that of the night before, as the page has them
change() {
	grep -F "<th scope=\"row\">$1</th>" "$page" | sed -E 's/<abbr[^>]*>|<\/abbr>//g; s/<[^>]*>/ /g' | tr -s ' ' | sed "s/ *$1 *//; s/ $//"
}

night "a first night" 2025-10-31 clean 0
is "there is no night before" "$(change 'Units held')" "0 z z"
like "the report has its link" "$(cat "$WORK/var/report/index.html")" 'href="quality.html"'
for table in night completeness providers quality rules timeliness history; do
	is "$table.csv is headed" "$(head -n 1 "$WORK/var/report/$table.csv")" "Internal: not for publication (as of 2025-10-31)"
done
applied=$(query "select count(*) from ops.load")

# Held: most of the persons are wrong
sed -i -E '2,21s/,20(0[0-9]|10)-[0-9]{2}-/,20\1-13-/' "$people"
night "a delivery that is held" 2025-11-01 held 65
is "held units against the night before" "$(change 'Units held')" "2 0 2"
is "applied units too" "$(change 'Units applied')" "0 $applied −$applied"
like "the page names it" "$(cat "$page")" '<td>small_people</td><td>person</td><td>held</td><td>gate [a-z-]*reject-share'
like "and does not say that nothing waits" "$(cat "$page")" 'ontrack status</code> says what to do'

# What hangs on it is not attempted. The page is made anew, the night being the same.
: >"$contacts"
night "one that hangs on it" 2025-11-01 failed 65
is "units not attempted" "$(change 'Units not attempted')" "1 0 1"
like "the page names both" "$(tr '\n' ' ' <"$page")" '<td>failed</td><td>see ontrack status</td>.*<td>held</td>'
unlike "but not what is in them" "$(cat "$page")" 'contacts\.csv|people\.csv|999[0-9]{7}'
cp "$page" "$WORK/before"
night "the same again" 2025-11-01 failed 65
same "changes nothing on the page" "$page" "$WORK/before"

cp "$WORK/people" "$people"
ok "what is held is turned away" ontrack reject --all
night "one that fails" 2025-11-01 failed 65
is "failed units" "$(change 'Units failed')" "1 0 1"
cp "$WORK/contacts" "$contacts"
night "all put right" 2025-11-01 clean 0
unlike "nothing is left to be named" "$(grep 'Not applied:' "$page")" .
like "and nothing waits" "$(cat "$page")" 'Nothing waits for you'

# A report that cannot be made turns the night red, and what is published with it
mv "$WORK/var/report" "$WORK/aside"
touch "$WORK/var/report"
exits "no place for the report" 65 ontrack run --as-of 2025-12-31
is "what is published says so" "$(query "select verdict, exit_code from publish.night")" "$(printf 'failed\t65')"
rm "$WORK/var/report"
mv "$WORK/aside" "$WORK/var/report"
night "and with a place" 2025-12-31 clean 0

is "three months are kept, each as its last night had it" "$(query "select distinct month, night from ops.quality_month
	order by 1")" "$(printf '%s\t%s\n' 2025-10-01 2025-10-31 2025-11-01 2025-11-01 2025-12-01 2025-12-31)"
is "and drawn" "$(grep -c '<svg ' "$page")" 1
before=$(query "select sum(valid) from ops.quality_month")
exits "a night of old, run again" 0 ontrack run --as-of 2025-11-02
is "leaves them as they are" "$(query "select sum(valid) from ops.quality_month")" "$before"
done_testing
