#!/bin/bash
# A full disk: nothing that could not be written ends with 0, --help included.
. "$(dirname "$0")/../night/common.sh"
night_prepare small
ontrack run >/dev/null 2>&1

# full DESCRIPTION COMMAND...: fails, and says so, where its output is full.
full() {
	local description=$1 code=0
	shift
	"$@" >/dev/full 2>"$WORK/err" || code=$?
	is "$description fails as it cannot write" "$code" 74
	like "$description says so" "$(cat "$WORK/err")" 'No space left'
}

for program in $(find "$BUILD" -maxdepth 1 -type f -perm -u+x -printf '%f\n' | sort); do
	full "$program --help" "$BUILD/$program" --help
done
for program in ontrack postcodes appraise; do
	for command in $(commands $program); do
		full "$program $command --help" "$BUILD/$program" "$command" --help
	done
done
for command in run plan status doctor; do
	full "ontrack $command" ontrack "$command"
done
for page in dictionary rules; do
	full "ontrack document $page" "$BUILD/ontrack" document $page
done
full "ontrack schema --print" "$BUILD/ontrack" schema --print

people=("$WORK/night/people.json" person "$WORK/night/people.csv")
"$BUILD/extract" "${people[@]}" >"$WORK/stream"
options=(contracts/person.json --allow-test-identifiers)
codes=(--codes contracts/codes --codes fixtures/demo/codes)
full extract "$BUILD/extract" "${people[@]}"
full validate "$BUILD/validate" "${options[@]}" "${codes[@]}" <"$WORK/stream"
full anonymise "$BUILD/anonymise" "${options[@]}" --keys "$WORK/keys" --domain small <"$WORK/stream"
printf 'strategy\tcost\teffect\na\t1\t1\nb\t2\t2\n\\.\n' >"$WORK/strategies"
full "appraise frontier" "$BUILD/appraise" frontier <"$WORK/strategies"

# Journal and rejects on a full disk: the stream gets no end, and load commits nothing.
for option in --journal --rejects; do
	code=0
	"$BUILD/validate" "${options[@]}" "${codes[@]}" $option /dev/full <"$WORK/stream" \
		>"$WORK/out" 2>"$WORK/err" || code=$?
	is "validate $option fails" "$code" 74
	unlike "validate $option: no end of stream" "$(cat "$WORK/out")" '^\\\.$'
done
"$BUILD/anonymise" "${options[@]}" --keys "$WORK/keys" --domain small <"$WORK/stream" >"$WORK/safe"
for option in --journal --rejects; do
	code=0
	"$BUILD/load" contracts/person.json --source hand --slot "$option" --reject-share 1 \
		$option /dev/full <"$WORK/safe" >"$WORK/out" 2>"$WORK/err" || code=$?
	is "load $option fails" "$code" 74
done
is "and commits nothing" "$(query "select count(*) from ops.load join ops.unit using (unit)
	where source = 'hand'")" 0

done_testing
