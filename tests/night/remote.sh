#!/bin/bash
# A delivery that is not here: fetched once a run, for all its feeds, and kept nowhere in clear.
. "$(dirname "$0")/common.sh"
night_prepare small

start_server "$WORK/night/people.csv" "$WORK/requests"
# remote PATH: people.csv comes from there.
remote() {
	sed -i "s|\"location\": \"[^\"]*people.csv\"|\"location\": \"$url/$1/people.csv\"|" \
		"$CONFIG"
}

remote ok
ok "a night with a remote delivery" ontrack run
is "its two feeds are loaded" "$(query "select count(*) from core.person union all
	select count(*) from core.referral")" "$(printf '23\n22')"
is "it was fetched once" "$(wc -l <"$WORK/requests")" 1
is "no spool is left" "$(find "$WORK/var/spool" -type f)" ""
exits "the next run" 0 ontrack run
like "finds it unchanged" "$(cat "$WORK/.output")" 'nothing has changed'

remote broken
exits "a server that refuses fails its own units only" 65 ontrack run
like "and is named as the cause" "$(cat "$WORK/.output")" 'fetch: .*127\.0\.0\.1'
is "what was there stays" "$(query "select count(*) from core.person")" 23

# A run that is killed while it has a spool: the key has died with it, and the next one clears up.
remote ok
sed -i 's/,30,5$/,31,5/' "$WORK/night/contacts.csv"
mkdir -p "$WORK/var/spool"
cp "$WORK/night/people.csv" "$WORK/var/spool/7"
ok "a run after one that left a spool behind" ontrack run
is "clears it away" "$(find "$WORK/var/spool" -type f)" ""

# Asked for only where it has changed: once all of it is applied, and is known by a header that can't miss
# a change.
answers() { tail -n +"$asked" "$WORK/requests" | paste -s -d ,; }
asks() {
	asked=$(($(wc -l <"$WORK/requests") + 1))
	exits "$1" "$2" ontrack run
}
known() { query "select count(*) from ops.fetch"; }
remote etag
asks "with an ETag" 0
is "it is fetched" "$(answers)" /etag/people.csv
is "and known by it from now on" "$(known)" 1
asks "the next run" 0
is "asks whether it is another" "$(answers)" "/etag/people.csv 304"
like "it is not" "$(cat "$WORK/.output")" 'nothing has changed'
ok "nor in a dry run" ontrack plan
like "which says so" "$(cat "$WORK/.output")" '^unchanged +small_people person all'
sed -i 's/QX1 1ZH/QX2 2ZH/' "$WORK/night/people.csv"
asks "another content" 0
is "is fetched" "$(answers)" /etag/people.csv
like "and applied" "$(cat "$WORK/.output")" 'applied +small_people person all'
query "delete from ops.fetch"
asks "killed before it was noted: the next run" 0
is "fetches once too often" "$(answers)" /etag/people.csv
asks "the one after it" 0
is "does not" "$(answers)" "/etag/people.csv 304"
sed -i 's/"version": "1.0.0"/"version": "1.0.1"/' "$WORK/night/people.json"
asks "another mapping" 0
is "needs the content" "$(answers)" /etag/people.csv
printf 'pcds,dointr,doterm,laua,lsoa11\nQX1 1ZH,198001,,E09000001,E01000001\n' >"$WORK/onspd.csv"
printf 'LSOA code (2011),IMD Decile\nE01000001,1\n' >"$WORK/imd.csv"
ok "a postcode directory" "$BUILD/postcodes" build --onspd "$WORK/onspd.csv" --imd "$WORK/imd.csv" \
	--edition 2025-02 --output "$WORK/night/places"
sed -i 's|^  "name"|  "postcodes": ["places"],\n  "name"|' "$CONFIG"
asks "which its people are looked up in" 0
is "needs the content, too" "$(answers)" /etag/people.csv
asks "but only" 0
is "once" "$(answers)" "/etag/people.csv 304"
cp "$WORK/night/people.csv" "$WORK/good"
sed -i -E '2,21s/,20(0[0-9]|10)-[0-9]{2}-/,20\1-13-/' "$WORK/night/people.csv"
asks "a content that is held" 65
asks "is not known the next time" 65
is "and fetched again" "$(answers)" /etag/people.csv
cp "$WORK/good" "$WORK/night/people.csv"
query "truncate ops.fetch"
remote weak
asks "a weak ETag" 0
is "is not relied on" "$(known)" 0
remote young
asks "a file that was changed a moment ago" 0
is "is not known by its time" "$(known)" 0
remote since
asks "one that was changed an hour ago" 0
asks "is" 0
is "and not fetched" "$(answers)" "/since/people.csv 304"

kill %1
done_testing
