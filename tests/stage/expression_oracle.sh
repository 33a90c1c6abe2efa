#!/bin/bash
# expression_oracle.sh - rules mean the same to validate and to PostgreSQL: random rules over random
# rows, judged by both. RULES says how many (each on four rows); SEED which.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

RULES=${RULES:-100000} SEED=${SEED:-20240229}

mkdir "$WORK/codes"
cat >"$WORK/codes/list.csv" <<'CODES'
code,label,valid_from,valid_to,source,verified
old,Once,,2011-01-01,test,t
new,Since,2011-01-01,,test,t
both,First,,2004-02-29,test,t
both,"Again, later",2024-02-29,2024-08-31,test,f
CODES
cat >"$WORK/contract.json" <<'CONTRACT'
{ "name": "oracle", "version": "1.0.0", "primaryKey": ["a"], "fields": [
  { "name": "a", "type": "string", "treat": "keep", "constraints": { "required": true } },
  { "name": "b", "type": "string", "treat": "keep" },
  { "name": "i", "type": "integer", "treat": "keep" }, { "name": "j", "type": "integer", "treat": "keep" },
  { "name": "x", "type": "number", "treat": "keep" }, { "name": "y", "type": "number", "treat": "keep" },
  { "name": "d", "type": "date", "treat": "keep" }, { "name": "e", "type": "date", "treat": "keep" },
  { "name": "t", "type": "boolean", "treat": "keep" }, { "name": "f", "type": "boolean", "treat": "keep" },
  { "name": "m", "type": "datetime", "treat": "keep" }, { "name": "n", "type": "datetime", "treat": "keep" } ] }
CONTRACT

fresh_database || exit
psql -X -q -v ON_ERROR_STOP=1 -f - <<SQL || exit
create schema ref;
create table ref.code (list text, code text, label text, valid_from date, valid_to date, source text, verified boolean);
alter table ref.code alter column list set default 'list';
\\copy ref.code (code, label, valid_from, valid_to, source, verified) from '$WORK/codes/list.csv' with (format csv, header match)
\\i sql/functions/005_expression.sql
create table r (row integer, a text, b text, i numeric, j numeric, x numeric, y numeric, d date, e date,
                t boolean, f boolean, m timestamptz, n timestamptz, as_of date default '2024-02-29');
SQL

ok "$RULES random rules compile and are judged" \
	"$BUILD/tests/oracle/expression" "$SEED" "$RULES" "$WORK/contract.json" "$WORK/codes" "$WORK"
query "\\copy r (row, a, b, i, j, x, y, d, e, t, f, m, n) from '$WORK/rows.copy'" || exit
PGOPTIONS="$PGOPTIONS -c search_path=public,ref" \
	psql -X -q -A -t -F "$(printf '\t')" -f "$WORK/rules.sql" >"$WORK/answers" 2>"$WORK/errors"
is "PostgreSQL takes every one of them" "$(cat "$WORK/errors")" ""
is "and judges each of $((RULES * 4)) rows as validate does" \
	"$(diff "$WORK/expected" "$WORK/answers" | head -n 20)" ""
is "a good share of the verdicts is neither all true nor all false" \
	"$(cut -f 3 "$WORK/expected" | sort | uniq -c | awk -v n=$((RULES * 4)) '$1 > n / 20 { k++ } END { print k }')" 3

done_testing
