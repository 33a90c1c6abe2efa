#!/bin/bash
# load: how far a source that is asked for its changes has come, and since when it is asked next.
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"
load_database

# came FEED NIGHT MODE BOOKMARK [OPTION...] <RECORDS: loaded, as extract's journal says it
came() {
	local feed=$1 night=$2 mode=$3 bookmark=$4 count
	shift 4
	records "$feed" >"$WORK/stream"
	count=$(($(wc -l <"$WORK/stream") - 2))
	printf '{"stage":"extract","feed":"%s","delivery":"d","read":%d,"accepted":%d,"rejected":0,"warned":0,"rules":{}%s,"seconds":0}\n' \
		"$feed" "$count" "$count" "${bookmark:+,\"bookmark\":\"$bookmark\"}" >"$WORK/extract"
	load_stream "$feed" --night "$night" --mode "$mode" --mapping 1 --key-id k --upstream "$WORK/extract" \
		--content-hash "$((++contents))" "$@"
	[ "$code" = 0 ] || [ "$status" = held ] || diag "$(cat "$WORK/messages")"
}
contents=0
# since NIGHT [FEEDS [FULL [MAPPING [KEY]]]]
since() {
	query "select coalesce(to_char(since at time zone 'UTC', 'MM-DD HH24:MI:SS.US'), 'all') from ops.ask_since('test',
		string_to_array('${2:-young}', ','), 'all', array['${4:-1}', '${4:-1}'], '${5:-k}', '$1', ${3:-3}) s (since)"
}
one() { echo "2 P1 @1 - m $1"; }

is "nothing is loaded: all is asked for" "$(since 2025-03-01)" all
came young 2025-03-01 delta "2025-02-28 10:00:00.000000+00" < <(one 1)
is "nothing is loaded as a whole: all" "$(since 2025-03-02)" all
came young 2025-03-02 snapshot "2025-03-01 10:00:00.000001+00" < <(one 2)
is "a whole: since its greatest time stamp" "$(since 2025-03-03)" "03-01 10:00:00.000001"
is "the same night asks for all again" "$(since 2025-03-02)" all
came young 2025-03-03 delta "2025-03-02 11:30:00.500000+01" < <(one 3)
is "the bookmark is the row's, in UTC" "$(query "select bookmark at time zone 'UTC' from ops.load where load_no = 3")" \
	"2025-03-02 10:30:00.5"
is "changes: since theirs" "$(since 2025-03-04)" "03-02 10:30:00.500000"
is "the same night asks the same again" "$(since 2025-03-03)" "03-01 10:00:00.000001"
came young 2025-03-04 delta "2025-03-01 00:00:00.000000+00" < <(one 4)
is "older changes do not take it back" "$(since 2025-03-05 young 9)" "03-02 10:30:00.500000"
came young 2025-03-04 delta "" < <(one 5)
is "nor do none" "$(since 2025-03-05 young 9)" "03-02 10:30:00.500000"
is "three nights after the whole: all" "$(since 2025-03-05 young 3) $(since 2025-03-05 young 4)" \
	"all 03-02 10:30:00.500000"
is "another mapping: all" "$(since 2025-03-05 young 9 2)" all
is "another key: all" "$(since 2025-03-05 young 9 1 j)" all
query "update ops.feed set edition = 'other' where feed = 'young'"
is "another contract: all" "$(since 2025-03-05 young 9)" all
query "update ops.feed set edition = (select contract_edition from ops.load limit 1) where feed = 'young'"
came young 2025-03-05 snapshot "2025-03-01 09:00:00.000000+00" < <(one 6)
is "a whole begins anew" "$(since 2025-03-06)" "03-01 09:00:00.000000"
came young 2025-03-06 snapshot "" < <(one 7)
is "a whole without time stamps: all" "$(since 2025-03-07)" all
came young 2025-03-07 snapshot "2025-03-06 00:00:00.000000+00" < <(one 8)

is "two feeds, of which one is not loaded: all" "$(since 2025-03-08 young,stay)" all
came stay 2025-03-07 snapshot "2025-03-05 00:00:00.000000+00" < <(echo "2 P1 @5 @1 3")
is "two feeds: since the one that is behind" "$(since 2025-03-08 young,stay)" "03-05 00:00:00.000000"
came young 2025-03-08 delta "2025-03-07 00:00:00.000000+00" --mapping 2 < <(one 9)
is "loaded by hand with another mapping: all" "$(since 2025-03-09) $(since 2025-03-09 young 9 2)" "all all"

# Held: nothing is applied, and the bookmark stays with what is.
came young 2025-03-09 snapshot "2025-03-08 00:00:00.000000+00" < <(one 10)
came young 2025-03-10 delta "2025-03-09 00:00:00.000000+00" < <(seq 30 | sed 's/.*/& P1 @7 - m &/')
is "a delivery that is held" "$code $status" "75 held"
is "does not move it" "$(since 2025-03-11)" "03-08 00:00:00.000000"
check_ledger
done_testing
