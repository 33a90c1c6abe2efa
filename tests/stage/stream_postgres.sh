#!/bin/bash
# stream_postgres.sh - the stream is what COPY writes: every character that PostgreSQL holds goes out
# by COPY TO, through validate byte for byte, back by COPY FROM, and is the same.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

cat >"$WORK/feed.json" <<'CONTRACT'
{ "name": "feed", "version": "1.0.0", "primaryKey": ["a"], "fields": [
    { "name": "a", "type": "string", "constraints": {"required": true}, "treat": "keep" },
    { "name": "b", "type": "string", "treat": "keep" } ] }
CONTRACT

fresh_database || exit
psql -X -q -v ON_ERROR_STOP=1 -f - <<'SQL' || exit
create table sent (source_row bigint, a text, b text);
create table received (like sent);
select setseed(.42) \g /dev/null
-- every character, alone and among others, but for surrogates and chr(26), which begins extract's mark
insert into sent
select n, chr(n), case n % 3 when 0 then null when 1 then '\N' else 'x' || chr(n) || '\.' end
from generate_series(1, 1114111) as n
where n not between 55296 and 57343 and n <> 26 and (n < 70000 or n % 97 = 0);
-- random runs of those that are escaped
insert into sent
select n + 2000000, 'r' || n, (select string_agg(substr(E'\b\f\n\r\t\v\\N.ntü ', 1 + (random() * 13)::integer, 1), '')
                               from generate_series(1, 1 + n % 40))
from generate_series(1, 20000) as n;
SQL

{
	printf 'source_row\ta\tb\n'
	query "\\copy (select * from sent order by source_row) to stdout"
	printf '%s\n' '\.'
} >"$WORK/sent"
"$BUILD/validate" "$WORK/feed.json" --rejects "$WORK/rejects" <"$WORK/sent" >"$WORK/passed"
is "validate takes all that COPY TO writes" "$?" 0
is "and rejects none of it" "$(wc -l <"$WORK/rejects")" 2
ok "and passes it byte for byte" cmp "$WORK/sent" "$WORK/passed"
query "\\copy received from '$WORK/passed' with (header match)"
is "every record arrives" "$(query 'select count(*) from received')" "$(($(wc -l <"$WORK/sent") - 2))"
is "as it was" "$(query 'select count(*) from (table sent except all table received) as d')" 0

done_testing
