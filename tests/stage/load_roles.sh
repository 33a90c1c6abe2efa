#!/bin/bash
# load: as the loader role, which owns nothing and is no superuser; and what the others may see.
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"
load_database

# become ROLE: in every session from here on; the tests' own user where none is named
become() {
	export PGOPTIONS="-c client_min_messages=warning${1:+ -c role=$1}"
}

become ontrack_loader
is "the loader is an ordinary user" "$(query "select rolname, rolsuper, rolcreaterole, rolbypassrls from pg_roles
	where rolname = current_user")" "ontrack_loader	f	f	f"

load visit --slot s --mode snapshot <<-'END'
	2 P1 @21 @11 1
	3 P1 @22 @11 1
END
is "children that wait" "$code $(counts)" "0 2 read: 2 rejected"
load young <<<"2 P1 @1 @101 m 1"
is "a person" "$code $(counts)" "0 1 read: 1 inserted"
load stay --slot 01 --mode period --period 2024-01 <<<"2 P1 @11 @1 1"
is "a month" "$code $(counts)" "0 1 read: 1 inserted, 2 adopted"
load stay --slot 02 --mode period --period 2024-02 <<<"2 P1 @11 @1 2"
load stay --slot 02 --mode period --period 2024-02 <<<"2 P1 @12 @1 2"
is "a month that falls back" "$code $(counts)" "0 1 read: 1 inserted, 1 restored"
load visit --slot s --mode snapshot <<<"2 P1 @21 @11 2"
is "a snapshot that retires" "$code $(counts)" "0 1 read: 1 updated, 1 retired"
load young --slot h < <(seq 30 | sed 's/.*/& P2 @7 - s& 1/')
is "a delivery that is held" "$code" 75
become ""
"$BUILD/ontrack" release --all >/dev/null
become ontrack_loader
load young --slot h < <(seq 30 | sed 's/.*/& P2 @7 - s& 1/')
is "and released" "$code $(counts)" "0 30 read: 30 rejected"

# denied DESCRIPTION SQL
denied() {
	like "$1" "$(query "$2" 2>&1)" "permission denied"
}
denied "the loader makes no tables in core" "create table core.more (x integer)"
denied "nor takes rows from the ledger" "delete from ops.load"
denied "nor changes reference figures" "delete from ref.code"

become ontrack_analyst
is "the analyst reads core" "$(query "select count(*) from core.young")" 1
denied "not the vault" "select * from vault.young"
denied "not what was rejected" "select * from ops.reject"
denied "and writes nothing" "delete from core.young"
code=0
records young <<<"2 P1 @2 - m 1" | "$BUILD/load" "$contracts/young.json" --source x >"$WORK/out" 2>"$WORK/messages" || code=$?
is "and cannot load" "$code" 77
become ontrack_commissioner
denied "the commissioner does not read core" "select * from core.young"
become ontrack_linker
is "the linker reads the vault" "$(query "select count(*) from vault.young")" 1
denied "and not core" "select * from core.young"
done_testing
