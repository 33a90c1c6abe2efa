#!/bin/bash
# What a run refuses before it does anything, and what a single bad delivery comes to: a clear error,
# and nothing lost.
. "$(dirname "$0")/common.sh"
night_prepare small
run=("$BUILD/ontrack" run --config)

# refused DESCRIPTION CODE REGEX COMMAND...: exits so, and says so.
refused() {
	local description=$1 code=$2 regex=$3
	shift 3
	exits "$description" "$code" "$@"
	like "$description: says why" "$(cat "$WORK/.output")" "$regex"
}
# spoilt NAME SCRIPT: a configuration changed by sed.
spoilt() {
	sed -E "$2" "$CONFIG" >"$WORK/night/$1.json"
	echo "$WORK/night/$1.json"
}

refused "no configuration" 78 "cannot read configuration" "${run[@]}" "$WORK/none.json"
refused "a configuration that is no JSON" 78 "not valid JSON" \
	"${run[@]}" "$(spoilt json 's/"name"/name/')"
refused "a misspelt setting" 78 "unknown setting 'reject_shares'" \
	"${run[@]}" "$(spoilt setting 's/reject_share/reject_shares/')"
like "with what may stand there" "$(cat "$WORK/.output")" "hint: what may stand there: name, as_of, .*reject_share"
refused "a share over 1" 78 "'reject_share' must be" "${run[@]}" "$(spoilt share 's/0\.5/50/')"
refused "a folder of code lists that is not there" 78 "nowhere' is no folder" \
	"${run[@]}" "$(spoilt codes 's|"codes": .*|"codes": ["nowhere"],|')"
refused "a domain that is no name" 78 "'domain' must be" \
	"${run[@]}" "$(spoilt domain 's/"domain": "small"/"domain": "Our County"/')"
refused "a source that is not there" 78 "nowhere.json" \
	"${run[@]}" "$(spoilt source 's/people\.json/nowhere.json/')"
refused "a password in the configuration" 78 "holds a password" \
	"${run[@]}" "$(spoilt password 's/"name"/"database": {"password": "x"}, "name"/')"
refused "a keyword that libpq does not have" 78 "not 'hots'" \
	"${run[@]}" "$(spoilt keyword 's/"name"/"database": {"hots": "x"}, "name"/')"
refused "a URL with a password" 78 "names a user" \
	"${run[@]}" "$(spoilt url 's|"people.csv"|"https://a:b@example.org/people.csv"|')"
refused "a password in the environment" 78 "PGPASSWORD is set" \
	env PGPASSWORD=x "${run[@]}" "$CONFIG"
refused "a date that is none" 64 "'--as-of' is not a date" ontrack run --as-of 31/10/2025
refused "an unreachable server" 69 "cannot reach the database" \
	env PGHOST="$WORK" "${run[@]}" "$CONFIG"

key=$(find "$WORK/keys" -type f)
chmod 0640 "$key"
refused "a key file that others can read" 78 "$(basename "$key")" ontrack run
unlike "no digit of the key is shown" "$(cat "$WORK/.output")" '[0-9a-f]{16}'
chmod 0600 "$key"
mv "$WORK/keys" "$WORK/away"
refused "no key" 78 "ontrack key new" ontrack run
mv "$WORK/away" "$WORK/keys"

is "none of these has changed the database" "$(query "select count(*) from ops.run")" 0

exec 8>"$WORK/var/run.lock"
flock 8
mkdir -p "$WORK/var/rejects" "$WORK/var/plan/rejects"
touch "$WORK/var/rejects/of.validate" "$WORK/var/plan/rejects/of.validate"
refused "another run in the same folder" 75 "another run is going on" ontrack run
ok "what that one is writing is left alone" test -e "$WORK/var/rejects/of.validate"
exec 8>"$WORK/var/plan/run.lock"
flock 8
refused "another plan in the same folder" 75 "another run is going on" ontrack plan
ok "what that one is writing is left alone too" test -e "$WORK/var/plan/rejects/of.validate"
exec 8>&-
mkfifo "$WORK/hold"
psql -X -q >"$WORK/held" <"$WORK/hold" &
exec 7>"$WORK/hold"
echo "select pg_advisory_lock(hashtextextended('ontrack run', 0));" >&7
until grep -q row "$WORK/held"; do sleep 0.05; done
refused "another run in the same database" 75 "another run is going on" ontrack run
exec 7>&-
wait

