# common.sh - what the tests of load share: a database with four small feeds, and ways to write a
# delivery and to ask what became of it.
#
#   young   a person (resolve from), with an NHS pseudonym in the vault
#   stay    a child of young        visit   a child of stay
# shellcheck shell=bash disable=SC2034 # results are for the tests
# shellcheck source=tests/lib.sh
. "$(dirname "${BASH_SOURCE[1]}")/../lib.sh"

contracts=$WORK/contracts
cp -r tests/stage/load/contracts "$contracts"

# A feed's columns.
young="provider person_ref nhs_number sex score"
stay="provider stay_ref person_ref weeks"
visit="provider visit_ref stay_ref minutes"
provider="provider name"

load_database() {
	fresh_database || exit
	ok "the schema is applied" "$BUILD/ontrack" schema --apply --contracts "$contracts"
}

# records FEED <LINES: a whole stream. Each line is a record: source_row and the feed's columns, spaces
# between; @12 is the pseudonym number 12, - is NULL.
records() {
	local columns=${!1}
	sed 's/ *#.*//; /^[[:space:]]*$/d' | awk -v columns="source_row $columns" '
		BEGIN { gsub(" ", "\t", columns); print columns }
		{
			line = ""
			for (i = 1; i <= NF; i++) {
				cell = $i
				if (cell == "-") cell = "\\N"
				else if (cell ~ /^@/) cell = sprintf("%032d", substr(cell, 2))
				line = line (i > 1 ? "\t" : "") cell
			}
			print line
		}
		END { print "\\." }'
}

# load FEED [OPTION...] <LINES: loads them; sets code, and status and the counts from the journal.
load() {
	local feed=$1
	shift
	records "$feed" >"$WORK/stream"
	load_stream "$feed" "$@"
}

# load_stream FEED [OPTION...]: the same with the stream that lies in $WORK/stream.
load_stream() {
	local feed=$1
	shift
	rm -f "$WORK/journal" "$WORK/rejects"
	code=0
	"$BUILD/load" "$contracts/$feed.json" --source test --journal "$WORK/journal" \
		--rejects "$WORK/rejects" "$@" <"$WORK/stream" 2>"$WORK/messages" || code=$?
	status=$(from_journal status)
}

# from_journal NAME: a member of the journal's last line
from_journal() {
	[ -e "$WORK/journal" ] || return 0
	tail -n 1 "$WORK/journal" | grep -oE "\"$1\":(\"[^\"]*\"|[0-9]+)" | cut -d: -f2- | tr -d '"'
}

# counts: what the load did, as "5 read: 3 inserted, 2 rejected"; counts of nothing are left out
counts() {
	local name count text=
	for name in inserted updated unchanged duplicate rejected retired restored adopted; do
		count=$(from_journal "$name")
		[ "${count:-0}" = 0 ] || text="$text${text:+, }$count $name"
	done
	echo "$(from_journal read) read: ${text:-nothing}"
}

# pseudonyms as numbers again
readonly NUMBERS='s/\b0{8}-?0{4}-?0{4}-?0{4}-?0*([0-9]+)\b/@\1/g'

# rows QUERY: its rows, cells separated by a space, pseudonyms as @12
rows() {
	query "$1" | tr '\t' ' ' | sed -E "$NUMBERS"
}

# refuted: the rules of $WORK/rejects, "row rule" each
refuted() {
	sed -n '2,$p' "$WORK/rejects" | grep -v '^\\\.$' | awk -F '\t' '{ print $1, $3 }' | paste -s -d ,
}

# counts add up in the ledger, and core and vault are in step
check_ledger() {
	is "every load of the ledger adds up, and core and vault are in step" "$(rows "
		select count(*) from ops.load
		where read <> inserted + updated + unchanged + duplicate + rejected
		union all
		select count(*) from core.young c full join vault.young v
		using (provider, person_key, unit, load_no, source_row)
		where c.provider is null or v.provider is null
		union all
		select count(*) from core.young_history c full join vault.young_history v
		using (provider, person_key, unit, load_no, source_row, reason, ended_by, ended_load_no)
		where c.ended_at is null or v.ended_at is null")" "0
0
0"
}
