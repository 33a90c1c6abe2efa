#!/bin/bash
# The key that the database was built with: nothing is ever loaded under another one, for with it each
# person would be stored a second time, as somebody else.
. "$(dirname "$0")/common.sh"
night_prepare small
ontrack run >/dev/null
key=$(find "$WORK/keys" -type f)
id=$(basename "$key" .key)
id=${id#small.}
people="select count(*) from core.person"
contacts="select count(*) from core.contact"
stored=$(query "$people") waits=$(query "$contacts")

# Something is due, in mode delta: under another key it would be added to what is there.
sed -i 's/,30,5$/,31,5/' "$WORK/night/contacts.csv"

# refused DESCRIPTION REGEX COMMAND...
refused() {
	local description=$1 regex=$2
	shift 2
	exits "$description" 78 "$@"
	like "$description: says why" "$(cat "$WORK/.output")" "$regex"
}

mkdir "$WORK/away"
mv "$key" "$WORK/away"
for command in run plan doctor; do
	refused "the key's file is gone: $command" "the database was built with key '$id': put its file back" \
		ontrack $command
	unlike "and a new key is not what it asks for" "$(cat "$WORK/.output")" "key new"
done

"$BUILD/ontrack" key new --keys "$WORK/keys" --domain small >/dev/null
for command in run plan doctor; do
	refused "another key in its place: $command" "the database was built with key '$id', not with key" \
		ontrack $command
	like "with what to do" "$(cat "$WORK/.output")" "hint: .*put the file of key '$id' back from its copy"
done
sed 's/"domain": "small"/"domain": "other"/' "$CONFIG" >"$WORK/night/other.json"
"$BUILD/ontrack" key new --keys "$WORK/keys" --domain other >/dev/null
refused "another domain" "the database was built with key '$id', not with key" \
	"$BUILD/ontrack" run --config "$WORK/night/other.json"
refused "load, by hand" "the database was built with another key" sh -c \
	'printf "source_row\n\\\\.\n" | "$1/load" contracts/contact.json --source small_contacts --key-id 00000000' - "$BUILD"
is "nobody is stored twice" "$(query "$people") $(query "$contacts")" "$stored $waits"
is "and nothing was loaded" "$(query "select count(*) from ops.load")" 3

rm "$WORK/keys"/*
mv "$WORK/away/"* "$WORK/keys"
exits "with the right file back the night goes on" 0 ontrack run
is "as it was" "$(query "$people") $(query "$contacts")" "$stored $waits"

# A new key, meant: into an empty database.
rm "$WORK/keys"/*
"$BUILD/ontrack" key new --keys "$WORK/keys" --domain small >/dev/null
fresh_database
ontrack schema --apply
exits "an empty database takes a new key" 0 ontrack run
is "and everybody" "$(query "$people")" "$stored"
done_testing
