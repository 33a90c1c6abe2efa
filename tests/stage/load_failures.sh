#!/bin/bash
# load: all or nothing. Whatever breaks, the database is as it was, the exit code says what broke, and no
# message shows a value.
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"
load_database

load young <<-'END'
	2 P1 @1 @101 m 1
	3 P1 @2 - f 2
END
state() {
	query "select (select md5(string_agg(y::text, ',' order by y::text)) from core.young y),
		(select count(*) from core.young_history), (select count(*) from vault.young), (select count(*) from ops.load),
		(select count(*) from ops.reject), (select count(*) from ops.unit), (select count(*) from ops.hold)"
}
before=$(state)

# refuses DESCRIPTION CODE [OPTION...] <STREAM
refuses() {
	local description=$1 expected=$2
	shift 2
	cat >"$WORK/stream"
	load_stream young "$@"
	is "$description" "$code $(state)" "$expected $before"
	unlike "and shows no value" "$(cat "$WORK/messages")" 'SECRET|99999|1234567'
}
whole() {
	records young <<-'END'
		2 P1 @1 @999 SECRET 3
		3 P1 @7 - SECRET 1234567
	END
}

refuses "an empty stream" 65 </dev/null
refuses "only an end" 65 <<<'\.'
refuses "a stream without its end" 65 < <(whole | sed '$d')
refuses "one that is cut within a record" 65 < <(whole | head -c 120)
refuses "two streams, one after the other" 65 < <(whole; whole)
refuses "a byte after the end" 65 < <(whole; printf x)
refuses "a record with a cell too few" 65 < <(whole | sed '2s/\t[^\t]*$//')
refuses "a record with a cell too many" 65 < <(whole | sed '2s/$/\tSECRET/')
refuses "a NUL byte" 65 < <(whole | sed '2s/SECRET/SEC\x00RET/')
refuses "what is not UTF-8" 65 < <(whole | sed '2s/SECRET/\xe9SECRET/')
refuses "an unknown escape" 65 < <(whole | sed '2s/SECRET/\\x53SECRET/')
refuses "a number that is none" 65 < <(whole | sed 's/1234567/1234567x/')
like "names the column and the record" "$(cat "$WORK/messages")" "column 'score'"
like "by its number" "$(cat "$WORK/messages")" "record 2 of 'standard input'"
refuses "a pseudonym that is none" 65 < <(whole | sed '2s/00000000/SECRET00/')
refuses "a column of its own" 65 < <(whole | sed '1s/sex/gender/')
refuses "no key" 65 < <(whole | cut -f 1,2,4-)
refuses "no source_row" 65 < <(whole | cut -f 2-)
refuses "no source" 64 --source "" < <(whole)
refuses "a source that would end in the unit's key" 64 --source "test|young" < <(whole)
refuses "an unknown mode" 64 --mode replace < <(whole)
refuses "a period without its mode" 64 --period 2024-01 < <(whole)
refuses "the mode without a period" 64 --mode period < <(whole)
refuses "a month that is none" 64 --mode period --period 2024-13 < <(whole)
refuses "a night that is none" 64 --night 2024-02-30 < <(whole)
refuses "a share that is none" 64 --reject-share 1.5 < <(whole)

refuses "a key that no index can hold" 65 < <(
	records young <<<"2 $(for i in $(seq 100); do echo "$i" | sha512sum | cut -c1-128; done | tr -d '\n') @1 - SECRET 1"
)

# --- columns that are not there are NULL
records young <<<"2 P3 @1 @101 m 1" | cut -f 1-3 >"$WORK/stream"
load_stream young --slot narrow
is "optional columns may be missing" "$code $(rows "select person_key, sex, score from core.young where provider = 'P3'")" "0 @1  "
query "delete from core.young where provider = 'P3'; delete from vault.young where provider = 'P3'; delete from ops.load_stage;
	delete from ops.reject; delete from ops.load where unit in (select unit from ops.unit where slot = 'narrow'); delete from ops.unit where slot = 'narrow'"
is "(and that is undone)" "$(state)" "$before"

