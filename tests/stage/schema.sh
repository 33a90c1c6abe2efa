#!/bin/bash
# ontrack schema: what it makes, that it only goes forward, and that it can be run again.
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"

apply() {
	code=0
	"$BUILD/ontrack" schema --apply --contracts "$contracts" "$@" >"$WORK/out" 2>"$WORK/messages" || code=$?
}
# shape: everything that the catalogue knows of the schemas, and what ontrack keeps of the contracts
shape() {
	pg_dump --schema-only --no-owner --exclude-schema public |
		sed -E '/^\\(un)?restrict /d'
	query "table ops.feed order by 1; table ops.relation order by 1; table ref.code order by 1, 2, 4; table ops.migration order by 1"
}

fresh_database || exit
apply
is "an empty database" "$code $(cat "$WORK/messages")" "0 "
shape >"$WORK/first"
apply
is "again" "$code $(cat "$WORK/messages")" "0 "
shape >"$WORK/second"
same "changes nothing" "$WORK/second" "$WORK/first"

# --- two at once, under odd defaults of the server
fresh_database || exit
defaults=$PGOPTIONS
PGOPTIONS="$PGOPTIONS -c default_transaction_isolation=serializable -c default_transaction_read_only=on
	-c standard_conforming_strings=off -c backslash_quote=off -c datestyle=sql,dmy -c search_path=nowhere"
apply & apply
wait $!
is "two at once" "$code" 0
PGOPTIONS=$defaults
shape >"$WORK/third"
is "make the same" "$(diff <(grep -v '\.sql' "$WORK/first") <(grep -v '\.sql' "$WORK/third"))" ""

# --- what it prints is what it makes
feed_tables() {
	pg_dump --schema-only --no-owner --no-privileges -t 'core.*' -t 'vault.young*' |
		grep -vE '^(--|SET|SELECT|\\)' | sed '/^$/d'
}
fresh_database || exit
query "create schema core; create schema vault"
"$BUILD/ontrack" schema --print --contracts "$contracts" >"$WORK/ddl.sql"
ok "psql runs what it prints" psql -X -q -v ON_ERROR_STOP=1 -f "$WORK/ddl.sql"
printed=$(feed_tables)
fresh_database || exit
apply
applied=$(feed_tables)
is "and that is what it makes" "$printed" "$applied"

# --- staging takes what anonymise prints
"$BUILD/ontrack" schema --staging young --contracts "$contracts" >"$WORK/staging.sql"
ok "psql makes the staging table" psql -X -q -v ON_ERROR_STOP=1 -f "$WORK/staging.sql"
records young >"$WORK/young" <<-'END'
	2 P1 @1 @101 a\tb 1.5
	3 P1 @2 - \\N -
END
ok "psql's copy takes a stream" psql -X -q -v ON_ERROR_STOP=1 \
	-c "\\copy staging_young from '$WORK/young' with (format text, header match)"
is "whole" "$(rows "select source_row, provider, person_ref, nhs_number, length(sex), score from staging_young order by 1")" \
	"2 P1 @1 @101 3 1.5
3 P1 @2  2 "
exits "a feed that is not there" 66 "$BUILD/ontrack" schema --staging nobody --contracts "$contracts"

# --- a feed gains columns, in all its tables; its rows stay
load young <<<"2 P1 @1 @101 m 1"
cp "$contracts/young.json" "$WORK/young.json"
edit() {
	cp "$WORK/young.json" "$contracts/young.json"
	sed -i "$@" "$contracts/young.json"
}
more='s/{ "name": "score"/{ "name": "upn", "type": "string", "treat": "pseudonym:upn" }, { "name": "born", "type": "date", "treat": "age", "at": "seen" }, { "name": "seen", "type": "date", "title": "Seen", "treat": "keep" }, &/'
edit -e "$more"
apply
is "a contract with more columns" "$code" 0
is "adds them" "$(rows "select table_schema, table_name, column_name from information_schema.columns
	where column_name in ('seen', 'upn', 'age_band') order by 1, 2, 3")" "core young age_band
