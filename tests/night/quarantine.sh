#!/bin/bash
# The quarantine: rejected records as they came, which only the data officer's private key opens.
# shellcheck source=tests/night/common.sh
. "$(dirname "$0")/common.sh"
night_prepare small
people=$WORK/night/people.csv
folder=$WORK/var/quarantine
sed -i '11d; 8d' "$people" # which are rejected as they are
cp "$people" "$WORK/sound"
# Row 3: closed before it was received; row 5: no date; row 7: a date of birth that is none
sed -i -E -e '3s/,2025-02-11,,$/,2025-02-11,2025-01-11,02/' -e '5s/,2025-04-13,/,Tarnweltho,/' \
	-e '7s/,20(0[0-9]|10)-[0-9-]*,QX/,Quarveltho,QX/' "$people"
cp "$people" "$WORK/spoilt"

# open ARG...; sealed: the files there are
open() {
	"$BUILD/ontrack" quarantine open --config "$CONFIG" "$@"
}
sealed() {
	[ ! -d "$folder" ] || find "$folder" -mindepth 1 -printf '%f\n' | sort
}
quarantine() {
	sed -i '/"quarantine"/d' "$CONFIG"
	sed -i "s|^  \"name\"|  \"quarantine\": $1,\n&|" "$CONFIG"
}

exits "a night without a key" 0 ontrack run
ok "seals nothing" test ! -e "$folder"
unlike "and explain promises nothing" "$(ontrack explain people.csv)" sealed

ok "a pair of keys" "$BUILD/ontrack" quarantine key "$WORK/night/officer"
ok "another" "$BUILD/ontrack" quarantine key "$WORK/night/other"
exits "never over one that is there" 73 "$BUILD/ontrack" quarantine key "$WORK/night/officer"
private=$WORK/officer.private
mv "$WORK/night/officer.private" "$private"
mv "$WORK/night/other.private" "$WORK/other.private"
is "the private key is its owner's alone" "$(stat -c %a "$private")" 600

# What can't be sealed to: nothing is loaded.
loads=$(query "select count(*) from ops.load")
cp "$private" "$WORK/night/private"
for setting in '{ "key": "gone.public" }' '{ "key": "private" }' '{ "key": "people.csv" }' \
	'{ "key": "officer.public", "days": 0 }' '{ "keys": "officer.public" }' '[]'; do
	quarantine "$setting"
	exits "no quarantine: $setting" 78 ontrack run
done
rm "$WORK/night/private"
is "and nothing was loaded" "$(query "select count(*) from ops.load")" "$loads"

quarantine '{ "key": "officer.public", "days": 30 }'
cp "$WORK/sound" "$people"
ontrack run >"$WORK/out" 2>&1
is "a night without rejects seals nothing" "$(sealed)" ""
cp "$WORK/spoilt" "$people"
ontrack plan >"$WORK/out" 2>&1
is "nor does a plan" "$(sealed)" ""
exits "a night with rejects" 0 ontrack run
is "seals them, by unit, content and night" "$(sealed | sed -E 's/-[0-9a-f]{8}\.[0-9a-f]{16}\./-PRINT.HASH./')" \
	"small_people_person_all-PRINT.HASH.2025-10-31.sealed
small_people_referral_all-PRINT.HASH.2025-10-31.sealed"
is "for its owner only" "$(stat -c %a "$folder" "$folder"/*)" "$(printf '700\n600\n600')"
is "in clear nowhere" "$(grep -r -l -a -e Tarnweltho -e Quarveltho -e RQ5206Y -e CQ7375X "$WORK/var")" ""
like "explain says where, and how it is opened" "$(ontrack explain people.csv)" \
	"ontrack quarantine open 'small_people/referral/all' --key PRIVATEKEY"
like "with the file's path" "$(ontrack explain people.csv:5)" "sealed: $folder/small_people_referral_all-.*\.sealed"

open --key "$private" people.csv >"$WORK/opened"
is "opened by the delivery's name: exits 0" $? 0
"$BUILD/extract" "$WORK/night/people.json" referral "$people" 2>"$WORK/err" >"$WORK/stream"
referral=$(echo "$folder"/small_people_referral_all-*)
open --key "$private" small_people/referral/all >"$WORK/opened"
is "each rejected record, as it was read" "$(cat "$WORK/opened")" \
	"$(awk -F '\t' 'NR == 1 || $1 == 3 || $1 == 5 || $1 == 7' "$WORK/stream")"
is "one of them, by its row" "$(open --key "$private" small_people/referral/all:5)" \
	"$(awk -F '\t' 'NR == 1 || $1 == 5' "$WORK/stream")"
is "from the file itself, without a database" "$(PGPORT=1 "$BUILD/ontrack" quarantine open --key "$private" "$referral:5")" \
	"$(awk -F '\t' 'NR == 1 || $1 == 5' "$WORK/stream")"

