#!/bin/bash
# load: the gates whose thresholds a contract or a source declares. Each at the boundary and beyond it, and
# some released: every other would be by the same way (load_gates.sh).
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"

# contract NAME FIELDS KEY MORE
contract() {
	printf '{ "name": "%s", "version": "1.0.0", "fields": [ %s ], "primaryKey": [%s], %s }\n' \
		"$1" "$2" "$3" "$4" >"$contracts/$1.json"
}
field() {
	printf '{ "name": "%s", "type": "%s", "treat": "keep", "constraints": {"required": %s} }' "$1" "$2" "${3:-false}"
}
contract spell "$(field provider string true), { \"name\": \"spell_ref\", \"type\": \"string\",
	\"treat\": \"pseudonym:record\", \"within\": \"provider\", \"constraints\": {\"required\": true} },
	{ \"name\": \"person_ref\", \"type\": \"string\", \"treat\": \"pseudonym:local\", \"within\": \"provider\" },
	$(field begins date), $(field ends date)" '"provider", "spell_ref"' \
	'"resolve": {"person_key": {"from": "person_ref"}}, "gates": [
	{ "gate": "overlap", "from": "begins", "to": "ends", "within": ["provider"], "days": 1, "count": 1 },
	{ "gate": "uniqueness", "share": 0.2 },
	{ "gate": "freshness", "field": "begins" },
	{ "gate": "future", "field": "ends", "share": 0.1, "minimum": 10 } ]'
contract cost "$(field provider string true), $(field programme string true), $(field cost_ref string true),
	$(field period_start date), $(field period_end date), $(field amount number)" '"provider", "cost_ref"' \
	'"gates": [ { "gate": "ledger-total" } ]'
contract target "$(field provider string true), $(field programme string), $(field indicator string true),
	$(field period_start date true), $(field period_end date), $(field target number)" \
	'"provider", "indicator", "period_start"' '"rules": []'
sed -i 's/"primaryKey"/"gates": [{ "gate": "references", "share": 0.5, "minimum": 4 }], "primaryKey"/' "$contracts/stay.json"
# shellcheck disable=SC2034 # read by their names
{
	spell="provider spell_ref person_ref begins ends"
	cost="provider programme cost_ref period_start period_end amount"
	target="provider programme indicator period_start period_end target"
}
load_database

# held SLOT: the gates that hold it, with what they saw and what may be
held() {
	rows "select gate, observed, threshold from ops.open_hold where slot = '$1' order by 1"
}
release() {
	"$BUILD/ontrack" release "test/$1" >/dev/null
}

# --- overlap: of the pairs below 101 and 102 share two days, 103 and 104 one, 105 is a stored one's
load spell --slot over --night 2025-06-30 <<-'END'
	1 P1 @101 @1 2025-01-01 2025-01-10
	2 P1 @102 @1 2025-01-09 2025-01-20
	3 P1 @103 @2 2025-01-01 2025-01-10
	4 P1 @104 @2 2025-01-10 2025-01-20
	5 P2 @101 @1 2025-01-01 2025-03-20
	6 P1 @107 @7 2025-06-01 -
	7 P1 @108 - 2025-01-01 -
	8 P1 @109 - 2025-01-01 -
END
is "one overlap of two days passes; a day, another provider and nobody are none" "$code $status $(held over)" "0 applied "
load spell --slot more --night 2025-06-30 <<-'END'
	1 P1 @201 @2 2025-01-15 2025-01-31
	2 P1 @202 @7 2025-06-29 2025-06-30
	3 P1 @203 @7 2025-06-30 2025-06-30
END
is "two are held: with what is stored, and with one that goes on" "$code $(held more)" "75 overlap 2 1"
like "in words" "$(cat "$WORK/messages")" 'detail: too many records of a young person overlap'
release spell/more
load spell --slot more --night 2025-06-30 <<-'END'
	1 P1 @201 @2 2025-01-15 2025-01-31
	2 P1 @202 @7 2025-06-29 2025-06-30
	3 P1 @203 @7 2025-06-30 2025-06-30
