#!/bin/bash
# What may stand where a delivery is expected: files with odd names, and things that are no files. One
# that can't be read fails alone, at once, and what it is called reaches no terminal unchanged.
. "$(dirname "$0")/common.sh"
night_prepare small
folder=$WORK/night
people=$folder/people.csv
cp "$people" "$WORK/good"
ontrack run >/dev/null
sed -i 's/"people\.csv" }/"people*.csv" }/' "$CONFIG"
sed -i '/"file"/d' "$folder/people.json"
sed -i '/"after"/d' "$folder/contacts.json"
number=0

# deliver NAME: another content each time, so that it is due
deliver() {
	rm -f -- "$folder"/people*.csv
	number=$((number + 1))
	sed "3s/QX2 2ZH/QX2 ${number}ZH/" "$WORK/good" >"$folder/$1"
	echo >>"$folder/contacts.csv"
	sed -i "\$s/.*/999901,KQ9${number}A,RQ5100Y,2025-02-11,30,5/" "$folder/contacts.csv"
}

for name in 'people two.csv' "people'quote\".csv" 'people%s\.csv' 'people-é-ü.csv'; do
	deliver "$name"
	exits "'$name' is a name like others" 0 ontrack run
	is "and so it is recorded" \
		"$(query "select delivery from ops.latest where feed = 'person' and delivery = '${name//\'/\'\'}'")" "$name"
done

people() {
	query "select count(*) from core.person"
}
before=$(people)
for name in $'people\nnew.csv' $'people-\xff.csv' $'people\e[2J.csv'; do
	deliver "$name"
	exits "$(printf %q "$name") is none" 65 timeout 60 "$BUILD/ontrack" run --config "$CONFIG"
	like "and it says so" "$(cat "$WORK/.output")" "the delivery's name 'people.*\?.*csv' can't be recorded"
	like "with what to do" "$(cat "$WORK/.output")" "hint: rename it"
	like "the others are applied" "$(cat "$WORK/.output")" '^applied +small_contacts'
	ok "no control character is printed" sh -c '! tr -d "\n" <"$1" | LC_ALL=C grep -q "[[:cntrl:]]"' - \
		"$WORK/.output"
	is "the ledger has it" "$(query "select count(*) from ops.failure where slot like 'people%?%'")" 2
done

# refused DESCRIPTION REGEX: the thing at $people fails alone, and before long
refused() {
	echo "999901,KQ8$((number += 1))B,RQ5100Y,2025-02-11,30,5" >>"$folder/contacts.csv"
	exits "$1" 65 timeout 60 "$BUILD/ontrack" run --config "$CONFIG"
	like "$1: says why" "$(cat "$WORK/.output")" "$2"
	like "$1: the others are applied" "$(cat "$WORK/.output")" '^applied +small_contacts'
	rm -rf -- "$people"
}

rm -f -- "$folder"/people*.csv
mkfifo "$people"
refused "a pipe that nobody writes to" "people\.csv' is no file and no directory"
ln -s /dev/zero "$people"
refused "a device without an end" "people\.csv' is no file and no directory"
mkdir "$people"
refused "a directory" "people\.csv' is a directory, not one file"
ln -s people.csv "$people"
refused "a link to itself" "cannot read .*people\.csv'"
if [ "$(id -u)" -eq 0 ]; then
	skip "a file that may not be read" "root may read everything"
else
	cp "$WORK/good" "$people"
	chmod 000 "$people"
	refused "a file that may not be read" "cannot read .*people\.csv': Permission denied"
fi

is "nothing of what stood is lost" "$(people)" "$before"
cp "$WORK/good" "$people"
exits "and a file in their place is applied" 0 ontrack run
done_testing
