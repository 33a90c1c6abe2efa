# extract_common.sh - what the tests of extract share: a source of one feed, a run, what it must say
# and give.
# shellcheck shell=bash

tab=$(printf '\t')

# source_file NAME FEED-MAPPING [MEMBER...]: $WORK/NAME.json, a CSV source of one feed
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

# refused DESCRIPTION CODE REGEX...: the last extract ended so, said so, and its stream has no end.
refused() {
	local description=$1 expected=$2 regex
	shift 2
	is "$description: the exit code" "$code" "$expected"
	for regex; do
		like "$description: the message: $regex" "$(cat "$WORK/err")" "$regex"
	done
	unlike "$description: no end of stream" "$(cat "$WORK/out")" '^\\\.$'
}

# columns SOURCE FEED DELIVERY COLUMNS: those columns of what comes out, by spaces, without the end; ! for a
# mark. The journal is $WORK/journal.
columns() {
	"$BUILD/extract" "$1" "$2" "$3" --journal "$WORK/journal" | awk -F '\t' -v names="$4" '
		NR == 1 { n = split(names, name, " "); for (i = 1; i <= NF; i++) at[$i] = i; next }
		/^\\\.$/ { ended = 1; next }
		{ for (i = 1; i <= n; i++) printf "%s%s", $(at[name[i]]), i < n ? " " : "\n" }
		END { if (!ended) print "torn" }' | tr '\032' '!'
}

# expected LINE...: the stream, in $WORK/expected; cells by commas, NULL as -
expected() {
	printf '%s\n' "$@" | sed -e "s/,/$tab/g" -e "s/$tab-$tab/$tab\\\\N$tab/g" \
		-e "s/$tab-$tab/$tab\\\\N$tab/g" -e "s/$tab-\$/$tab\\\\N/" >"$WORK/expected"
	printf '\\.\n' >>"$WORK/expected"
}
