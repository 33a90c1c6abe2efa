#!/bin/bash
# A delivery that is not here: fetched once a run, for all its feeds, and kept nowhere in clear.
. "$(dirname "$0")/common.sh"
night_prepare small

mkfifo "$WORK/port"
"$BUILD/tests/oracle/http_server" "$WORK/night/people.csv" "$WORK/requests" >"$WORK/port" &
read -r port <"$WORK/port"
# remote PATH: people.csv comes from there.
remote() {
	sed -i "s|\"location\": \"[^\"]*people.csv\"|\"location\": \"http://127.0.0.1:$port/$1/people.csv\"|" \
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

kill %1
done_testing
