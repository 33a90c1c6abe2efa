#!/bin/bash
# load: deliveries large enough that a join row by row, where it should be all at once, is cut off by a
# timeout (20,000 records would take a minute). RECORDS asks for more.
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"
load_database
export PGOPTIONS="$PGOPTIONS -c statement_timeout=${TIMEOUT:-20s}"
count=${RECORDS:-20000}

# many FEED PROVIDER [EVERY SHIFT]: records of many keys; each EVERYth says something else, or a stay is
# another person's.
many() {
	awk -v feed="$1" -v provider="$2" -v n="$count" -v every="${3:-0}" -v shift="${4:-0}" '
		BEGIN {
			print feed == "young" ? "source_row\tprovider\tperson_ref\tnhs_number\tsex\tscore" \
				: feed == "stay" ? "source_row\tprovider\tstay_ref\tperson_ref\tweeks" \
				: "source_row\tprovider\tvisit_ref\tstay_ref\tminutes"
			for (i = 1; i <= n; i++) {
				k = i * 7919 % n + 1
				other = every && k % every == 0
				if (feed == "young")
					printf "%d\t%s\t%032d\t%032d\tm\t%d\n", i + 1, provider, k, k, other ? shift : 0
				else
					printf "%d\t%s\t%032d\t%032d\t1\n", i + 1, provider, k, other ? (k + shift - 1) % n + 1 : k
			}
			print "\\."
		}' >"$WORK/stream"
}
# scales DESCRIPTION COUNTS FEED [OPTION...]: loads what many() has made
scales() {
	local description=$1 expected=$2 started=$SECONDS
	shift 2
	load_stream "$@"
	is "$description" "$code $(counts)" "0 $count read: $expected"
	query "analyze vault.young_history" # as the server may at any time: half of what is there is known
	[ -z "${RECORDS:-}" ] || diag "$((SECONDS - started)) s"
}
some=$((count / 100))
rest=$((count - some))

many young D
scales "a first delivery" "$count inserted" young
many young D 100 1
scales "one hundredth changed" "$some updated, $rest unchanged" young
scales "the same as a snapshot of its own" "$count updated" young --mode snapshot --slot s
many young D
sed -i "2,$((some + 1))d" "$WORK/stream"
count=$rest scales "a snapshot without some" "$(awk -v some="$some" 'NF == 6 && NR > 1 { $3 % 100 == 0 ? n++ : same++ } END { printf "%d updated, %d unchanged, %d retired", n, same, some }' "$WORK/stream")" \
	young --mode snapshot --slot s

many visit M
scales "children before their parents" "$count rejected" visit --reject-share 1
many stay M
scales "and theirs" "$count rejected" stay --reject-share 1
many young M
scales "are adopted" "$count inserted, $((2 * count)) adopted" young --mode period --period 2024-01 --slot m01
many stay M 1 1
scales "all of them moved to another person" "$count updated" stay
is "with their children" "$(query "select count(*) from core.visit v join core.stay s using (provider, stay_ref) where v.person_key = s.person_key")" "$count"

many young M
scales "a second month" "$count updated" young --mode period --period 2024-03 --slot m03
scales "one that comes late" "$count updated" young --mode period --period 2024-02 --slot m02
many young M 100 1
scales "which is sent again" "$some updated, $rest unchanged" young --mode period --period 2024-02 --slot m02
scales "and the latest" "$some updated, $rest unchanged" young --mode period --period 2024-03 --slot m03
sed -i "$((some + 2)),$((count + 1))d" "$WORK/stream"
count=$some scales "of which most is withdrawn" "$some unchanged, $rest restored" young --mode period --period 2024-03 --slot m03

check_ledger
done_testing
