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
	lax) # lets in what was closed before it was received
		sed -i "/\"REF-012\"/,/expr/s/closed_date >= referral_date/closed_date is not null/" \
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
	# And what is made of it; a clock's times apart.
	dump "$WORK/made" --data-only --schema mart --schema publish
	cat "$WORK/made"
	find "$WORK/var/feedback" -type f -exec cat {} +
}
accepted() {
	query "select count(*) from core.referral"
}

# play MODE SEED KIND: 0 where wrong + replay leaves what right from the first does.
play() {
	local mode=$1 kind=$3 first=all second=all month
	[ "$mode" != append ] || first=odd second=even
	rm -f "$WORK"/night/people*.csv
	awk -v seed="$2" -v take=$first -f tests/night/replay/people.awk >"$WORK/night/people-2024-11.csv"
	awk -v seed="$2$2" -v take=$second -f tests/night/replay/people.awk >"$WORK/night/people-2024-12.csv"
	awk 'BEGIN {
		print "provider,contact,referral,date,minutes,status"
		for (i = 1; i <= 40; i++) printf "999901,K%03d,R%03d,2025-01-%02d,30,5\n", i, i, 1 + i % 28
	}' >"$WORK/night/contacts.csv"
	# What hangs on a record that is taken back stays, as on one that is retired.
	[ "$kind" != lax ] || echo "provider,contact,referral,date,minutes,status" >"$WORK/night/contacts.csv"
	world
	right "$mode"
	ontrack run >"$WORK/out" 2>&1 || return 1
	stored >"$WORK/directly"
	world
	wrong "$kind"
	ontrack run >"$WORK/out" 2>&1 || return 1
	stored >"$WORK/wrongly"
	right "$mode"
	for month in $(printf '2024-11\n2024-12\n' | if [ $(($2 % 2)) = 0 ]; then cat; else tac; fi); do
		ontrack replay "people-$month.csv" >"$WORK/out" 2>&1 || return 1
	done
	stored >"$WORK/replayed"
	! cmp -s "$WORK/directly" "$WORK/wrongly" || return 2
	cmp "$WORK/directly" "$WORK/replayed" || return 3
	ontrack run >"$WORK/out" 2>&1 && grep -q '^nothing was due' "$WORK/out" || return 4
}

for mode in append delta snapshot period; do
	for ((seed = ${SEED:-1}; seed < ${SEED:-1} + ${SEEDS:-1}; seed++)); do
		for kind in mapping rule lax list; do
			said="$mode, seed $seed, a wrong $kind: corrected and replayed it is as if it had been right from the first"
			if play "$mode" $seed $kind; then
				pass "$said"
			else
				fail "$said" "$(cat "$WORK/out")" "$(diff "$WORK/directly" "$WORK/replayed" | head -n 10)"
			fi
		done
	done
done

# everything: the whole database, to see that nothing has changed.
everything() {
	dump "$WORK/$1" --data-only
}
# refused DESCRIPTION CODE WORDS COMMAND...: exits so, says so, and leaves everything.
refused() {
	local description=$1 code=$2 words=$3
	shift 3
	everything before
	exits "$description: exit $code" "$code" "$@"
	like "$description: it says so" "$(cat "$WORK/.output")" "$words"
	everything after
	same "$description: nothing has changed" "$WORK/after" "$WORK/before"
}
rejects() {
	query "select count(*) from ops.finding where feed = 'referral' and severity <> 'warning'"
}
# made SEED: one month's delivery and a few contacts, and a first night of them under these rules.
made() {
	rm -f "$WORK"/night/people*.csv "$WORK"/night/contacts*.csv
	awk -v seed="$1" -v take=all -f tests/night/replay/people.awk >"$WORK/night/people-2024-11.csv"
	printf 'provider,contact,referral,date,minutes,status\n999901,K1,R001,2025-01-02,30,5\n' >"$WORK/night/contacts-1.csv"
	world
}
sed -i 's|"contacts.csv"|"contacts-*.csv"|' "$CONFIG"
people=$WORK/night/people-2024-11.csv