END
is "released, it is applied" "$code $status $(counts)" "0 applied 3 read: 3 inserted"
load spell --slot over --night 2025-06-30 <<-'END'
	1 P1 @101 @1 2025-01-01 2025-01-08
	3 P1 @103 @2 2025-01-01 2025-01-16
	4 P1 @104 @2 2025-01-17 2025-01-20
END
is "a stored one that begins later counts; a record that is replaced does not" "$code $(held over)" "75 overlap 2 1"
load spell --slot whole --mode snapshot --night 2025-06-30 <<<"1 P5 @1 @5 2025-01-01 2025-03-01"
load spell --slot whole --mode snapshot --night 2025-06-30 <<-'END'
	1 P5 @2 @5 2025-01-01 2025-01-05
	2 P5 @3 @5 2025-01-05 2025-01-15
	3 P5 @4 @5 2025-01-15 2025-03-01
END
is "nor what a snapshot takes away" "$code $status" "0 applied"

# --- uniqueness and references
twins() {
	seq 1 "$1" | sed 's/.*/& P6 @& @9 2025-05-01 2025-05-01/'
	[ "$2" = 0 ] || seq 1 "$2" | sed 's/.*/9& P6 @& @9 2025-05-02 2025-05-02/'
}
off='[{"gate": "overlap", "off": true}, {"gate": "reject-share", "off": true}]'
load spell --slot twins --gates "$off" < <(twins 22 3)
is "six of 25 that contradict each other are too many" "$code $(held twins)" "75 uniqueness 0.2400 0.2"
load spell --slot twins --gates "$off" < <(twins 18 2)
is "a fifth passes: four of 20" "$code $status $(counts)" "0 applied 20 read: 16 inserted, 4 rejected"
load spell --slot few --gates "$off" < <(twins 15 3)
is "and of fewer than 20 any" "$code $status" "0 applied"

load young <<-'END'
	1 P1 @1 - m -
	2 P1 @2 - m -
END
load stay --slot lost --reject-share 1 <<-'END'
	1 P1 @11 @1 3
	2 P1 @12 @2 3
	3 P1 @13 @8 3
	4 P1 @14 @9 3
	5 P1 @15 @9 3
END
is "more than half without their parents" "$code $(held lost)" "75 references 0.6000 0.5"
load stay --slot lost --reject-share 1 <<-'END'
	1 P1 @11 @1 3
	2 P1 @12 @2 3
	3 P1 @13 @8 3
	4 P1 @14 @9 3
END
is "just half wait for them" "$code $(counts)" "0 4 read: 2 inserted, 2 rejected"

# --- one key, two sources
elsewhere() {
	seq 1 20 | awk -v differ="$1" '{ print NR, "P7", "@" 70 + NR, "-", NR <= differ ? "f" : "m", "-" }'
}
load young --slot here < <(elsewhere 0)
load young --source other --slot here < <(elsewhere 1)
is "a twentieth that says something else than another source passes" "$code $(counts)" "0 20 read: 1 updated, 19 unchanged"
load young --source other --slot here < <(elsewhere 3)
is "two more do not" "$code $(held here)" "75 key-elsewhere 0.1000 0.05"
load young --source other --slot here --gates '[{"gate": "key-elsewhere", "count": 2, "share": 1}]' < <(elsewhere 3)
is "what the source itself declares comes first" "$code $(counts)" "0 20 read: 2 updated, 18 unchanged"
load young --slot there < <(elsewhere 8)
is "another slot of the same source is its own affair" "$code $status" "0 applied"
load young --slot here --gates '[{"gate": "key-elsewhere", "between": "units"}]' < <(elsewhere 6)
is "unless it says that it is not" "$code $(held here)" "75 key-elsewhere 0.1000 0.05"

