#!/bin/bash
# load: exactly once, and what each mode does with what is there. (Mode period: load_period.sh.)
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"
load_database

stored() {
	rows "select person_key, sex, nhs_number, c.source_row, c.load_no from core.young c
		join vault.young v using (provider, person_key) order by 1"
}
history() {
	rows "select person_key, sex, load_no, ended_load_no, reason from core.young_history order by 1, 3"
}

# --- delta, and A B A
a() {
	cat <<-'END'
		2 P1 @1 @101 m 1.5
		3 P1 @2 @102 f -
		4 P1 @3 - f 2
	END
}
b() {
	cat <<-'END'
		2 P1 @1 @101 f 1.5
		3 P1 @2 @202 f -
		4 P1 @4 - m -
	END
}

load young < <(a)
is "A is inserted" "$code $status $(counts)" "0 applied 3 read: 3 inserted"
load young < <(a)
is "A again is unchanged" "$code $status $(counts)" "0 unchanged 3 read: 3 unchanged"
is "and leaves no trace" "$(query "select count(*) from ops.load")" 1
load young < <(b)
is "B updates, inserts, retires nothing" "$code $(counts)" "0 3 read: 1 inserted, 2 updated"
is "B stands" "$(stored)" "@1 f @101 2 2
@2 f @202 3 2
@3 f  4 1
@4 m  4 2"
is "what was replaced is in history" "$(history)" "@1 m 1 2 updated
@2 f 1 2 updated"
is "the vault's old version too" "$(rows "select person_key, nhs_number, reason from vault.young_history order by 1")" \
	"@1 @101 updated
@2 @102 updated"
load young < <(a)
is "A once more ends at A" "$code $(counts)" "0 3 read: 2 updated, 1 unchanged"
is "with A's values" "$(stored)" "@1 m @101 2 3
@2 f @102 3 3
@3 f  4 1
@4 m  4 2"

# --- the hash of the delivery decides before anything is read
load young --content-hash sha:1 < <(a)
is "a given hash is another content" "$status $(counts)" "applied 3 read: 3 unchanged"
code=0
"$BUILD/load" "$contracts/young.json" --source test --content-hash sha:1 --journal "$WORK/journal2" \
	</dev/null >/dev/null 2>&1 || code=$?
is "where it is known nothing is read at all" "$code $(grep -o '"status":"[a-z]*"' "$WORK/journal2")" \
	'0 "status":"unchanged"'
load young --content-hash sha:1 --mapping 2 < <(a)
is "another mapping replays" "$status" applied
load young --content-hash sha:1 --mapping 2 --key-id k2 < <(a)
is "so does a key, where none was known" "$status" applied
load young --content-hash sha:1 --mapping 2 --key-id k3 < <(a)
is "another key than the database was built with is refused" "$code" 78
load young --slot elsewhere --key-id k3 < <(a)
is "for every unit" "$code" 78
sed -i 's/"version": "1.0.0"/"version": "1.0.1"/' "$contracts/young.json"
load young --content-hash sha:1 --mapping 2 --key-id k2 < <(a)
is "a contract that the tables were not made by is refused" "$code" 78
ok "the schema follows the contract" "$BUILD/ontrack" schema --apply --contracts "$contracts"
load young --content-hash sha:1 --mapping 2 --key-id k2 < <(a)
is "another contract replays" "$code $status $(counts)" "0 applied 3 read: 3 unchanged"
is "the ledger has every load" "$(rows "select load_no, content_hash, coalesce(mapping_edition, '-'),
	coalesce(key_id, '-') from ops.load where load_no > 3 order by 1")" "4 sha:1 - -
5 sha:1 2 -
6 sha:1 2 k2
7 sha:1 2 k2"

# --- numbers that are written otherwise are the same
load young --slot numbers <<<"2 P9 @1 - m 1.50"
load young --slot numbers <<<"2 P9 @1 - m 1.5"
is "1.50 is 1.5" "$(counts)" "1 read: 1 unchanged"

# --- append
load visit --slot append --mode append <<<""
is "an empty delivery is applied" "$code $status $(counts)" "0 applied 0 read: nothing"
load young --slot append --mode append <<-'END'
	2 P2 @1 @101 m 1
	3 P2 @2 @102 f 1
END
is "append adds" "$(counts)" "2 read: 2 inserted"
load young --slot append --mode append <<-'END'
	2 P2 @1 @101 f 1 # differs
	3 P2 @2 @102 f 1
	4 P2 @3 @103 f 1
END
is "and never overwrites" "$(counts) $(refuted)" "3 read: 1 inserted, 1 unchanged, 1 rejected 2 key-exists"
is "the first stands" "$(rows "select sex from core.young where provider = 'P2' order by person_key")" "m
f
f"
load young --slot append --mode append --content-hash x <<<"2 P2 @4 @104 f 1"
load young --slot append --mode append --content-hash x --mapping 9 <<<"2 P2 @4 @104 m 1"
is "but the same delivery under another mapping is a replay" "$(counts)" "1 read: 1 updated"

# --- snapshot
load young --slot whole --mode snapshot <<-'END'
	2 P3 @1 @101 m 1
	3 P3 @2 @102 f 1
	4 P3 @3 @103 f 1
END
load young --slot other --mode snapshot <<<"2 P4 @1 @101 m 1"
load young --slot whole --mode snapshot <<-'END'
	3 P3 @2 @102 f 1
	9 P3 @4 @104 m 1
	10 P3 @4 @104 f 1 # two of one key: rejected, and neither retired nor stored
