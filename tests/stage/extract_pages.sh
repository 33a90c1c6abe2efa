#!/bin/bash
# extract of a delivery that comes page by page: every record once, whatever the pages do meanwhile; or
# none at all, and the reason.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

export TMPDIR=$WORK/tmp
mkdir "$TMPDIR"

# fill N: the server's records, and what extract makes of them
fill() {
	seq "$1" | awk '{ printf "{\"ref\":\"A%d\",\"changed\":\"2025-09-%02dT08:00:00Z\"}\n", $1, $1 }' >"$WORK/list"
	awk 'BEGIN { print "source_row\tperson_ref" } { print NR "\tA" NR } END { print "\\." }' "$WORK/list" \
		>"$WORK/expected"
}

# source_of NAME FORMAT HTTP: $WORK/NAME.json
source_of() {
	local record=
	[ "$2" != json ] || record='"record": "data",'
	cat >"$WORK/$1.json" <<-EOF
		{ "name": "pages", "version": "1.0.0", "format": "$2", "http": { $3 },
		  "feeds": { "person": { $record "fields": { "person_ref": {"path": "ref"} } } } }
	EOF
}

# serve: a server that has seen no request yet; its address in $url
serve() {
	start_server "$WORK/list" "$WORK/log"
}

# extracts DESCRIPTION SOURCE PATH [OPTION...]: each record once, in order
extracts() {
	local description=$1 source=$2 path=$3
	shift 3
	serve
	"$BUILD/extract" "$WORK/$source.json" person "$url$path" "$@" >"$WORK/got" 2>"$WORK/err" ||
		diag "$(cat "$WORK/err")"
	same "$description" "$WORK/got" "$WORK/expected"
}

# refuses DESCRIPTION CODE SOURCE PATH REGEX
refuses() {
	serve
	exits "$1" "$2" "$BUILD/extract" "$WORK/$3.json" person "$url$4"
	like "$1: the message" "$(cat "$WORK/.output")" "$5"
	unlike "$1: no end of stream" "$(cat "$WORK/.output")" '^\\\.$'
}

asked() { wc -l <"$WORK/log"; }

# Every way of paging, up to every kind of last page.
number='"by": "number", "parameter": "page"'
source_of number json "\"paging\": { $number }"
source_of pages json "\"paging\": { $number, \"total_pages\": \"meta.pages\" }"
source_of records json "\"paging\": { $number, \"total_records\": \"meta.records\", \"twice\": false }"
source_of version json "\"paging\": { $number, \"version\": {\"path\": \"meta.version\"} }"
source_of lines ndjson "\"paging\": { $number }"
source_of cursor json '"paging": { "by": "cursor", "parameter": "after", "path": "meta.next" }'
source_of optional json '"paging": { "by": "cursor", "parameter": "after", "path": "meta.next", "optional": true }'
source_of url json '"paging": { "by": "url", "path": "links.next" }'
source_of link ndjson '"paging": { "by": "link" }'
for count in 7 6 2; do
	fill $count
	for way in number pages records version; do
		extracts "$count records by number ($way)" $way /number
	done
	extracts "$count lines by number, compressed" lines /lines
	extracts "$count records by cursor" cursor /cursor
	extracts "$count records by cursor, which the last page lacks" optional '/cursor?bare=1'
	extracts "$count records by URL" url /url
	extracts "$count lines by the header Link" link /link
done
: >"$WORK/list"
printf 'source_row\tperson_ref\n\\.\n' >"$WORK/expected"
extracts "no records by cursor" cursor /cursor

fill 7
serve
"$BUILD/extract" "$WORK/number.json" person "$url/number?size=3&page=9" >"$WORK/got"
same "a number in the URL gives way" "$WORK/got" "$WORK/expected"
is "pages by number are read twice, if nothing tells that they stay" \
	"$(sort "$WORK/log" | uniq -c | awk '{ print $1, $2 }')" "2 /number?size=3&page=1
2 /number?size=3&page=2
2 /number?size=3&page=3
2 /number?size=3&page=4"
extracts "a page that fails once" version '/number?flaky=1'
is "and is asked for again, by itself" "$(grep -c 'page=2' "$WORK/log")" 2
extracts "the journal" cursor /cursor --journal "$WORK/journal"
like "has the hash of all pages" "$(cat "$WORK/journal")" '"sha256":"[0-9a-f]{64}"'