core young seen
core young_history age_band
core young_history seen
vault young upn
vault young_history upn"
is "with their comments" "$(rows "select col_description('core.young'::regclass, attnum) from pg_attribute
	where attrelid = 'core.young'::regclass and attname = 'seen'")" Seen
young="$young seen upn"
load young <<-'END'
	2 P1 @1 @101 m 1 2024-05-06 @201
	3 P1 @2 @102 f 1 - @202
END
is "the next load fills them" "$code $(counts)" "0 2 read: 1 inserted, 1 updated"

# --- a vault that comes later
load provider <<<"2 P1 One"
sed -i 's/{ "name": "name"/{ "name": "upn", "type": "string", "treat": "pseudonym:upn" }, &/' "$contracts/provider.json"
apply
# shellcheck disable=SC2034 # records() finds it by its name
provider="provider upn name"
load provider <<-'END'
	2 P1 @5 One
	3 P2 @6 Two
END
is "rows that are older than their vault" "$code $(counts) $(rows "select provider, upn from vault.provider order by 1")" \
	"0 2 read: 1 inserted, 1 updated P1 @5
P2 @6"

# --- a feed that comes to name the person itself
sed -i -e 's/{ "name": "minutes"/{ "name": "person_ref", "type": "string", "treat": "pseudonym:local", "within": "provider" }, &/' \
	-e 's/"resolve": .*/"resolve": {"person_key": {"from": "person_ref"}} }/' "$contracts/visit.json"
apply
is "a contract without its parent" "$code $(query "select string_agg(child, ' ') from ops.relation")" "0 stay"
# shellcheck disable=SC2034
visit="provider visit_ref stay_ref person_ref minutes"
load visit <<<"2 P1 @21 @11 @1 5"
is "its records wait for nobody" "$code $(counts) $(rows "select person_key from core.visit")" "0 1 read: 1 inserted @1"
cp tests/stage/load/contracts/visit.json "$contracts/visit.json"
apply
is "and with it again" "$code $(query "select string_agg(child, ' ' order by child) from ops.relation")" "0 stay visit"

# --- and nothing else
edit -e "$more" -e 's/"name": "score", "type": "number"/"name": "score", "type": "integer"/'
shape >"$WORK/before"
apply
is "another type is refused" "$code" 78
like "by name" "$(cat "$WORK/messages")" "column 'score' of 'core.young' has another type"
edit -e "$more" -e 's/"name": "sex"/"name": "gender"/'
apply
is "a column that is gone is refused" "$code" 78
like "by name" "$(cat "$WORK/messages")" "column 'sex' of 'core.young' is no longer in the contract"
edit -e "$more" -e 's/"primaryKey": \["provider", "person_ref"\]/"primaryKey": ["provider"]/'
apply
is "another key is refused" "$code" 78
edit -e "$more" -e 's/"primaryKey": \["provider", "person_ref"\]/"primaryKey": ["person_ref", "provider"]/'
apply
is "a key that does not begin with the provider is refused" "$code" 78
edit -e "$more"
sed -i 's/"parent": "young"/"parent": "nobody"/' "$contracts/stay.json"
apply
is "a parent that is not there is refused" "$code" 78
sed -i -e 's/"parent": "nobody"/"parent": "young"/' -e 's/, "person_ref": "person_key"}/}/' "$contracts/stay.json"
apply
is "half a key of the parent is refused" "$code" 78
cp tests/stage/load/contracts/stay.json "$contracts/stay.json"
shape >"$WORK/after"
same "all of which changed nothing" "$WORK/after" "$WORK/before"

# --- code lists
mkdir "$WORK/codes"
printf 'code,label,valid_from,valid_to,source,verified\na,"A, quoted",2020-01-01,,here,t\na,Older,,2019-12-31,here,f\nb,B,,,,\n' \
	>"$WORK/codes/letters.csv"
apply --codes "$WORK/codes"
is "a code list" "$code $(rows "select code, label, valid_from, valid_to, source, verified from ref.code where list = 'letters' order by 1, 3")" \
	"0 a A, quoted 2020-01-01  here t