made 7
right snapshot
exits "a night" 0 ontrack run
refused "a replay of what is unchanged" 0 '^nothing was due' ontrack replay people-2024-11.csv
refused "a delivery that nobody knows" 66 "no delivery of the name 'nobody.csv'" ontrack replay nobody.csv
mv "$people" "$WORK/kept"
refused "a delivery that is gone" 66 "'people-2024-11.csv' is not there any more" ontrack replay people-2024-11.csv
refused "the same by its unit's name" 66 'is not there any more' ontrack replay small_people/referral/2024-11
sed '2s/QX1/QX2/' "$WORK/kept" >"$people"
refused "a delivery that has changed" 66 "'people-2024-11.csv' has changed since" ontrack replay people-2024-11.csv
exits "the next night takes it as a new one" 0 ontrack run
cp "$WORK/kept" "$people"
refused "the older one in its place" 65 'a later delivery has taken the place' ontrack replay people-2024-11.csv
mv "$WORK/night/contacts-1.csv" "$WORK/night/contacts-2.csv"
sed -i 's/,30,/,45,/' "$WORK/night/contacts-2.csv"
sed '2s/QX1/QX2/' "$WORK/kept" >"$people"
exits "another delivery of the contacts" 0 ontrack run
refused "the one before it, by its name" 65 "'contacts-2.csv' stands" ontrack replay contacts-1.csv
refused "while another run goes on" 75 'another run is going on' \
	flock "$WORK/var/run.lock" "$BUILD/ontrack" replay --config "$CONFIG" people-2024-11.csv

# One unit of several, by its name; and a corrected list is noticed by a run too.
sed -i '/^eip,/d' "$lists/programme.csv"
exits "a list lacks a code" 0 ontrack run
many=$(rejects)
cp "$WORK/programme.csv" "$lists/programme.csv"
sed -i 's/"title": "People/"title": "Corrected: people/' "$WORK/night/people.json"
loads=$(query "select count(*) from ops.load")
exits "the unit of the referrals" 0 ontrack replay small_people/referral/2024-11
is "is replayed, and no other" "$(query "select count(*) from ops.load")" $((loads + 1))
ok "with fewer rejects" test "$(rejects)" -lt "$many"
sed -i '/^eip,/d' "$lists/programme.csv"
ontrack run >"$WORK/out" 2>&1
cp "$WORK/programme.csv" "$lists/programme.csv"
exits "a run after the list is corrected" 0 ontrack run
like "reads again what looks into it" "$(cat "$WORK/.output")" '^applied +small_people referral 2024-11'

# What others could not do stays on record, and in the verdict; on a night of its own too.
printf 'provider,contact\n' >"$WORK/night/contacts-2.csv"
exits "a night in which the contacts fail" 65 ontrack run
wrong mapping
ontrack run >"$WORK/out" 2>&1
right snapshot
exits "the people replayed: the night is still red" 65 ontrack replay people-2024-11.csv
like "though they are applied" "$(cat "$WORK/.output")" '^applied +small_people referral'
like "for the contacts" "$(cat "$WORK/.output")" '^night 2025-10-31: failed; .* 1 failed'
exits "on the next day too" 65 ontrack replay --as-of 2025-11-01 people-2024-11.csv
like "they are not forgotten" "$(ontrack explain small_contacts/contact/all)" 'not applied in the last night'
rm "$WORK"/night/contacts-*.csv
printf 'provider,contact,referral,date,minutes,status\n999901,K1,R001,2025-01-02,30,5\n' >"$WORK/night/contacts-3.csv"
exits "until they are delivered as they should be" 0 ontrack run --as-of 2025-11-01

