#!/bin/bash
# ontrack replay: rejects + replay = loading under the right rules from the first. Deliveries made up at
# random, with random faults, in each mode; loaded under a wrong mapping, rule or code list, and replayed when
# that was corrected. Then what is refused, what a later delivery has replaced, and a replay that is killed.
#
#   SEED, SEEDS   the first one, and how many for each mode
# shellcheck source=tests/night/common.sh
. "$(dirname "$0")/common.sh"
night_prepare small
private_tree
# Not what is tried here, and half of a small night's time.
printf '#!/bin/sh\nexit 0\n' >"$TREE/build/report"
chmod +x "$TREE/build/report"
lists=$WORK/lists
mkdir "$lists"
cp contracts/codes/programme.csv "$WORK/programme.csv"
cp "$WORK/night/people.json" "$WORK/people.json"
sed -i -e "s|\"../../fixtures/demo/codes\"|\"$ROOT/fixtures/demo/codes\", \"$lists\"|" \
	-e "s|\"$ROOT/fixtures/demo/codes\"|&, \"$lists\"|" -e 's|"people.csv"|"people-*.csv"|' \
	-e 's|"reject_share": 0.5|"reject_share": 1|' "$CONFIG"
empty=${PGDATABASE}_empty
psql -X -q -d postgres -c "create database $empty template $PGDATABASE"
tap_databases+=("$empty")

# world: a database that has seen nothing, and no traces.
world() {
	psql -X -q -d postgres -c "drop database if exists $PGDATABASE with (force)" \
		-c "create database $PGDATABASE template $empty"
	rm -rf -- "${WORK:?}/var"
}

# right MODE; wrong KIND: the rules as they should be; one of them spoilt.
right() {
	local period=
	[ "$1" != period ] || period='"period": "{month}",'
	sed -e "s|\"file\": \"people.csv\"|\"file\": \"people-{month}.csv\", \"slot\": \"{month}\", $period \"after\": []|" \
		-e "s|\"mode\": \"snapshot\"|\"mode\": \"$1\"|" \
		-e 's|{ "path": "received" }|{ "path": "received", "date": ["YYYY-MM-DD", "DD/MM/YYYY"] }|' \
		-e 's|{ "constant": "ap" }|{ "path": "programme" }|' "$WORK/people.json" >"$WORK/night/people.json"
	cp contracts/referral.json "$TREE/contracts/referral.json"
	cp "$WORK/programme.csv" "$lists/programme.csv"
	ontrack schema --apply
}
wrong() {
	case $1 in
	mapping) sed -i 's|, "DD/MM/YYYY"\]|]|' "$WORK/night/people.json" ;;
	rule)
		# Its version stays as it is.
		sed -i "/\"REF-012\"/,/expr/s/closed_date >= referral_date/days_between(referral_date, closed_date) between 0 and 100/" \
			"$TREE/contracts/referral.json"
		ontrack schema --apply
		;;
	list) sed -i '/^eip,/d' "$lists/programme.csv" ;;
	esac
}

# stored: what is current, and what of it the months say, without the number of the load that brought it.
stored() {
	query "
		select format('select %L, to_jsonb(t) - %L::text[] from %I.%I t %s', table_schema || '.' || table_name,
			'{load_no,ended_by,ended_load_no,ended_at,reason}', table_schema, table_name,
			case when table_name like '%\_history' then 'where reason in (''newer-period'', ''older-period'')' end)
		from information_schema.tables
		where table_schema in ('core', 'vault') and table_type = 'BASE TABLE'" >"$WORK/questions"
	sed 's/$/;/' "$WORK/questions" | psql -X -q -A -t | sort
}
accepted() {
	query "select count(*) from core.referral"
}

# play MODE SEED KIND: 0 where wrong + replay leaves what right from the first does.
play() {
	local mode=$1 kind=$3 first=all second=all month few
	[ "$mode" != append ] || first=odd second=even
	rm -f "$WORK"/night/people*.csv
	awk -v seed="$2" -v take=$first -f tests/night/replay/people.awk >"$WORK/night/people-2024-11.csv"
	awk -v seed="$2$2" -v take=$second -f tests/night/replay/people.awk >"$WORK/night/people-2024-12.csv"
	awk 'BEGIN {
		print "provider,contact,referral,date,minutes,status"
		for (i = 1; i <= 40; i++) printf "999901,K%03d,R%03d,2025-01-%02d,30,5\n", i, i, 1 + i % 28
	}' >"$WORK/night/contacts.csv"
	world
	right "$mode"
	ontrack run >"$WORK/out" 2>&1 || return 1
	stored >"$WORK/directly"
	world
	wrong "$kind"
	ontrack run >"$WORK/out" 2>&1 || return 1
	few=$(accepted)
	right "$mode"
	for month in $(printf '2024-11\n2024-12\n' | if [ $(($2 % 2)) = 0 ]; then cat; else tac; fi); do
		ontrack replay "people-$month.csv" >"$WORK/out" 2>&1 || return 1
	done
	stored >"$WORK/replayed"
	[ "$few" -lt "$(accepted)" ] || return 2
	cmp "$WORK/directly" "$WORK/replayed" || return 3
	ontrack run >"$WORK/out" 2>&1 && grep -q '^nothing was due' "$WORK/out" || return 4
}

for mode in append delta snapshot period; do
	for ((seed = ${SEED:-1}; seed < ${SEED:-1} + ${SEEDS:-1}; seed++)); do
		for kind in mapping rule list; do
			said="$mode, seed $seed, a wrong $kind: corrected and replayed it is as if it had been right from the first"
			if play "$mode" $seed $kind; then
				pass "$said"
			else
				fail "$said" "$(cat "$WORK/out")" "$(diff "$WORK/directly" "$WORK/replayed" | head -n 10)"
			fi
		done
	done
done
psql -X -q -d postgres -c "drop database $empty"
done_testing
