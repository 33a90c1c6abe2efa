#!/bin/bash
# load: binary COPY gives just what PostgreSQL makes of the same stream as text.
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"
fresh_database || exit

query "create table as_text (source_row bigint, t text, v varchar(40), u uuid, d date, s smallint, i integer,
	b bigint, n numeric, o boolean, z timestamptz);
	create table as_binary (like as_text); create schema \"Odd Name\"; create table \"Odd Name\".\"T\" (like as_text)"

# A stream of every type: edges by hand, the rest from PostgreSQL's own generator, printed by its COPY.
{
	cat <<-'END'
		source_row	t	v	u	d	s	i	b	n	o	z
		1	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
		2			00000000000000000000000000000000	1900-01-01	-32768	-2147483648	-9223372036854775808	0	t	1900-01-01T00:00Z
		3	a\tb\nc\rd\be\ff\vg\\h	\\N	ffffffffffffffffffffffffffffffff	2100-12-31	32767	2147483647	9223372036854775807	-0	f	2100-12-31T23:59:59.999999Z
		4	\\.	\\	0123456789abcdefABCDEF0123456789	2000-01-01	0	0	0	0.0	t	2000-01-01 00:00:00+00:00
		5	żółw 🐢	é	01234567-89ab-cdef-ABCD-EF0123456789	2000-02-29	-0	-0	-0	-0.00	f	2024-02-29T12:34:56.7-11:30
		6	 spaces 	NULL	\N	1999-12-31	007	00	-1	0000.5000	t	2024-06-30T23:59:59+15:59
	END
	query "copy (
		select r + 6, repeat(chr(9 + r % 100), r % 50), left(md5(r::text), r % 33), replace(md5(r::text)::uuid::text, '-', ''),
			date '1900-01-01' + r * 73 % 73000, (r * 71 % 65536 - 32768)::int, (r::bigint * 2147482 % 4294967296 - 2147483648),
			(r::bigint * 922337203685477 % 9223372036854775807),
			case r % 7 when 0 then trim_scale(((r - 500)::numeric ^ 5) / 10::numeric ^ (r % 30)) else
				((r - 500) * 1.0000000001 ^ (r % 40))::numeric(60, 20) * 10::numeric ^ (r % 40 - 20) end,
			(r % 2 = 0),
			to_char(timestamptz '1901-01-01 00:00Z' + r * interval '71 days 3:17:11.123457', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')
		from generate_series(1, 1000) r) to stdout"
	printf '%s\n' "2000	\N	\N	\N	\N	\N	\N	\N	$(printf '9%.0s' {1..3000}).$(printf '7%.0s' {1..1001})	\N	\N"
	printf '%s\n' "2001	\N	\N	\N	\N	\N	\N	\N	-0.$(printf '0%.0s' {1..777})1	\N	\N"
	printf '%s\n' "2002	$(head -c 300000 /dev/zero | tr '\0' x)	\N	\N	\N	\N	\N	\N	\N	\N	\N"
	printf '%s\n' "2003	$(head -c 200000 /dev/zero | sed 's/\x00/\\\\\\t/g')	\N	\N	\N	\N	\N	\N	\N	\N	\N"
	printf '%s\n' '\.'
} >"$WORK/all"
psql -X -q -v ON_ERROR_STOP=1 -c "set timezone = utc" -c "\\copy as_text from '$WORK/all' with (format text, header match)" || exit
code=0
"$BUILD/load" "$contracts/young.json" --into as_binary --journal "$WORK/journal" <"$WORK/all" 2>"$WORK/messages" || code=$?
is "every type is taken, and counted" "$code $(from_journal read) $(from_journal inserted)" "0 1010 1010"
is "just as PostgreSQL takes the text" "$(query "select count(*) from (table as_text except table as_binary) x")" 0
is "and the other way" "$(query "select count(*) from (table as_binary except table as_text) x")" 0
is "down to the scale of each number" "$(query "select count(*) from as_text a join as_binary b using (source_row)
	where a.n::text <> b.n::text or scale(a.n) <> scale(b.n)")" 0
is "nothing is missing" "$(query "select count(*), count(n), count(t) from as_text")" "1010	1007	1007"

"$BUILD/load" "$contracts/young.json" --into "Odd Name.T" <"$WORK/all" || code=$?
is "a table of another schema, with a name that needs quotes" "$code $(query 'select count(*) from "Odd Name"."T"')" "0 1010"

# --- what is no value of its type
# wrong COLUMN VALUE...: each is refused, without being shown, and nothing is stored
wrong() {
	local column=$1 value shown=
	shift
	for value in "$@"; do
		printf 'source_row\t%s\n1\t%s\n\\.\n' "$column" "$value" >"$WORK/stream"
		code=0
		"$BUILD/load" "$contracts/young.json" --into as_binary <"$WORK/stream" 2>"$WORK/messages" || code=$?
		[ "$code" -eq 65 ] || shown="$shown [$value: $code]"
		[ -z "$value" ] || [ "${#value}" -lt 3 ] || [ "${#value}" -gt 99 ] || ! grep -qF -- "$value" "$WORK/messages" || shown="$shown [$value shown]"
	done
	is "no $column" "$shown" ""
}
before=$(query "select count(*) from as_binary")
wrong u "" 0 0123456789abcdef 0123456789abcdeg0123456789abcdef 0123456789abcdef0123456789abcdef0 \
	"01234567-89ab-cdef-ABCD_EF0123456789" "{0123456789abcdef0123456789abcd}"
wrong d "" today 2021-02-29 2021-13-01 1899-12-31 2101-01-01 "2021-01-01 " 20210101 "Jan 5 2021" infinity
wrong s "" - + 32768 -32769 1.0 1e3 0x10 " 1" 99999999999999999999
wrong i "" - 2147483648 -2147483649 1.0 0b1 1_000 99999999999999999999
wrong b "" 9223372036854775808 -9223372036854775809 99999999999999999999999
wrong n "" - . .5 5. 1e5 NaN Infinity +1 --1 1.2.3 "1 " 1,5 "$(printf '9%.0s' {1..131073})" "0.$(printf '1%.0s' {1..16384})"
wrong o "" true false T 1 tt y
wrong z "" 2024-01-01 2024-01-01T00:00 2024-01-01T24:00Z 2024-01-01T00:00:60Z now 2024-01-01T00:00+16:00 2024-01-01T00:00:00.1234567Z
is "nothing of all that was stored" "$(query "select count(*) from as_binary")" "$before"

# --- columns
printf 'source_row\tnope\n1\t2\n\\.\n' >"$WORK/stream"
exits "a column that the table does not have" 65 sh -c "\"\$1/load\" \"\$2/young.json\" --into as_binary <\"\$3\"" - "$BUILD" "$contracts" "$WORK/stream"
printf 'i\ti\n1\t2\n\\.\n' >"$WORK/stream"
exits "a column twice" 65 sh -c "\"\$1/load\" \"\$2/young.json\" --into as_binary <\"\$3\"" - "$BUILD" "$contracts" "$WORK/stream"
query "create table other (source_row bigint, i money)"
printf 'source_row\ti\n1\t2\n\\.\n' >"$WORK/stream"
exits "a type that load does not know" 78 sh -c "\"\$1/load\" \"\$2/young.json\" --into other <\"\$3\"" - "$BUILD" "$contracts" "$WORK/stream"
exits "a table that is not there" 78 sh -c "\"\$1/load\" \"\$2/young.json\" --into nowhere <\"\$3\"" - "$BUILD" "$contracts" "$WORK/stream"
done_testing
