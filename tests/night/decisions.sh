#!/bin/bash
# What a data officer does between two nights: corrected deliveries, held ones, an old one sent
# again, a contract that has changed. Every night here is one of the same date, run again.
. "$(dirname "$0")/common.sh"
night_prepare small
people=$WORK/night/people.csv
cp "$people" "$WORK/A"

# run DESCRIPTION CODE
run() {
	exits "$1" "$2" ontrack run
}
loads() {
	query "select count(*) from ops.load join ops.unit using (unit) where feed = 'person'"
}
persons() {
	query "select provider, person_key, district from core.person order by 1, 2, 3"
}

run "A is applied" 0
persons >"$WORK/persons.A"

# A, B, A: ends at A
sed -i 's/QX1 1ZH/QX2 2ZH/' "$people"
run "B is applied" 0
persons >"$WORK/persons.B"
ok "B is another than A" sh -c '! cmp -s "$1" "$2"' - "$WORK/persons.A" "$WORK/persons.B"
cp "$WORK/A" "$people"
run "A is applied again" 0
persons >"$WORK/persons.again"
same "A, B, A ends at A" "$WORK/persons.again" "$WORK/persons.A"
is "by three loads" "$(loads)" 3

# A corrected person_ref: under one person_key only, the old version in history
keys() {
	query "select count(distinct person_key), count(*) from $1 where source_row = 2"
}
sed -i '2s/CQ7301X/CQ7302X/' "$people"
run "a corrected person_ref is applied" 0
is "the referral is under one person_key" "$(keys core.referral)" "$(printf '1\t1')"
is "the old version is in history, under the other" "$(query "
	select count(*) from core.referral_history h join core.referral c using (provider, referral_ref)
	where h.person_key <> c.person_key")" 1
is "the person under the old reference is gone" "$(query "
	select count(*) from core.person p where p.person_key in (
		select h.person_key from core.referral_history h join core.referral c
		using (provider, referral_ref) where h.person_key <> c.person_key)")" 0
is "the referral's contacts have moved with it" "$(query "
	select count(*) from core.contact c join core.referral r using (provider, referral_ref)
	where c.person_key <> r.person_key")" 0

# A record that comes and is rejected is not missing: the row that it had stays, and its children
stood() {
	query "select (select count(*) from core.referral), (select count(*) from core.contact),
		(select count(*) from core.referral_history where reason = 'retired')"
}
cp "$WORK/A" "$people"
run "A before one record is spoilt" 0
before=$(stood)
sed -i -E '5s/,(20[0-9-]+),(20[0-9-]*),([0-9]*)$/,not a day,\2,\3/' "$people"
ok "one record is spoilt" sh -c '! cmp -s "$1" "$2"' - "$people" "$WORK/A"
run "a delivery with a record spoilt" 0
is "its stored row stays, and what hangs on it" "$(stood)" "$before"
is "and it is rejected aloud" "$(query "
	select count(*) from ops.finding where feed = 'referral' and source_row = 5 and severity <> 'warning'")" 1
sed -i 5d "$people"
run "a delivery without the record" 0
unlike "retires it" "$(stood)" "^$before\$"

# Held: more than half of the delivery is wrong
cp "$WORK/A" "$people"
run "A once more" 0
persons >"$WORK/persons.A"
sed -i -E '2,21s/,20(0[0-9]|10)-[0-9]{2}-/,20\1-13-/' "$people"
exits "plan foresees that a delivery of which too much is wrong is held" 65 ontrack plan
like "and of what" "$(cat "$WORK/.output")" '^to be held +small_people person all: 24 read, 20 rejected$'
like "and so are the referrals" "$(cat "$WORK/.output")" '^to be held +small_people referral all: 24 read, 20 rejected$'
is "and holds nothing itself" "$(query "select count(*) from ops.hold")" 0
run "a delivery of which too much is wrong is held" 65
is "the verdict is held" "$(query "select verdict from ops.run")" held
persons >"$WORK/persons.held"
same "nothing of it is applied" "$WORK/persons.held" "$WORK/persons.A"
like "status says what to do" "$(ontrack status)" 'small_people/person/all .*people.csv'
run "held again, as long as nothing is decided" 65
exits "another unit's release is refused" 65 ontrack release small_people/person/none
ok "it is released" ontrack release small_people/person/all
run "the referrals of the same delivery are then held for themselves" 65
is "the persons are applied" "$(query "select unchanged, retired from ops.load
	join ops.unit using (unit) where feed = 'person' order by load_no desc limit 1")" "$(printf '4\t0')"
persons >"$WORK/persons.released"
same "those that were rejected keep the rows they had" "$WORK/persons.released" "$WORK/persons.A"
ok "the referrals are released" ontrack release --all
exits "plan foresees that they are applied" 0 ontrack plan
run "the next run applies them" 0
cp "$WORK/A" "$people"
run "A for the last time" 0

sed -i -E '2,21s/,20(0[0-9]|10)-[0-9]{2}-/,20\1-14-/' "$people"
run "another is held" 65
ok "it is rejected" ontrack reject --all
ontrack run >"$WORK/out" 2>&1
unlike "and never applied" "$(cat "$WORK/out")" '^(applied|held) +small_people person'

# A column that nobody knows, where the source says stop; and one that is missing
cp "$WORK/A" "$people"
run "A before the columns change" 0
persons >"$WORK/persons.A"
cp "$WORK/night/people.json" "$WORK/people.json"
sed -i '0,/"version"/s//"drift": { "new": "stop" }, "version"/' "$WORK/night/people.json"
sed -e '1s/$/,remarks/' -e '2,$s/$/,x/' "$WORK/A" >"$people"
exits "plan foresees that a new column stops" 65 ontrack plan
like "and where it is" "$(cat "$WORK/.output")" 'extract: .*does not know: '
run "a new column stops" 65
like "the verdict says why" "$(cat "$WORK/.output")" "people.csv' has columns that source 'small_people' does not know: "
like "and what to do" "$(cat "$WORK/.output")" "hint: map them, or name them in 'unused'"
unlike "not what it is called" "$(cat "$WORK/.output")" 'remarks'
persons >"$WORK/persons.stopped"
same "nothing of it is loaded" "$WORK/persons.stopped" "$WORK/persons.A"
sed -i 's/"drift": { "new": "stop" }/"drift": { "columns": { "remarks": "ignore" } }/' "$WORK/night/people.json"
run "where the source says so it is ignored" 0
sed 's/^\([^,]*,\)[^,]*,/\1/' "$WORK/A" >"$people"
run "a column that is missing stops" 65
like "by name, which is ours" "$(cat "$WORK/.output")" "has no column '"
cp "$WORK/people.json" "$WORK/night/people.json"

# A contract of another version replays what is unchanged
cp "$WORK/A" "$people"
run "A stands" 0
before=$(loads)
private_tree
sed -i -E '0,/"version": "[0-9.]+"/s//"version": "9.0.0"/' "$TREE/contracts/person.json"
exits "a contract that the tables were not made by is refused" 78 ontrack run
like "with what to do" "$(cat "$WORK/.output")" 'ontrack schema --apply'
ok "the tables take the new one" ontrack schema --apply
run "the unchanged delivery is replayed" 0
is "by one more load" "$(loads)" $((before + 1))
run "once" 0
is "only" "$(loads)" $((before + 1))

done_testing
