#!/bin/bash
# postcodes: directories of made-up published files, held against PostgreSQL's own join of them; and what
# anonymise makes of a hundred thousand postcodes, by the edition that holds at the event.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
fresh_database || exit

rows=100000
older=$WORK/ONSPD_FEB_2024_UK.csv newer=$WORK/ONSPD_AUG_2025_UK.csv imd=$WORK/imd.csv
awk -v rows=$rows -f tests/oracle/onspd.awk >"$older"
awk -v rows=$rows -v shift=5 -f tests/oracle/onspd.awk >"$newer"
awk -f tests/oracle/imd.awk >"$imd"

build() {
	"$BUILD/postcodes" build "$@"
}
ok "a directory is made" build --onspd "$older" --imd "$imd" --output "$WORK/2024"
like "its edition is that of the file's name" "$(cat "$WORK/.output")" '^edition 2024-02: '
ok "and one of another edition" build --onspd "$newer" --imd "$imd" --output "$WORK/2025"
said=$("$BUILD/postcodes" show "$WORK/2025")
like "it says what it was made of" "$said" "^$(sha256sum <"$newer" | cut -c 1-64)  ONSPD_AUG_2025_UK.csv$"
like "the index too" "$said" "^$(sha256sum <"$imd" | cut -c 1-64)  imd.csv$"
count=$(sed -nE 's/^edition .*: ([0-9]+) postcodes .*/\1/p' <<<"$said")
bytes=$(stat -c %s "$WORK/2025")
ok "sixteen bytes a postcode at most: $bytes for $count" test "$bytes" -lt $((count * 16))

# What PostgreSQL makes of the same files.
psql -X -q -v ON_ERROR_STOP=1 -v older="$older" -v newer="$newer" -v imd="$imd" <<'SQL' || exit
create table onspd (pcd text, pcd2 text, pcds text, dointr text, doterm text, oscty text, ced text, oslaua text,
    osward text, parish text, usertype text, oseast1m text, osnrth1m text, osgrdind text, ctry text, rgn text,
    pcon text, lsoa11 text, lsoa21 text, lat text, long text, imd text, oa21 text, icb text);
create table imd (lsoa text primary key, name text, la text, score text, rank integer, decile integer, idaci integer);
create table older (like onspd);
create table newer (like onspd);
\set copy_older '\\copy older from ' :'older' ' with (format csv, header)'
\set copy_newer '\\copy newer from ' :'newer' ' with (format csv, header)'
\set copy_imd '\\copy imd from ' :'imd' ' with (format csv, header)'
:copy_older
:copy_newer
:copy_imd
create view place as
    select edition, pcds as postcode, oslaua as local_authority, decile as imd_decile,
        to_char(to_date(dointr, 'YYYYMM'), 'YYYY-MM') as introduced,
        to_char(to_date(nullif(doterm, ''), 'YYYYMM'), 'YYYY-MM') as terminated
    from (select '2024-02' as edition, * from older union all select '2025-08', * from newer) as published
    left join imd on lsoa = lsoa11
    where oslaua <> '';
create table found (postcode text, local_authority text, imd_decile integer, introduced text, terminated text);
SQL

# differs EDITION FILE: how many places the directory and PostgreSQL's join do not share
differs() {
	"$BUILD/postcodes" print "$2" >"$WORK/print"
	query 'truncate found'
	query "\\copy found from '$WORK/print' with (header match)"
	query "with wanted as (select postcode, local_authority, imd_decile, introduced, terminated
			from place where edition = '$1')
		select count(*) from (
			(table wanted except all table found) union all (table found except all table wanted)) as different"
}
is "each place is what PostgreSQL finds" "$(differs 2024-02 "$WORK/2024") $(differs 2025-08 "$WORK/2025")" "0 0"
is "no more and no fewer" "$(query 'select count(*) from found')" "$count"

