#!/bin/bash
# The whole demonstration night, twice: all applied, the same verdict wherever it is said, nothing
# lost, and a second run that changes nothing.
. "$(dirname "$0")/common.sh"
night_prepare demo

ok "doctor finds the set-up in order" ontrack doctor

dump "$WORK/empty"
code=0
ontrack plan >"$WORK/plan" 2>&1 || code=$?
is "plan says that all can be applied" "$code" 0
dump "$WORK/planned"
same "plan writes nothing to the database" "$WORK/planned" "$WORK/empty"
is "plan leaves nothing behind" "$(find "$WORK/var" -type f)" ""

code=0
ontrack run >"$WORK/first" 2>"$WORK/first.err" || code=$?
is "the first run ends with 0" "$code" 0
verdict=$(tail -n 1 "$WORK/first")
like "its verdict is clean" "$verdict" '^night 2025-10-31: clean; [1-9][0-9]* units applied, 0 held, 0 failed'

# Each programme has come as far as what is published of it.
for programme in ap eip wbl mhst; do
	case $programme in
	wbl) table=learning_aim ;;
	*) table=referral ;;
	esac
	like "core.$table has records of programme '$programme'" \
		"$(query "select count(*) from core.$table where programme = '$programme'")" '^[1-9][0-9]+$'
	like "what is published speaks of '$programme'" \
		"$(query "select count(*) from publish.programme where programme = '$programme'")" '^[1-9]'
done
ok "there is a report" test -s "$WORK/var/report/index.html"
is "and a contract report for each provider" "$(find "$WORK/var/report/contract" -name '*-2025-10.html' | wc -l)" 13
like "with lights of every colour" "$(grep -ohE 'class="light (green|amber|red)"' "$WORK"/var/report/contract/*.html | sort -u | paste -sd ' ')" \
	'amber.*green.*red'
quality=$(cat "$WORK/var/report/quality.html")
like "and one on how good the data are, with the verdict" "$quality" \
	'The night of 2025-10-31: clean</strong> \(exit code 0\)\. Units: [1-9][0-9]* applied, 0 held, 0 failed'
like "and each programme's spend that good data cover" "$quality" 'Spend covered by good data:</strong> Alternative provision (suppressed|[0-9]+%), Early intervention in psychosis [1-9][0-9]?%, Work-based learning [1-9][0-9]?%, Mental health support teams [1-9][0-9]?%'
for table in night completeness providers quality rules timeliness history; do
	ok "$table.csv has rows" sh -c 'test "$(wc -l <"$1")" -gt 2' - "$WORK/var/report/$table.csv"
done
is "no record is named in any of them" "$(grep -rlE --exclude='.*' '999[0-9]{7}|[0-9a-f]{32}' "$WORK"/var/report)" ""

# The verdict is the same in the database, the journal and status.
is "ops.run has the verdict" \
	"$(query "select verdict, summary from ops.run")" "$(printf 'clean\t%s' "$verdict")"
is "the night's journal has it" "$(cat "$WORK"/var/journal/2025-10-31/night.jsonl)" \
	"{\"verdict\":\"clean\",\"exit\":0,\"summary\":\"$verdict\"}"
like "status has it" "$(ontrack status)" "$(printf '%s' "$verdict" | sed 's/[.;]/./g')"

# Conservation, by the ledger alone and against the journals.
is "every record of every unit is accounted for" "$(query "
	select count(*) from ops.load l
	where l.read <> l.inserted + l.updated + l.unchanged + l.duplicate + l.rejected
	   or l.read <> (select s.accepted from ops.load_stage s
	                 where (s.unit, s.load_no, s.position) = (l.unit, l.load_no, 3))
	   or exists (select from ops.load_stage s join ops.load_stage n using (unit, load_no)
	              where (s.unit, s.load_no) = (l.unit, l.load_no)
	                and n.position = s.position + 1 and n.read <> s.accepted)")" 0
delivered=$(query "select sum(read) from ops.load_stage where position = 1")
is "the journals of extract count what the ledger counts" \
	"$(cat "$WORK"/var/journal/2025-10-31/*/extract.jsonl |
		sed -E 's/.*"read":([0-9]+).*/\1/' | awk '{ n += $1 } END { print n }')" "$delivered"
is "no rejects are left on disk" "$(find "$WORK/var/rejects" -type f)" ""

# Known truth of the generator: children at two providers are found to be one person.
like "some persons are known to two providers" \
	"$(query "select count(*) from (select person_id from vault.person_cluster
	          group by person_id having count(distinct provider) > 1) p")" '^[1-9]'

# The second run.
dump "$WORK/before"
seconds=$SECONDS
code=0
ontrack run >"$WORK/second" 2>&1 || code=$?
is "the second run ends with 0" "$code" 0
ok "within seconds" test $((SECONDS - seconds)) -le 10
dump "$WORK/after"
same "and changes nothing" "$WORK/after" "$WORK/before"
is "it says so, with the same verdict" "$(cat "$WORK/second")" \
	"$(printf 'nothing was due: nothing has changed\n%s' "$verdict")"

done_testing
