#!/bin/bash
# Every name, number, date of birth and postcode of the demonstration is looked for wherever the
# program leaves anything: after a good night, one full of errors, and one that was killed. As it
# is, without its separators, and as an unsalted hash, which is as good as in clear.
. "$(dirname "$0")/common.sh"
shim_build || exit

# A server of its own: another test's deliveries are none of ours.
fresh_database() {
	packages/postgres.sh --cluster canary start || return
	eval "$(packages/postgres.sh --cluster canary env)"
	psql -X -q -d postgres -c 'create database night' || return
	export PGDATABASE=night PGOPTIONS='-c client_min_messages=warning'
}
packages/postgres.sh --cluster canary remove
night_prepare demo
private_tree

"$BUILD/generate" --canaries >"$WORK/canaries"
# With a directory of these postcodes, but for some; each is looked up.
{
	echo pcds,dointr,doterm,laua
	grep -E '^[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2}$' "$WORK/canaries" | sed '1~9d; s/$/,198001,,E09000001/'
} >"$WORK/onspd.csv"
"$BUILD/postcodes" build --onspd "$WORK/onspd.csv" --edition 2025-08 --output "$WORK/places" >/dev/null
sed -i "s|^  \"name\"|  \"postcodes\": [\"$WORK/places\"],\n&|" "$CONFIG"
# And a quarantine, which nobody here can open: no clear word of it may stand anywhere.
"$BUILD/ontrack" quarantine key "$WORK/officer" >/dev/null
rm "$WORK/officer.private"
quarantined() {
	sed -i "s|^  \"name\"|  \"quarantine\": { \"key\": \"$WORK/officer.public\" },\n&|" "$CONFIG"
}
quarantined
# Computed in another process than any that is searched.
{
	cat "$WORK/canaries"
	# (A date's eight digits alone occur by chance in a server's own numbers.)
	tr -d ' /-' <"$WORK/canaries" | grep -E '.{8}' | grep -vE '^[0-9]{8}$'
	tr '[:upper:]' '[:lower:]' <"$WORK/canaries"
	while read -r canary; do printf '%s' "$canary" | sha256sum; done <"$WORK/canaries" | cut -c1-64
	while read -r canary; do printf '%s' "$canary" | md5sum; done <"$WORK/canaries" | cut -c1-32
} | sort -u >"$WORK/sought"

# found FILE...: which of what is sought stands in them, with the file's name.
found() {
	grep -r -a -o -F -f "$WORK/sought" -- "$@" | sort | uniq -c | head -n 10
}

data=$(query 'show data_directory')
# searched DESCRIPTION: nothing is found anywhere.
searched() {
	psql -X -q -c checkpoint
	# (The calendar has each day that there is, whoever was born on it.)
	pg_dump --exclude-table-data=mart.calendar >"$WORK/dump"
	is "$1: the dump" "$(found "$WORK/dump")" ""
	is "$1: the data directory with its WAL, and the server's log" "$(found "$(dirname "$data")")" ""
	is "$1: journals, logs, rejects, the report and all else in var" \
		"$(find "$WORK/var" -name keys -prune -o -type f -print0 |
			xargs -0 grep -a -o -F -f "$WORK/sought" -- | head)" ""
	is "$1: what was printed" "$(found "$WORK/printed")" ""
}

like "the search finds what is in a delivery" "$(found "$WORK/night/eip")" 'eip/'
ok "there is much to find" test "$(wc -l <"$WORK/canaries")" -gt 1000

ontrack plan >"$WORK/printed" 2>&1
exits "a good night" 0 ontrack run
cat "$WORK/.output" >>"$WORK/printed"
is "its postcodes are looked up" "$(query "select count(local_authority) > 900, count(district),
	(select count(*) > 0 from ops.finding where rule = 'postcode-unknown') from core.person")" "$(printf 't\t0\tt')"
ontrack status >>"$WORK/printed" 2>&1
searched "a good night"

# Full of errors: cells one column on, two columns changed about, a row cut short, a quote left
# open, a wrong encoding, no
# longer XML; and a server that refuses rows, which its own message would quote.
sed -i -E '5,40s/^([^,]*),(.*),[^,]*$/\1,,\2/; 60,90s/,[^,]*$//' "$WORK/night"/eip/*.csv
sed -i -E '100,130s/^([^,]*),([^,]*),/\2,\1,/' "$WORK/night"/eip/*.csv
sed -i -E '9,30s/^([^;]*);/\1/; 40s/;/;"/' "$WORK/night"/ap/*-placements-*.csv
sed -i '20s/,/\xff,/' "$WORK/night"/ap/*_tracker_*.csv
sed -i -E 's/<ULN>[0-9]{3}/<ULN>ABC/; 200s/>/</' "$WORK/night"/wbl/*-2425-*.xml
for table in "$WORK/night"/mhst/*_2025-09/*; do
	sed -i -E '3,9s/,/,,/; 12s/$/,one more/' "$table"
done
sed -i 's/Overhead/Revenue/' "$WORK/night"/costs/*.csv
query "alter table core.cost add check (kind <> 'revenue') not valid" >/dev/null
exits "a night full of errors" 65 ontrack run
cat "$WORK/.output" >>"$WORK/printed"
ontrack status >>"$WORK/printed" 2>&1
ok "with much in quarantine" test "$(find "$WORK/var/quarantine" -name '*.sealed' -size +1k | wc -l)" -ge 3
ok "of several kinds, the server's among them" grep -q 'SQLSTATE 23514' "$WORK/printed"
searched "a night full of errors"

# Killed: each program in the middle of its work.
rm -rf -- "$WORK/night"
CONFIG=$WORK/night/ontrack.json
night_files demo
quarantined
for stage in extract validate anonymise load; do
	wrap "$stage" LD_PRELOAD="$SHIM" KILL_SHIM_STATE="$STATE" KILL_SHIM_PROGRAM="$stage"
	query 'truncate ops.unit cascade' >/dev/null
	shim_target 200
	ontrack run >>"$WORK/printed" 2>&1
	shim_target 0
	unwrap "$stage"
done
LAUNCH=(env LD_PRELOAD="$SHIM" KILL_SHIM_STATE="$STATE" KILL_SHIM_PROGRAM=ontrack)
query 'truncate ops.unit cascade' >/dev/null
shim_target 500
ontrack run >>"$WORK/printed" 2>&1
LAUNCH=()
searched "nights that were killed"

packages/postgres.sh --cluster canary remove
rm -rf -- "$SHARED_WORK"
done_testing