# The same by other ways: gzip, the zip as it is published, another encoding, the file's own ranks.
print_of() {
	build "$@" --output "$WORK/other" >"$WORK/.output" 2>&1 || return
	"$BUILD/postcodes" print "$WORK/other" | sha256sum
}
wanted=$("$BUILD/postcodes" print "$WORK/2025" | sha256sum)
gzip -k "$newer"
is "packed with gzip" "$(print_of --onspd "$newer.gz" --imd "$imd")" "$wanted"
mkdir -p "$WORK/zip/Data/multi_csv" "$WORK/zip/Documents"
cp "$newer" "$WORK/zip/Data"
head -n 50 "$newer" >"$WORK/zip/Data/multi_csv/ONSPD_AUG_2025_UK_QA.csv"
echo 'LAD25CD,LAD25NM' >"$WORK/zip/Documents/LA_UA names and codes UK as at 04_25.csv"
(cd "$WORK/zip" && zip -q -r ../ONSPD.zip . && zip -q -j ../imd.zip "$imd")
is "the zip as it is published" "$(print_of --onspd "$WORK/ONSPD.zip" --imd "$WORK/imd.zip")" "$wanted"
like "its edition is that of the file in it" "$("$BUILD/postcodes" show "$WORK/other")" '^edition 2025-08: '
like "and its hash that of the zip" "$("$BUILD/postcodes" show "$WORK/other")" \
	"^$(sha256sum <"$WORK/ONSPD.zip" | cut -c 1-64)  ONSPD.zip$"
is "or unpacked" "$(print_of --onspd "$WORK/zip/Data" --imd "$imd")" "$wanted"
sed "2s/E12000007/Caf\\xe9/" "$newer" >"$WORK/latin.csv"
is "in windows-1252" \
	"$(print_of --onspd "$WORK/latin.csv" --imd "$imd" --edition 2025-08 --encoding windows-1252)" "$wanted"
{
	printf '\xef\xbb\xbf'
	sed '1s/.*/\U&/; 1s/OSLAUA/LAD25CD/; 1s/PCDS/PCD8/; 1s/LSOA\([0-9]*\)/LSOA\1CD/g' "$newer"
} >"$WORK/marked.csv"
is "with other headers, and a byte order mark" \
	"$(print_of --onspd "$WORK/marked.csv" --imd "$imd" --edition 2025-08)" "$wanted"
is "by a column that its user names" "$(sed '1s/oslaua/council/' "$newer" >"$WORK/named.csv" &&
	print_of --onspd "$WORK/named.csv" --imd "$imd" --edition 2025-08 --column authority=council)" "$wanted"
is "by the file's own ranks" "$(print_of --onspd "$newer" --ranks)" "$wanted"
like "it says of which index" "$(cat "$WORK/.output")" 'index of 32844 areas'

# What becomes of a record: a hundred thousand, of every kind of postcode, at any date or none.
cat >"$WORK/feed.json" <<'JSON'
{ "name": "feed", "title": "A feed", "version": "1.0.0",
  "fields": [
    { "name": "provider", "type": "string", "constraints": {"required": true}, "treat": "keep" },
    { "name": "ref", "type": "string", "constraints": {"required": true}, "treat": "pseudonym:record",
      "within": "provider" },
    { "name": "day", "type": "date", "treat": "keep" },
    { "name": "home", "type": "string", "treat": "district", "at": "day" } ],
  "primaryKey": ["provider", "ref"] }
JSON
psql -X -q -v ON_ERROR_STOP=1 <<'SQL' || exit
select setseed(.42) \g /dev/null
create table person as
    select row_number() over () as source_row, '999901' as provider, 'r' || row_number() over () as ref,
        case when random() < .1 then null else date '1975-01-01' + (random() * 20000)::integer end as day,
        case when n % 50 = 0 then null when n % 50 = 1 then 'ZZ99 3VZ' when n % 50 = 2 then 'nowhere'
            when n % 50 = 3 then 'XZ9 9' || substr('ABDEFGHJLN', 1 + n % 10, 1) || 'Z'
            when n % 50 = 4 then 'GIR 0AA' when n % 50 = 5 then lower(pcds) when n % 50 = 6 then pcd2
            else pcds end as home
    from (select pcds, pcd2, (random() * 1000000)::integer as n from older order by random()) as published;
create table out (source_row bigint, provider text, ref uuid, day date, district text, local_authority text,
    imd_decile smallint);
create table rejects (source_row bigint, field text, rule text, severity text);
create view wanted as
    select person.source_row, local_authority, imd_decile,
        case when home is null then null when home = 'nowhere' then 'no-district-invalid'
            when home like 'ZZ99%' then 'no-district-unknown' when postcode is null then 'postcode-unknown'
            when to_char(day, 'YYYY-MM') < introduced or to_char(day, 'YYYY-MM') > terminated then 'postcode-not-live'
        end as rule
    from person left join place on postcode = regexp_replace(upper(home), ' +', ' ')
        and edition = case when day is null or day >= '2025-08-01' then '2025-08' else '2024-02' end;