name=$PGDATABASE
fresh_database
refused "a database without tables" 78 "ontrack schema --apply" ontrack run
PGDATABASE=$name

# Single deliveries. `people.csv` is good again after each.
people=$WORK/night/people.csv
cp "$people" "$WORK/good"
ontrack run >/dev/null 2>&1
# Only what is stored of the feeds: a failure is recorded in ops, and it should be.
stored() {
	pg_dump --data-only --column-inserts -n core -n vault | grep '^INSERT' | sort
}
stored >"$WORK/before"

# bad DESCRIPTION REGEX: the delivery as it is now fails alone, and loses nothing.
bad() {
	refused "$1" 65 "$2" ontrack run
	stored >"$WORK/now"
	same "$1: nothing is lost" "$WORK/now" "$WORK/before"
	is "$1: it is on record" "$(query "select count(*) > 0 from ops.failure")" t
	cp "$WORK/good" "$people"
}

: >"$people"
bad "an empty file" "people.csv' is empty"
gzip -c "$WORK/good" | head -c 400 >"$people"
bad "a truncated gzip" "extract: the gzip file .* is cut short"
sed '3s/Zalp/Z\xfclp/' "$WORK/good" >"$people"
bad "a wrong encoding" "extract: .*people.csv' is not utf-8 at byte"
cut -d, -f1,3- "$WORK/good" >"$people"
bad "a missing column" "client"
head -n 1 "$WORK/good" >"$people"
refused "a header and nothing else" 65 "held by gate 'gone-share'" ontrack run
stored >"$WORK/now"
same "a header and nothing else: nothing is lost" "$WORK/now" "$WORK/before"
sed 's/^999901/999902/' "$WORK/good" >"$people"
refused "a provider under another code" 65 "held by gate 'gone-share'" ontrack run
stored >"$WORK/now"
same "a provider under another code: nothing is lost" "$WORK/now" "$WORK/before"
cp "$WORK/good" "$people"
head -c 700 "$WORK/good" | sed '$s/,/,"/' >"$people"
bad "an unclosed quote" "extract: .*people.csv' has a quote that is never closed, opened on line"
head -c 3000 /bin/ls >"$people"
bad "a program" "extract: .*people.csv' has a NUL at byte"
rm "$people"
bad "a delivery that is not there" "people.csv"
mkdir "$WORK/night/more"
cp "$WORK/good" "$WORK/night/more/people.csv"
sed 's|"people.csv" }|"people.csv" }, { "source": "people.json", "location": "more/people.csv" }|' \
	"$CONFIG" >"$WORK/night/twice.json"
refused "two deliveries for one slot" 65 "two deliveries are for slot" \
	"${run[@]}" "$WORK/night/twice.json"

sed 's|"contacts.csv"|"contacts-*.csv"|' "$CONFIG" >"$WORK/night/pattern.json"
exits "a pattern that matches nothing is no failure" 0 "${run[@]}" "$WORK/night/pattern.json"
like "but said aloud" "$(cat "$WORK/.output")" "no delivery at .*contacts-"
is "and nothing is on record any more" "$(query "select count(*) from ops.failure")" 0

# Whoever failed first is named, also where the next one was quicker to say that it got nothing.
private_tree
mv "$TREE/build/extract" "$TREE/build/real"
printf '#!/bin/sh\ncase $* in *people*) exec >&-; sleep 1; echo "extract: error: first" >&2; exit 65 ;; esac\nexec %s "$@"\n' \
	"$TREE/build/real" >"$TREE/build/extract"
chmod +x "$TREE/build/extract"
sed -i '3s/QX2 2ZH/QX2 9ZH/' "$people"
refused "a stage that is slow to say what is wrong" 65 "^ +extract: first" ontrack run
unlike "and no other is blamed" "$(cat "$WORK/.output")" "validate:"

done_testing
