# extract_common.sh - what the tests of extract share: a source of one feed, a run, what it must say.
# shellcheck shell=bash

tab=$(printf '\t')

# source NAME FEED-MAPPING [MEMBER...]: $WORK/NAME.json, a CSV source of one feed
source_file() {
	local name=$1 mapping=$2
	shift 2
	printf '{"name": "%s", "version": "1.0.0", %s "feeds": {"feed": %s}}\n' \
		"$name" "${*:-\"format\": \"csv\",}" "$mapping" >"$WORK/$name.json"
}

# extract SOURCE FILE [OPTION...]: standard output to $WORK/out, error to $WORK/err (of all runs together:
# $WORK/said), code in $code
extract() {
	local source=$1 file=$2
	shift 2
	code=0
	"$BUILD/extract" "$WORK/$source.json" feed "$file" "$@" >"$WORK/out" 2>"$WORK/err" || code=$?
	cat "$WORK/err" >>"$WORK/said"
}

# refused DESCRIPTION CODE REGEX: the last extract ended so, said so, and its stream has no end.
refused() {
	is "$1: the exit code" "$code" "$2"
	like "$1: the message" "$(cat "$WORK/err")" "$3"
	unlike "$1: no end of stream" "$(cat "$WORK/out")" '^\\\.$'
}

# stream LINE...: cells by commas, NULL as -
expected() {
	printf '%s\n' "$@" | sed -e "s/,/$tab/g" -e "s/$tab-$tab/$tab\\\\N$tab/g" \
		-e "s/$tab-$tab/$tab\\\\N$tab/g" -e "s/$tab-\$/$tab\\\\N/" >"$WORK/expected"
	printf '\\.\n' >>"$WORK/expected"
}