SQL
{
	printf 'source_row\tprovider\tref\tday\thome\n'
	query "\\copy (select * from person order by source_row) to stdout"
	printf '%s\n' '\.'
} >"$WORK/people"
ok "a key is made" "$BUILD/ontrack" key new --keys "$WORK/keys"
anonymise() {
	"$BUILD/anonymise" "$WORK/feed.json" --keys "$WORK/keys" "$@"
}
anonymise --postcodes "$WORK/2025" --postcodes "$WORK/2024" --rejects "$WORK/rejects" \
	--journal "$WORK/journal" <"$WORK/people" >"$WORK/out"
is "anonymise takes them all" "$? $(wc -l <"$WORK/out")" "0 $(wc -l <"$WORK/people")"
query "\\copy out from '$WORK/out' with (header match)"
query "\\copy rejects from '$WORK/rejects' with (header match)"
is "no district where there is a directory" "$(query 'select count(district) from out')" 0
is "each place is that of the edition which holds at the event" "$(query "select count(*) from out
	join wanted using (source_row) where (out.local_authority, out.imd_decile) is distinct from
	(wanted.local_authority, wanted.imd_decile)")" 0
is "of both editions" "$(query "select count(distinct day >= '2025-08-01') from out
	where local_authority is not null")" 2
is "each finding is as it should be" "$(query "select count(*) from
	(select source_row, rule from rejects) as found full join
	(select source_row, rule from wanted where rule is not null) as wanted using (source_row, rule)
	where found is null or wanted is null")" 0
is "there are some of each kind" "$(query "select string_agg(distinct rule, ' ' order by rule) from rejects
	where severity = 'warning' and field = 'home'")" \
	"no-district-invalid no-district-unknown postcode-not-live postcode-unknown"
is "no postcode is left anywhere" \
	"$(cat "$WORK/out" "$WORK/rejects" "$WORK/journal" | grep -cE '[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}')" 0
anonymise --rejects "$WORK/rejects" <"$WORK/people" >"$WORK/plain"
query 'truncate out'
query "\\copy out from '$WORK/plain' with (header match)"
is "without a directory, districts and no place" "$(query "select count(local_authority), count(imd_decile),
	count(*) filter (where district is distinct from case when home like 'ZZ99%' or home = 'nowhere' then null
		else split_part(upper(home), ' ', 1) end) from out join person using (source_row)")" "$(printf '0\t0\t0')"
unlike "and nothing said of directories" "$(cat "$WORK/rejects")" 'postcode-'

# Memory, before the stream ends.
peak_with() {
	local pid
	rm -f "$WORK/pipe"
	mkfifo "$WORK/pipe"
	"$SHIPPED/anonymise" "$WORK/feed.json" --keys "$WORK/keys" "$@" <"$WORK/pipe" >"$WORK/piped" &
	pid=$!
	exec 9>"$WORK/pipe"
	sed '$d' "$WORK/people" >&9
	sleep 0.5
	peak "$pid"
	printf '%s\n' '\.' >&9
	exec 9>&-
	wait $pid
}
without=$(peak_with) with=$(peak_with --postcodes "$WORK/2024" --postcodes "$WORK/2025")
printf '# anonymise, peak: %s kB without, %s kB with two directories of %s postcodes\n' "$without" "$with" "$count"
ok "two directories take less than 2 MiB" test $((with - without)) -lt 2048

if command -v strace >/dev/null && strace -o "$WORK/probe" true 2>/dev/null; then
	strace -f -o "$WORK/trace" "$SHIPPED/anonymise" "$WORK/feed.json" --keys "$WORK/keys" \
		--postcodes "$WORK/2025" <"$WORK/people" >"$WORK/piped"
	awk '/ read\(0, / { reading = 1 } reading' "$WORK/trace" >"$WORK/after"
	like "the directory is read while records come" "$(cat "$WORK/after")" ' pread64\('
	unlike "and nothing is opened" "$(cat "$WORK/after")" ' (open|openat|openat2|creat|socket|connect|execve)\('
else
	skip "nothing is opened after the first byte is read" "strace can't trace here"
fi