END
is "a snapshot retires what it does not have" "$(counts)" "3 read: 1 unchanged, 2 rejected, 2 retired"
is "of its own slot only" "$(rows "select provider, person_key from core.young where provider in ('P3', 'P4') order by 1, 2")" \
	"P3 @2
P4 @1"
is "retired rows are in history" "$(rows "select person_key, reason from core.young_history where provider = 'P3' order by 1")" \
	"@1 retired
@3 retired"
load young --slot whole --mode snapshot <<<""
is "an empty snapshot retires nothing" "$(counts) $(query "select count(*) from core.young where provider = 'P3'")" \
	"0 read: nothing 1"
load young --slot whole --mode snapshot <<-'END'
	3 P3 @2 @102 m 1
	4 P3 @2 @102 f 1
END
is "nor does one of which nothing is left" "$(counts) $(query "select count(*) from core.young where provider = 'P3'")" \
	"2 read: 2 rejected 1"
load young --slot third --mode snapshot <<<"7 P4 @1 @101 m 1"
load young --slot other --mode snapshot <<<"2 P4 @2 @102 m 1"
is "a row belongs to the slot that stated it last" "$(rows "select person_key from core.young where provider = 'P4' order by 1")" \
	"@1
@2"

# --- a record that a stage before has rejected leaves a trace: it is no record, but its row stays
load young --slot traced --mode snapshot <<-'END'
	2 P8 @1 @101 m 1
	3 P8 @2 @102 f 1
	4 P8 @3 @103 f 1
END
load young --slot traced --mode snapshot <<-'END'
	2 P8 @1 @101 m 2
	-3 P8 @2 - - -
	-5 P8 @9 - - - # rejected, and never stored
END
is "a snapshot keeps the row of a record that was rejected" "$code $(counts)" \
	"0 1 read: 1 updated, 1 retired"
is "as it was" "$(rows "select person_key, sex, nhs_number, c.load_no from core.young c
	join vault.young v using (provider, person_key) where provider = 'P8' order by 1")" "@1 m @101 2
@2 f @102 1"
load young --slot traced --mode snapshot <<<"-2 P8 @1 - - -"
is "one of nothing but rejected records retires nothing" \
	"$code $(counts) $(query "select count(*) from core.young where provider = 'P8'")" "0 0 read: nothing 2"

# --- one delivery, loaded twice at once: one of the two has nothing to do
seq 200 | sed 's/.*/& P6 @& - m 1/' | records young >"$WORK/stream"
rm -f "$WORK"/twin*
for twin in 1 2; do
	"$BUILD/load" "$contracts/young.json" --source test --slot twins --journal "$WORK/twin$twin" <"$WORK/stream" &
done
wait
is "twins" "$(grep -ohE '"status":"[a-z]+"' "$WORK"/twin? | sort | paste -s -d ' ')" '"status":"applied" "status":"unchanged"'
is "are applied once" "$(query "select count(*), max(load_no) from core.young where provider = 'P6'")" "200	1"

# --- the server's own defaults do not matter
PGOPTIONS="$PGOPTIONS -c default_transaction_isolation=serializable -c default_transaction_read_only=on -c search_path=nowhere
	-c standard_conforming_strings=off -c datestyle=sql,dmy -c extra_float_digits=0 -c bytea_output=escape -c timezone=Asia/Tokyo" \
	load young --slot defaults <<<"2 P7 @1 @101 a\\\\b 1.5"
is "odd defaults of the server" "$code $(counts)" "0 1 read: 1 inserted"
is "do not change a value" "$(rows "select sex, score from core.young where provider = 'P7'")" 'a\b 1.5'

# --- names of fields are free, but for those that a contract refuses; a feed may be all key
# contract FEED FIELD...: besides provider and id
contract() {
	local feed=$1 fields
	shift
	fields=$(printf '{ "name": "%s", "type": "string", "constraints": {"required": true}, "treat": "keep" },' provider id "$@")
	printf '{ "name": "%s", "version": "1.0.0", "fields": [ %s ], "primaryKey": ["provider", "id"] }' \
		"$feed" "${fields%,}" >"$contracts/$feed.json"
}
names=(changed nth variant conflict verb own_load undated field broken_rule person_key k t i c h n w order)
# shellcheck disable=SC2034 # records() finds them by their names
bare="provider id" odd="provider id ${names[*]}"
contract bare
contract odd "${names[@]}"
ok "the schema takes odd names" "$BUILD/ontrack" schema --apply --contracts "$contracts"
load bare <<-'END'
	2 P1 a
	3 P1 b
	4 P1 a
END
is "a feed of nothing but its key" "$code $(counts)" "0 3 read: 2 inserted, 1 duplicate"
for mode in append delta snapshot "period --period 2024-01" "period --period 2024-02"; do
	printf '%s\n' "2 P1 a 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8" "3 P1 b 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8" >"$WORK/odd"
	[ "$mode" = append ] || sed -i 's/8$/9/' "$WORK/odd"
	# shellcheck disable=SC2086 # options are several words
	load odd --slot "${mode##* }" --mode $mode <"$WORK/odd"
	is "odd names, mode $mode" "$code $(from_journal rejected)" "0 0"
done
contract system xmin
exits "a name of PostgreSQL's own is refused" 78 "$BUILD/ontrack" schema --apply --contracts "$contracts"
rm "$contracts/system.json"

check_ledger
done_testing