# refused DESCRIPTION CODE WORDS ARG...
refused() {
	local description=$1 code=$2 words=$3
	shift 3
	exits "$description: exit $code" "$code" open "$@"
	like "$description: it says so" "$(cat "$WORK/.output")" "$words"
	unlike "$description: nothing is shown" "$(cat "$WORK/.output")" 'Tarnweltho|RQ5|CQ7'
}
refused "another key" 77 'was not sealed for this key' --key "$WORK/other.private" people.csv
install -m 0600 "$WORK/night/officer.public" "$WORK/public"
refused "the public key" 78 'holds the public key' --key "$WORK/public" people.csv
refused "no key" 64 "'--key' is missing" people.csv
refused "a row that was not rejected" 66 "row '2' is not among" --key "$private" people.csv:2
refused "a delivery of which nothing is sealed" 66 'nothing is in quarantine' --key "$private" contacts.csv
head -c -1 "$referral" >"$WORK/${referral##*/}"
refused "a file that was cut short" 65 'it ends too soon' --key "$private" "$WORK/${referral##*/}"
cp "$referral" "$WORK/renamed.sealed"
refused "a file under another name" 65 'changed, or its name' --key "$private" "$WORK/renamed.sealed"
chmod 0644 "$private"
refused "a private key that others can read" 77 'others can read it' --key "$private" people.csv
chmod 0600 "$private"

# Read again under other rules it stays in the night that it was sealed in; ages out; goes away when mended.
sed -i 's/"title": "People/"title": "Corrected: people/' "$WORK/night/people.json"
before=$(sealed)
ontrack replay --as-of 2025-11-05 people.csv >"$WORK/out" 2>&1
is "a replay seals anew, and what was sealed is no younger" "$(sealed)" "$before"
touch "$folder/.left.new"
ontrack run --as-of 2025-11-29 >"$WORK/out" 2>&1
is "29 nights later it is there; what a killed run left is not" "$(sealed)" "$before"
sed -i -E '9s/,20(0[0-9]|10)-[0-9-]*,QX/,Velmthoquar,QX/' "$people"
ontrack run --as-of 2025-11-29 >"$WORK/out" 2>&1
is "another delivery's takes its place" "$(sealed | grep -c 2025-11-29)/$(sealed | wc -l)" 2/2
sed -i '/"quarantine"/s/"key": "officer.public", //' "$CONFIG"
ontrack run --as-of 2025-12-28 >"$WORK/out" 2>&1
is "without a key nothing is added, and what there is stays for its time" "$(sealed | wc -l)" 2
ontrack run --as-of 2025-12-29 >"$WORK/out" 2>&1
is "30 nights: it is gone" "$(sealed)" ""

quarantine '{ "key": "officer.public", "folder": "elsewhere" }'
folder=$WORK/night/elsewhere
cp "$WORK/spoilt" "$people"
ontrack run --as-of 2025-12-29 >"$WORK/out" 2>&1
is "in a folder of the configuration" "$(sealed | wc -l)" 2
standing=$(sealed)
sed -i -E '2,21s/,20(0[0-9]|10)-[0-9]{2}-/,20\1-13-/' "$people"
exits "a delivery that is held" 65 ontrack run --as-of 2025-12-29
is "is sealed beside what stands" "$(sealed | grep -c -F "$standing")/$(sealed | wc -l)" 2/4
cp "$WORK/sound" "$people"
exits "the delivery put right" 0 ontrack run --as-of 2025-12-29
is "needs no quarantine any more" "$(sealed)" ""

# validate by itself
validate() {
	"$BUILD/validate" contracts/referral.json --codes contracts/codes --codes fixtures/demo/codes "$@" <"$WORK/stream"
}
exits "a file to seal into, and nobody to seal to" 64 validate --quarantine "$WORK/q"
# Where there is no more room: no file, no end of the stream
for i in $(seq 1 400); do sed -n '6p' "$WORK/stream" | sed "s/^[0-9]*/$((i + 100))/; s/Tarn[a-z]*\|2025-[0-9-]*/never/g"; done >"$WORK/many"
{ sed '$d' "$WORK/stream" && cat "$WORK/many" && echo '\.'; } >"$WORK/long"
mv "$WORK/long" "$WORK/stream"
mkdir "$WORK/narrow"
code=0
(
	trap '' XFSZ
	ulimit -f 8
	validate --quarantine "$WORK/narrow/q" --seal "$WORK/night/officer.public" 2>"$WORK/err" | cat >"$WORK/out"
	exit "${PIPESTATUS[0]}"
) || code=$?
is "no room for what is sealed: exit 74" "$code" 74
unlike "no end of the stream" "$(cat "$WORK/out")" '^\\\.$'
is "and no part of a file" "$(ls -A "$WORK/narrow")" ""
done_testing