# What changes between pages: read again, or told.
extracts "a record that comes while pages are read (total)" records '/number?grow=1'
is "all of them are read again" "$(grep -c 'page=1$' "$WORK/log")" 2
extracts "a record that comes while pages are read (version)" version '/number?grow=1'
extracts "a record that comes while pages are read (read twice)" number '/number?grow=1'
refuses "records that never stop coming" 75 version '/number?restless=1' "changed while its pages were read, 4 times"
like "what to do" "$(cat "$WORK/.output")" 'page by cursor'
refuses "fewer records than told" 75 records '/number?thin=1' "not the total told"

# Pages that lead astray.
refuses "pages in a circle" 65 cursor '/cursor?circle=1' "go in circles"
refuses "a page that points to another host" 65 url '/url?elsewhere=1' "points elsewhere"
unlike "whose name is not shown" "$(cat "$WORK/.output")" '127\.0\.0\.2'
is "and which is not asked" "$(asked)" 1
refuses "a server that does not know the parameter" 65 number '/number?deaf=1' "the same as the one before"
refuses "a path that is nowhere" 65 url /cursor "no text or whole number at 'links.next'"
like "what to do" "$(cat "$WORK/.output")" '"optional": true'
refuses "a page without records where they should be" 65 cursor /ok/list 'not valid JSON'
source_of few json '"paging": { "by": "cursor", "parameter": "after", "path": "meta.next", "maximum": 2 }'
refuses "more pages than there may be" 65 few /cursor 'more than 2 pages'
source_of small json '"maximum": 150, "paging": { "by": "cursor", "parameter": "after", "path": "meta.next" }'
refuses "more bytes than there may be" 65 small /cursor 'larger than 150 bytes together'
source_of moved json '"paging": { "by": "cursor", "parameter": "after", "path": "meta.next" }'
refuses "a redirect among pages" 69 moved /moved/x 'points elsewhere'
refuses "a page that is not there" 66 cursor /none 'answered 404'
like "which one" "$(cat "$WORK/.output")" 'page 1'
printf '{"ref":"A1"}\n{"ref":"A' >"$WORK/list"
refuses "a page that ends within a line" 65 link /link 'cut short in its last line'

# Only what has changed.
fill 7
source_of since json '"since": { "parameter": "since", "path": "changed", "overlap": "1 day" }'
printf 'source_row\tperson_ref\n1\tA5\n2\tA6\n3\tA7\n\\.\n' >"$WORK/expected"
extracts "only what has changed since" since /delta --since 2025-09-05T00:00:00Z --journal "$WORK/journal"
like "the greatest time stamp is in the journal" "$(tail -n 1 "$WORK/journal")" \
	'"bookmark":"2025-09-07 08:00:00.000000\+00"'
extracts "a time stamp after the delivery was fetched" since /delta --since 2025-09-05T00:00:00Z \
	--until 2025-09-06T12:00:00Z --journal "$WORK/journal" --rejects "$WORK/rejects"
like "does not count" "$(tail -n 1 "$WORK/journal")" '"bookmark":"2025-09-06 08:00:00.000000\+00"'
unlike "(somebody may have worked meanwhile)" "$(cat "$WORK/rejects")" 'since-late'
extracts "one more than a day after" since /delta --since 2025-09-05T00:00:00Z \
	--until 2025-09-05T12:00:00Z --journal "$WORK/journal" --rejects "$WORK/rejects"
like "does not count either" "$(tail -n 1 "$WORK/journal")" '"bookmark":"2025-09-05 08:00:00.000000\+00"'
like "and is warned of" "$(cat "$WORK/rejects")" 'since-late	warning'
extracts "nor does one after tonight" since /delta --since 2025-09-05T00:00:00Z --as-of 2025-09-05 \
	--journal "$WORK/journal"
like "where the server tells no time" "$(tail -n 1 "$WORK/journal")" '"bookmark":"2025-09-05 08:00:00.000000\+00"'
printf 'source_row\tperson_ref\n\\.\n' >"$WORK/expected"
extracts "nothing has changed" since /delta --since 2025-10-05T00:00:00Z
refuses "nothing at all is no whole" 69 since '/delta?since=2025-10-05T00:00:00Z' 'answered 204'
sed -i 's/Z"/"/' "$WORK/list"
refuses "times without an offset" 65 since /delta "no record of '.*' has a time stamp with offset"

is "nothing is left in TMPDIR" "$(ls -A "$TMPDIR")" ""
kill "$server"
wait "$server" 2>/dev/null
done_testing