# --- volume: 60, 100 and 80 came before; a quarter of their median is 20, three times 240
volume() {
	seq 1 "$1" | sed 's/.*/& P8 @8& - m -/'
}
sizes() {
	local size
	for size in "$@"; do
		load young --slot size --mode snapshot --gates '[{"gate": "gone-share", "off": true}]' < <(volume "$size")
	done
}
sizes 60 200 80
is "two loads before say nothing yet" "$code $status" "0 applied"
sizes 20
is "a quarter of the median passes" "$code $status" "0 applied"
load young --slot other --mode snapshot < <(volume 3)
sizes 17
is "of 70 then, 17 are too few" "$code $(held size)" "75 volume-low 0.7571 0.75"
sizes 210
is "three times as many pass" "$code $status" "0 applied"
sizes 241
is "more do not: of 80" "$code $(held size)" "75 volume-high 2.0125 2"
release young/size
sizes 241
is "released, it is applied, and counts from then on" "$code $status" "0 applied"
load young --slot size < <(volume 1)
is "a delta says nothing of what there is" "$code $status" "0 applied"

month() {
	load young --slot "P9/$1" --mode period --period "$1" < <(seq 1 "$2" | sed 's/.*/& P9 @& - m -/')
}
month 2025-01 60
month 2025-02 60
month 2025-03 60
load young --slot P10/2025-03 --mode period --period 2025-03 < <(seq 1 5 | sed 's/.*/& P10 @& - m -/')
month 2025-04 14
is "a month is measured by the months of its provider" "$code $(held P9/2025-04)" "75 volume-low 0.7667 0.75"
month 2025-04 15
is "at the boundary it passes" "$code $status" "0 applied"

# --- freshness: of a source whose months come until ten days after their end
monthly='[{"gate": "freshness", "every": "month", "days": 10}]'
fresh() {
	load spell --slot "$1" --night "$2" --gates "$monthly" "${@:4}" <<-END
		1 P3 @301 @31 2025-03-02 -
		2 P3 @302 @32 $3 -
		3 P3 @303 @33 - -
	END
}
fresh a 2025-06-10 2025-05-01
is "on 10 June May is due, and there" "$code $status" "0 applied"
fresh b 2025-06-10 2025-04-30
is "April's last day is too old by then: 41 days, not 40" "$code $(held b)" "75 freshness 41 40"
fresh c 2025-06-09 2025-04-30
is "on the 9th it would do" "$code $status" "0 applied"
fresh d 2025-06-10 2025-07-01
is "what is after tonight does not make up for it" "$code $(held d)" "75 freshness 100 40"
fresh c 2025-08-10 2025-04-30 --mapping new
is "what was applied once is not stale when a mapping has changed" "$code $status" "0 applied"
load spell --slot e --night 2025-06-10 <<<"1 P3 @304 @34 2020-01-01 2020-01-02"
is "of a source that does not say when it is due nothing is asked" "$code $status" "0 applied"
load spell --slot f/2025-02 --mode period --period 2025-02 --night 2025-06-10 --gates "$monthly" \
	<<<"1 P3 @305 @35 2025-02-01 2025-02-02"
is "an old month that is sent again is measured by its own days" "$code $status" "0 applied"
load spell --slot f/2025-03 --mode period --period 2025-03 --night 2025-06-10 --gates "$monthly" \
	<<<"1 P3 @306 @36 2025-02-28 2025-02-28"
is "and held where it has none of them" "$code $(held f/2025-03)" "75 freshness 102 101"

# --- after tonight
ahead() {
	seq 1 10 | awk -v n="$1" '{ print NR, "P4", "@" 40 + NR, "@" 40 + NR, "2025-01-01",
		NR <= n ? "2025-06-11" : "2025-06-10" }'
}
load spell --slot ahead --night 2025-06-10 < <(ahead 2)
is "two of ten end after tonight" "$code $(held ahead)" "75 future 0.2000 0.1"
load spell --slot ahead --night 2025-06-10 < <(ahead 1)
is "one may" "$code $status" "0 applied"