a Older  2019-12-31 here f
b B    "
printf 'code,label,valid_from,valid_to,source,verified\na,A,2020-01-01,,here,t\nb,B,,,,\n' >"$WORK/codes/letters.csv"
query "create table kept as select xmin::text as version, code from ref.code where list = 'letters'"
apply --codes "$WORK/codes"
is "is replaced where it has changed" "$(rows "select c.code, label, exists (select from kept k where k.version = c.xmin::text)
	from ref.code c where list = 'letters' order by 1")" "a A f
b B t"
for bad in 'code,label
a,b' 'code,label,valid_from,valid_to,source,verified
a,b,soon,,,' 'code,label,valid_from,valid_to,source,verified
a,b,,,,
a,c,,,,'; do
	printf '%s\n' "$bad" >"$WORK/codes/letters.csv"
	apply --codes "$WORK/codes"
	is "a code list that is none" "$code" 65
done
is "leaves what was there" "$(query "select count(*) from ref.code where list = 'letters'")" 2

# --- migrations
tree=$WORK/tree
mkdir -p "$tree/build"
cp -r sql contracts "$tree"
cp "$BUILD/ontrack" "$tree/build"
in_tree() {
	code=0
	"$tree/build/ontrack" schema --apply --contracts "$contracts" >"$WORK/out" 2>"$WORK/messages" || code=$?
}
echo 'create table ops.extra (x integer); create table ops.extra (x integer)' >"$tree/sql/schema/900_extra.sql"
in_tree
is "a migration that fails" "$code $(query "select to_regclass('ops.extra')")" "78 "
like "is named" "$(cat "$WORK/messages")" "900_extra.sql"
echo 'create table ops.extra (x integer)' >"$tree/sql/schema/900_extra.sql"
in_tree
is "once it is right it is applied" "$code $(query "select to_regclass('ops.extra')")" "0 ops.extra"
in_tree
is "and not again" "$code" 0
echo '-- changed' >>"$tree/sql/schema/900_extra.sql"
in_tree
is "an applied migration must not change" "$code" 78

# --- a database from before awards had names
# award_tables: what is said of the feed's tables, whatever the order of their columns
award_tables() {
	pg_dump --schema-only --no-owner --no-privileges -t 'core.achievement*' |
		grep -vE '^(--|\\|$)' | sed 's/,$//' | sort
}
before=$WORK/older
cp -r contracts "$before"
sed -i '/"name": "award_ref"/,/AimSeqNumber" },/d; s/, "award_ref"\]/]/; /"name": "partial"/,/OutGrade" }$/d; /"id": "ACH-004"/,/"guidance"/d' \
	"$before/achievement.json"
sed -i '/"name": "points"/,/"treat"/s/"keep" },/"keep" }/' "$before/achievement.json"
rm "$tree/sql/schema/900_extra.sql" "$tree/sql/schema/040_award.sql"
fresh_database || exit
is "the older tables" "$("$tree/build/ontrack" schema --apply --contracts "$before" 2>&1)" ""
query "insert into core.achievement (provider, person_ref, programme, kind, level, achieved_date, awards,
		unit, load_no, source_row)
	values ('P1', '00000000-0000-0000-0000-000000000001', 'ap', 'gcse', 'level_2', '2024-08-22', 3,
		'00000000-0000-0000-0000-000000000002', 1, 1)"
contracts=contracts apply
is "become the newer ones" "$code $(cat "$WORK/messages")" "0 "
is "and keep their rows" \
	"$(query "select kind, awards, award_ref, partial is null from core.achievement")" "gcse	3	all	t"
award_tables >"$WORK/upgraded"
fresh_database || exit
contracts=contracts apply
award_tables >"$WORK/new"
same "as if made anew" "$WORK/upgraded" "$WORK/new"

# --- usage
exits "nothing asked" 64 "$BUILD/ontrack" schema
exits "two things asked" 64 "$BUILD/ontrack" schema --apply --print
exits "no contracts" 66 "$BUILD/ontrack" schema --print --contracts "$WORK/nowhere"
exits "a full disk" 74 sh -c '"$1/ontrack" schema --print >/dev/full' - "$BUILD"
exits "no server" 69 env PGHOST="$WORK" "$BUILD/ontrack" schema --apply
done_testing