# What is refused.
head -n 3 "$WORK/people" >"$WORK/few"
printf '%s\n' '\.' >>"$WORK/few"
# refused DESCRIPTION CODE REGEX [OPTION...]: before a byte of data is read or written
refused() {
	local description=$1 code=$2 regex=$3 got=0
	shift 3
	{
		anonymise "$@" >"$WORK/out" 2>"$WORK/err" || got=$?
		cat >"$WORK/left"
	} <"$WORK/few"
	is "$description: exit $code" "$got" "$code"
	like "$description: says so" "$(cat "$WORK/err")" "$regex"
	same "$description: nothing is read" "$WORK/left" "$WORK/few"
}
head -c 400000 "$WORK/2025" >"$WORK/cut"
refused "a directory that is cut short" 78 'cut short' --postcodes "$WORK/cut"
{
	head -c 400000 "$WORK/2025"
	printf x
	tail -c +400002 "$WORK/2025"
} >"$WORK/flipped"
refused "one with a wrong byte" 78 'check sum' --postcodes "$WORK/2024" --postcodes "$WORK/flipped"
refused "another file" 78 'not a whole postcode directory' --postcodes "$WORK/people"
refused "no file" 66 "cannot read '.*/nowhere'" --postcodes "$WORK/nowhere"
refused "one edition twice" 78 'two postcode directories are of edition 2025-08' \
	--postcodes "$WORK/2025" --postcodes "$WORK/2025"
refused "a folder" 66 'not a file' --postcodes "$WORK"
sed 's/"district", "at": "day"/"drop"/' "$WORK/feed.json" >"$WORK/homeless.json"
ok "a feed without a postcode asks for none" sh -c '"$1/anonymise" "$2/homeless.json" --keys "$2/keys" \
	--postcodes /nowhere/places <"$2/few"' - "$BUILD" "$WORK"

# unmade DESCRIPTION CODE REGEX OPTION...: not made, and what is there stays
cp "$WORK/2024" "$WORK/kept"
unmade() {
	local description=$1 code=$2 regex=$3
	shift 3
	exits "$description: exit $code" "$code" build --output "$WORK/kept" "$@"
	like "$description: says so" "$(cat "$WORK/.output")" "$regex"
	ok "$description: the old directory stays, and no other file" \
		sh -c 'cmp "$1/2024" "$1/kept" && [ ! -e "$1/kept.part" ]' - "$WORK"
}
sed '1s/lsoa21/lsoa31/' "$newer" >"$WORK/later.csv"
unmade "no file" 66 'cannot read' --onspd /nowhere/file --edition 2025-08
unmade "no postcodes" 64 "'--onspd' is missing"
unmade "a month of no calendar" 64 "'--edition' is not a month" --onspd "$newer" --edition 2025-13
unmade "no month at all" 64 'does not say which month' --onspd "$WORK/later.csv"
unmade "another encoding" 64 "'--encoding'" --onspd "$newer" --encoding latin1
unmade "deciles of two kinds" 64 "one of '--imd' and '--ranks'" --onspd "$newer" --imd "$imd" --ranks
sed -n '1p;5p;7p' "$newer" >"$WORK/twice.csv"
sed -n 5p "$newer" >>"$WORK/twice.csv"
unmade "a postcode twice" 65 'in rows 2 and 4' --onspd "$WORK/twice.csv" --edition 2025-08
sed '7s/E0/X0/' "$newer" >"$WORK/wrong.csv"
sed -i '9s/"E[0-9]*","E05/"Camden","E05/' "$WORK/wrong.csv"
unmade "no code of a local authority" 65 'in row 9' --onspd "$WORK/wrong.csv" --edition 2025-08
head -c 100000 "$newer" >"$WORK/torn.csv"
unmade "a file cut short" 65 'quote that is never closed|cells, and the header' --onspd "$WORK/torn.csv" --edition 2025-08
unmade "an index of another census" 65 'no decile' --onspd "$newer" --imd <(awk -v areas=20000 -f tests/oracle/imd.awk)
awk -v census=2021 -f tests/oracle/imd.awk >"$WORK/imd21.csv"
unmade "a file without the areas of the index" 65 "no column for 'lsoa21'" --onspd "$WORK/later.csv" \
	--imd "$WORK/imd21.csv" --edition 2025-08
exits "nowhere to write" 73 build --onspd "$newer" --output /nowhere/places
exits "show: a damaged directory" 78 "$BUILD/postcodes" show "$WORK/cut"
exits "print: a full disk" 74 sh -c '"$1/postcodes" print "$2/2025" >/dev/full' - "$BUILD" "$WORK"
exits "build: a full disk under what it says" 74 sh -c \
	'"$1/postcodes" build --onspd "$3" --output "$2/other" >/dev/full' - "$BUILD" "$WORK" "$newer"
done_testing