# --- to the penny
load target <<-'END'
	1 P1 ap ledger_total 2025-04-01 2025-06-30 1000.10
	2 P1 ap completion_rate 2025-04-01 2025-06-30 0.5
	3 P2 ap ledger_total 2025-04-01 2025-06-30 70
END
lines() {
	load cost --slot "$1" --mode snapshot <<-END
		1 P1 ap 1 2025-04-01 2025-04-30 400.05
		2 P1 ap 2 2025-05-01 2025-06-30 $2
		3 P1 wbl 3 2025-05-01 2025-06-30 12
		4 P1 ap 4 2025-07-01 2025-07-31 13
	END
}
lines ledger 600.05
is "lines that come to the ledger's total are applied" "$code $status" "0 applied"
lines ledger 600.06
is "a penny more is held" "$code $(held ledger)" "75 ledger-total 0.01 0"
lines ledger 600.04
is "and a penny less" "$code $(held ledger)" "75 ledger-total 0.01 0"
load cost --slot ledger --mode snapshot <<<"1 P1 ap 1 2025-04-01 2025-04-30 400.05"
is "and a line that is missing" "$code $(held ledger)" "75 ledger-total 600.05 0"
load cost --slot extra <<<"9 P1 ap 9 2025-06-01 2025-06-30 1"
is "a line of another delivery counts with those that stand" "$code $(held extra)" "75 ledger-total 1.00 0"
load cost --slot third <<<"1 P3 ap 1 2025-04-01 2025-04-30 5"
is "of a provider without a total nothing is asked" "$code $status" "0 applied"
lines ledger 601
release cost/ledger
lines ledger 601
is "released, it is applied" "$code $status" "0 applied"
load cost --slot ledger --mode snapshot --gates '[{"gate": "ledger-total", "count": 0.95}]' < <(
	printf '%s\n' "1 P1 ap 1 2025-04-01 2025-04-30 400.05" "2 P1 ap 2 2025-05-01 2025-06-30 601.00" \
		"5 P1 wbl 5 2025-05-01 2025-05-01 1")
is "what may remain can be declared, in pounds" "$code $status" "0 applied"

# --- what a source may not say
refuses() {
	load young --slot refused --gates "$2" <<<"1 P1 @1 - m -"
	is "$1" "$code $(sed -n 's/^load: error: //p' "$WORK/messages")" "78 $3"
}
refuses "a gate that there is not" '[{"gate": "fulness"}]' "there is no gate 'fulness'"
refuses "one that the feed does not have" '[{"gate": "overlap", "share": 0.5}]' \
	"the source sets gate 'overlap', which feed 'young' does not have"
refuses "fields, which are the contract's to name" '[{"gate": "future", "field": "score"}]' "unknown setting 'field'"
refuses "more than all" '[{"gate": "gone-share", "share": 1.5}]' "'share' must be a number from 0 to 1"

# --- a dry run
load spell --slot dry --dry-run --night 2025-06-10 < <(ahead 2)
is "a dry run foresees the gate" "$code $status $(held dry)" "75 held "
like "and says so" "$(cat "$WORK/messages")" "would be held by gate 'future'"
before=$(query "select count(*) from core.spell")
load spell --slot dry --dry-run --night 2025-06-10 < <(ahead 1)
is "or that there is none, and writes nothing" "$code $status $(query "select count(*) from core.spell")" "0 foreseen $before"
load stay --slot dry --dry-run --expected young < <(seq 1 30 | sed 's/.*/& P1 @5& @9 3/')
is "parents that are to be loaded before are taken to be there" "$code $status" "0 foreseen"
load stay --slot dry --dry-run < <(seq 1 30 | sed 's/.*/& P1 @5& @9 3/')
is "others are not" "$code $(sed -n 's/.*by gate //p' "$WORK/messages")" "75 'references, reject-share'"
load stay --slot dry --expected young <<<"1 P1 @11 @1 3"
is "nothing is expected of a run that is none" "$code" 64

check_ledger
done_testing