# --- the chain before
# journal FILE STAGE READ ACCEPTED REJECTED
journal() {
	printf '{"stage":"%s","feed":"young","delivery":"d","read":%s,"accepted":%s,"rejected":%s,"warned":0,"rules":{},"seconds":1}\n' \
		"$2" "$3" "$4" "$5" >"$WORK/$1"
}
journal e extract 4 3 1
journal v validate 3 2 1
journal a anonymise 2 2 0
sed -i 's/"rules":{}/"rules":{"code":1}/' "$WORK/e"
printf 'source_row\tfield\trule\tseverity\n9\tsex\tcode\trecord\n\\.\n' >"$WORK/e.rejects"
chain=(--upstream "$WORK/e" --upstream "$WORK/v" --upstream "$WORK/a" --upstream-rejects "$WORK/e.rejects")
journal v validate 4 2 2
refuses "a record lost between two stages" 65 "${chain[@]}" < <(whole)
like "names them" "$(cat "$WORK/messages")" "between 'extract' and 'validate'"
journal v validate 3 2 1
journal a anonymise 2 1 1
refuses "a record made before load" 65 "${chain[@]}" < <(whole)
like "names load" "$(cat "$WORK/messages")" "between 'anonymise' and 'load'"
journal a anonymise 3 2 0
refuses "a stage whose own counts do not add up" 65 "${chain[@]}" < <(whole)
journal a anonymise 2 2 0
sed -i '2p' "$WORK/e.rejects"
refuses "rejects of another run" 65 "${chain[@]}" < <(whole)
like "are told by their number" "$(cat "$WORK/messages")" "it has 2 findings, the journal 1"
sed -i '2d;$d' "$WORK/e.rejects"
refuses "rejects without their end" 65 "${chain[@]}" < <(whole)
printf 'source_row\tfield\trule\n\\.\n' >"$WORK/e.rejects"
refuses "rejects without a column" 65 "${chain[@]}" < <(whole)
printf 'source_row\tfield\trule\tseverity\nSECRET\tsex\tcode\trecord\n\\.\n' >"$WORK/e.rejects"
refuses "rejects of a record without a number" 65 "${chain[@]}" < <(whole)
printf 'source_row\tfield\trule\tseverity\n9\tsex\tcode\tdreadful\n\\.\n' >"$WORK/e.rejects"
refuses "rejects of an unknown severity" 65 "${chain[@]}" < <(whole)
like "are refused by a constraint, which is named" "$(cat "$WORK/messages")" "constraint 'reject_severity_check'"
rm "$WORK/e.rejects"
refuses "rejects that are not there" 66 "${chain[@]}" < <(whole)
echo 'not json' >"$WORK/e"
refuses "a journal that is none" 65 --upstream "$WORK/e" < <(whole)
refuses "a journal that is not there" 66 --upstream "$WORK/nowhere" < <(whole)
refuses "rejects without their journal" 64 --upstream-rejects "$WORK/e" < <(whole)

# --- a constraint of the database: what it is about is named, what it holds is not
query "alter table core.young add constraint no_secrets check (sex <> 'SECRET')"
refuses "a broken constraint" 65 < <(whole)
like "is named" "$(cat "$WORK/messages")" "constraint 'no_secrets', table 'young'"
query "alter table core.young drop constraint no_secrets"
query "create function core.refuse() returns trigger language plpgsql as \$\$ begin raise 'row % SECRET', new; end \$\$;
	create trigger refuse before insert on core.young for each row execute function core.refuse()"
refuses "an error with the row in its text" 70 < <(whole)
query "drop trigger refuse on core.young; drop function core.refuse"

# --- what load writes
refuses "a journal on a full disk" 74 --journal /dev/full < <(whole)
refuses "rejects on a full disk" 74 --rejects /dev/full < <(whole)
refuses "a journal that cannot be made" 73 --journal "$WORK/nowhere/journal" < <(whole)
refuses "rejects that cannot be made" 73 --rejects "$WORK/nowhere/rejects" < <(whole)
exits "help on a full disk" 74 sh -c '"$1/load" --help >/dev/full' - "$BUILD"

# --- the server
code=0
whole | PGHOST=$WORK/nowhere "$BUILD/load" "$contracts/young.json" --source test 2>"$WORK/messages" || code=$?
is "no server" "$code" 69
code=0
whole | PGHOST=127.0.0.1 PGPORT=9 "$BUILD/load" "$contracts/young.json" --source test 2>"$WORK/messages" || code=$?
is "nobody at the port" "$code" 69
code=0
whole | PGDATABASE=nowhere_at_all "$BUILD/load" "$contracts/young.json" --source test 2>"$WORK/messages" || code=$?
is "no such database" "$code" 69
is "which is said" "$(grep -c "hint: check that the server runs" "$WORK/messages")" 1

# slowly: the stream, with its end only when $WORK/go is there
slowly() {
	whole | sed '$d'
	for _ in $(seq 600); do
		[ ! -e "$WORK/go" ] || break
		sleep 0.1
	done
	printf '%s\n' '\.'
}
# interrupt SQL: begins a load, waits until it has the unit, and runs SQL with its backend's pid as $pid
interrupt() {
	local pid=
	rm -f "$WORK/go"
	slowly | "$BUILD/load" "$contracts/young.json" --source test >"$WORK/out" 2>"$WORK/messages" &
	for _ in $(seq 300); do
		pid=$(query "select pid from pg_stat_activity where datname = current_database() and application_name = 'load'
			and pid in (select pid from pg_locks where locktype = 'advisory' and granted)")
		[ -z "$pid" ] || break
		sleep 0.1
	done
	query "${1//PID/$pid}" >/dev/null
	touch "$WORK/go"
	code=0
	wait $! || code=$?
}
interrupt "select pg_terminate_backend(PID)"
is "a backend that is killed" "$code $(state)" "69 $before"
interrupt "select pg_cancel_backend(PID)"
is "a statement that is cancelled" "$code $(state)" "69 $before"
unlike "no value is shown" "$(cat "$WORK/messages")" SECRET

# --- a client that is killed
rm -f "$WORK/go"
slowly | "$BUILD/load" "$contracts/young.json" --source test >/dev/null 2>&1 &
victim=$!
sleep 0.5
kill -KILL "$victim"
touch "$WORK/go"
wait "$victim" 2>/dev/null
is "a client that is killed" "$(state)" "$before"

# --- rights
query "drop table if exists ops.load_stage cascade"
refuses "a database that lacks a table" 78 < <(whole)
like "is told how to get it" "$(cat "$WORK/messages")" "ontrack schema --apply"

# --- a database that is none of ours
fresh_database
code=0
whole | "$BUILD/load" "$contracts/young.json" --source test 2>"$WORK/messages" || code=$?
is "an empty database" "$code" 78
like "is told what to do" "$(cat "$WORK/messages")" "ontrack schema --apply"
done_testing
