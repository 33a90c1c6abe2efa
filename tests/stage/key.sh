#!/bin/bash
# ontrack key: as a data officer uses it. What is refused of a file: tests/unit/test_key.c.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

key() {
	"$BUILD/ontrack" key "$@"
}

is "it says which key is where" "$(key new --keys "$WORK/keys" | sed -E "s/key '[0-9a-f]{8}'/key 'ID'/; s/: keep.*//")" \
	"key 'ID' of domain 'ontrack' is in '$WORK/keys'"
is "the directory and the file are its owner's alone" \
	"$(stat -c %a "$WORK/keys" "$WORK"/keys/* | paste -s -d ' ')" "700 600"
unlike "the key itself is not shown" "$(key new --keys "$WORK/keys" --domain camhs)" \
	"$(sed -n 's/^key //p' "$WORK"/keys/camhs.*)"
cksum "$WORK"/keys/* >"$WORK/before"
exits "a second key for a domain" 73 key new --keys "$WORK/keys"
cksum "$WORK"/keys/* >"$WORK/after"
same "leaves the first one alone" "$WORK/after" "$WORK/before"
for _ in 1 2 3 4 5 6 7 8; do
	key new --keys "$WORK/race" >/dev/null 2>&1 &
done
wait
is "of eight at once one makes the key" "$(find "$WORK/race" -type f | wc -l)" 1
unlike "two keys are not alike" "$(sed -n 's/^key //p' "$WORK"/race/*)" "$(sed -n 's/^key //p' "$WORK"/keys/ontrack.*)"
exits "the directory is made, with those above it" 0 key new --keys "$WORK/a/b/c"
is "for its owner alone" "$(stat -c %a "$WORK/a" "$WORK/a/b/c" | paste -s -d ' ')" "700 700"
exits "a directory that can't be made" 73 key new --keys "$WORK/before/b"
exits "a domain that is no name" 64 key new --keys "$WORK/keys" --domain ../x
exits "another action" 64 key old --keys "$WORK/keys"
exits "none" 64 key
chmod 0777 "$WORK/keys"
exits "a directory that others can write to" 77 key new --keys "$WORK/keys" --domain third
done_testing