# Held, and let in by the right rules rather than by a decision
sed -i 's|"reject_share": 1|"reject_share": 0.2|' "$CONFIG"
made 8
rm "$WORK"/night/contacts-*.csv # they would not be attempted
right snapshot
sed -i 's|\["YYYY-MM-DD", "DD/MM/YYYY"\]|["DD/MM/YYYY"]|' "$WORK/night/people.json"
exits "a mapping that reads next to nothing" 65 ontrack run
is "holds the delivery" "$(query "select feed, slot from ops.open_hold where feed = 'referral'")" "$(printf 'referral\t2024-11')"
right snapshot
sed -i 's|"reject_share": 0.2|"reject_share": 0.9|' "$CONFIG"
exits "corrected, and replayed under the same name" 0 ontrack replay people-2024-11.csv
is "nothing is held any more" "$(query "select count(*) from ops.open_hold")" 0
ok "and its records are there" test "$(accepted)" -gt 10
sed -i 's|"reject_share": 0.9|"reject_share": 1|' "$CONFIG"

# The other way: who delivered it puts the file right and delivers it again.
made 9
right snapshot
ontrack run >"$WORK/out" 2>&1
ok "a delivery has rejects" test "$(rejects)" -gt 0
before=$(accepted)
# Without repeated references, with a date and a client everywhere, and closed after it was received
awk -F, -v OFS=, 'NR == 1 { print; next } seen[$8]++ { next }
	{ if ($9 == "someday") $9 = "2024-02-01"; if ($2 == "") $2 = "C" substr($8, 3) }
	$10 != "" { $10 = "2025-09-01" } { print }' "$people" >"$WORK/mended"
cp "$WORK/mended" "$people"
exits "it is put right and delivered again" 0 ontrack run
is "its rejects are gone" "$(rejects)" 0
is "and every record is there" "$(accepted)" "$(($(wc -l <"$people") - 1))"
ok "more than before" test "$(accepted)" -gt "$before"
# (What is unchanged keeps the number of the row that it first stood in.)
stored | sed 's/"source_row": [0-9]*//' | sort >"$WORK/mended.then"
world
ontrack run >"$WORK/out" 2>&1
stored | sed 's/"source_row": [0-9]*//' | sort >"$WORK/mended.directly"
same "as if it had been right from the first" "$WORK/mended.then" "$WORK/mended.directly"

# Killed at random points, and replayed again: the same as undisturbed.
made 10
right snapshot
wrong mapping
ontrack run >"$WORK/out" 2>&1
right snapshot
spoilt=${PGDATABASE}_spoilt
psql -X -q -d postgres -c "create database $spoilt template $PGDATABASE"
tap_databases+=("$spoilt")
cp -r "$WORK/var" "$WORK/var.spoilt"
spoil() {
	psql -X -q -d postgres -c "drop database if exists $PGDATABASE with (force)" \
		-c "create database $PGDATABASE template $spoilt"
	rm -rf -- "${WORK:?}/var"
	cp -r "$WORK/var.spoilt" "$WORK/var"
}
spoil
began=$(date +%s%N)
exits "an undisturbed replay" 0 ontrack replay people-2024-11.csv
took=$((($(date +%s%N) - began) / 1000000))
everything undisturbed
cut=0 differs=
for i in 1 2 3 4 5 6 7 8 9 10; do
	spoil
	"$BUILD/ontrack" replay --config "$CONFIG" people-2024-11.csv >"$WORK/out" 2>&1 &
	sleep "$(awk -v i=$i -v took=$took 'BEGIN { srand(i); printf "%.3f", (i - rand()) / 10 * took / 1000 }')"
	kill -KILL $! 2>/dev/null
	wait $! 2>/dev/null
	[ $? -ne 137 ] || cut=$((cut + 1))
	sleep 0.1
	ontrack replay people-2024-11.csv >"$WORK/out" 2>&1 || differs="$differs $i: exit $?"
	everything killed
	cmp -s "$WORK/killed" "$WORK/undisturbed" || differs="$differs $i"
done
ok "replays were killed in the middle ($cut of 10)" test $cut -ge 5
is "and replayed again they leave what an undisturbed one does" "$differs" ""
[ -z "$differs" ] || diag "$(diff "$WORK/undisturbed" "$WORK/killed" | head -n 6)"

psql -X -q -d postgres -c "drop database $empty" -c "drop database $spoilt"
done_testing
