#!/bin/bash
# Conservation has teeth: in a build in which a stage loses, doubles or cuts one record, while its own
# counts say otherwise, the night turns red and nothing of the unit is committed.
. "$(dirname "$0")/common.sh"

make -s -j "$(nproc)" BUILD=build/fault FAULT=1 CFLAGS='-O1' all >"$WORK/make" 2>&1 ||
	{ tail -n 20 "$WORK/make" >&2; exit 1; }
BUILD=$ROOT/build/fault
night_prepare small
private_tree
printf '#!/bin/sh\nexit 0\n' >"$TREE/build/report"
chmod +x "$TREE/build/report"

ok "a night without a fault, in the same build" ontrack run
# stored FILE: what deliveries have left in the database, into FILE; how the night went is told elsewhere.
stored() {
	dump "$WORK/dump" --data-only
	grep -E '^INSERT INTO (core|vault|mart|publish|ops\.(load|reject|unit))' "$WORK/dump" |
		grep -vE '^INSERT INTO publish\.(night_change|unapplied) ' |
		sed -E '/^INSERT INTO publish\.quality_provider /s/, [0-9]+, [0-9]+\);$/);/' >"$1"
}
stored "$WORK/stored"

# The deliveries of the next night: another version of each record, so that all is due again.
sed -i 's/ZH,/ZJ,/' "$WORK/night/people.csv"
sed -i -E 's/,([0-9]+),5$/,1\1,5/' "$WORK/night/contacts.csv"

for stage in extract validate anonymise load; do
	for fault in drop:1 double:2 cut:3; do
		wrap "$stage" ONTRACK_FAULT="$stage:$fault"
		exits "$stage $fault: the night turns red" 65 ontrack run
		stored "$WORK/kept"
		same "$stage $fault: nothing is committed" "$WORK/kept" "$WORK/stored"
		unwrap "$stage"
	done
done
ok "without a fault the same deliveries are applied" ontrack run
is "each of them" "$(query "select count(*) from ops.load where load_no = 2")" 3

# Two streams, one after the other, are not one.
"$BUILD/extract" "$WORK/night/people.json" person "$WORK/night/people.csv" >"$WORK/stream"
cat "$WORK/stream" "$WORK/stream" >"$WORK/two"
head -n -1 "$WORK/stream" >"$WORK/torn"
for stream in two torn; do
	exits "validate refuses a stream that is $stream" 65 sh -c \
		'"$1"/validate contracts/person.json --codes contracts/codes --codes fixtures/demo/codes \
			--allow-test-identifiers <"$2"' - "$BUILD" "$WORK/$stream"
	unlike "and does not end its own" "$(cat "$WORK/.output")" '^\\\.$'
	exits "anonymise refuses it" 65 sh -c \
		'"$1"/anonymise contracts/person.json --keys "$3" --domain small <"$2"' \
		- "$BUILD" "$WORK/$stream" "$WORK/keys"
	unlike "and does not end its own" "$(cat "$WORK/.output")" '^\\\.$'
	exits "load refuses it" 65 sh -c \
		'"$1"/load contracts/person.json --source hand <"$2"' - "$BUILD" "$WORK/$stream"
done
is "and keeps nothing of it" \
	"$(query "select count(*) from ops.unit where source = 'hand'")" 0

done_testing
