#!/bin/bash
# A night with postcode directories: the database has local authorities and deciles, and no district; another
# edition derives anew what has a postcode, and nothing else.
. "$(dirname "$0")/common.sh"
night_prepare small

# made EDITION AUTHORITY: a directory of the night's postcodes, but for QX9 9ZH; every second one in Wales
made() {
	{
		echo 'pcds,dointr,doterm,laua,lsoa11'
		for n in 1 2 3 4 5 6 7 8; do
			if [ $((n % 2)) = 1 ]; then
				echo "QX$n ${n}ZH,198001,,$2,E0100000$n"
			else
				echo "QX$n ${n}ZH,198001,202001,W06000001,W01000001"
			fi
		done
	} >"$WORK/onspd.csv"
	{
		echo 'LSOA code (2011),IMD Decile'
		for n in 1 3 5 7; do echo "E0100000$n,$n"; done
	} >"$WORK/imd.csv"
	"$BUILD/postcodes" build --onspd "$WORK/onspd.csv" --imd "$WORK/imd.csv" --edition "$1" \
		--output "$WORK/night/places.$1" >/dev/null
}
# configure FILE...: the directories that the night names
configure() {
	local list
	list=$(printf '"%s", ' "$@")
	sed -i -E '/"postcodes"/d' "$CONFIG"
	[ $# -eq 0 ] || sed -i "s|^  \"name\"|  \"postcodes\": [${list%, }],\n  \"name\"|" "$CONFIG"
}
# loads FEED: how many there have been
loads() {
	query "select count(*) from ops.load join ops.unit using (unit) where feed = '$1'"
}
places="select coalesce(local_authority, '-') || ' ' || coalesce(imd_decile::text, '-'), count(*), count(district)
	from core.person group by 1 order by 1"

made 2025-02 E09000001
made 2025-08 E09000002
configure places.2025-02
exits "plan" 0 ontrack plan
exits "a night with a directory" 0 ontrack run
is "each person has a local authority and a decile, and no district" "$(query "$places")" "$(
	awk -F, 'NR == FNR { stored[$1]; next } FNR in stored { n = substr($7, 3, 1)
		count[n == 9 ? "- -" : n % 2 ? "E09000001 " n : "W06000001 -"]++ }
		END { for (place in count) print place "\t" count[place] "\t0" }' \
		<(query 'select source_row from core.person') "$WORK/night/people.csv" | sort)"
ok "there are some of each" test "$(query "select count(distinct imd_decile) from core.person")" -eq 4
is "who is not in the directory is found" "$(query "select count(*) from ops.finding
	where field = 'postcode' and rule = 'postcode-unknown' and severity = 'warning'")" \
	"$(query 'select count(*) from core.person where local_authority is null')"
like "and explained" "$(query "select message from ref.rule where rule = 'postcode-unknown'")" \
	'not in the postcode directory'
pg_dump >"$WORK/dump"
is "no postcode is in the database, or in what a night leaves" \
	"$(grep -raoE 'QX[0-9] ?[0-9]ZH' "$WORK/dump" "$WORK/var" | head -n 3)" ""
like "the search would find one" "$(cat "$WORK/night/people.csv")" 'QX[0-9] ?[0-9]ZH'

before=$(loads person)/$(loads referral)
exits "the same night again" 0 ontrack run
is "changes nothing" "$(loads person)/$(loads referral)" "$before"

configure places.2025-02 places.2025-08
exits "with another edition" 0 ontrack run
is "what has a postcode is derived anew, and nothing else" "$(loads person)/$(loads referral)" \
	"$((${before%/*} + 1))/${before#*/}"
is "by the edition that holds" "$(query "select string_agg(distinct local_authority, ' ' order by local_authority)
	from core.person")" "E09000002 W06000001"
is "what stood before is kept" "$(query "select distinct local_authority from core.person_history
	where reason = 'updated'")" E09000001
exits "and again" 0 ontrack run
is "changes nothing either" "$(loads person)" "$((${before%/*} + 1))"

like "doctor names the editions" "$(ontrack doctor)" "^ok +postcode directory '.*/places.2025-08': edition 2025-08, 8 postcodes"
unlike "which are young enough" "$(ontrack doctor)" '^old'
like "but not for ever" "$(ontrack doctor --as-of 2027-03-31)" '^old +the latest postcode directory is 19 months old'
exits "which is nothing to mend" 0 ontrack doctor --as-of 2027-03-31

configure
exits "without a directory" 0 ontrack run
is "districts again, and no place" "$(query "select count(district) > 0, count(local_authority), count(imd_decile)
	from core.person")" "$(printf 't\t0\t0')"

# What is wrong is said before anything is loaded.
configure places.2025-02 nowhere
for command in run plan doctor; do
	exits "a directory that is not there: $command" 78 ontrack $command
	like "says which" "$(cat "$WORK/.output")" "cannot read '.*/nowhere'"
done
cp "$WORK/night/places.2025-02" "$WORK/night/again"
configure places.2025-02 again
exits "one edition twice" 78 ontrack run
like "says so" "$(cat "$WORK/.output")" 'two postcode directories are of edition 2025-02'
configure places.2025-02
printf 'x' | dd of="$WORK/night/places.2025-02" bs=1 seek=300 conv=notrunc 2>/dev/null
exits "a damaged one" 65 ontrack run
like "fails what needs it, and says what to do" "$(cat "$WORK/.output")" 'postcodes build'
exits "and doctor says so" 78 ontrack doctor
like "of which" "$(cat "$WORK/.output")" "^wrong +postcode directory '.*/places.2025-02'"
sed -i 's/"postcodes": .*/"postcodes": "places.2025-02",/' "$CONFIG"
exits "no list" 78 ontrack run
like "says what it must be" "$(cat "$WORK/.output")" "'postcodes' must be a list of files"
done_testing
