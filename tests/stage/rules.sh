#!/bin/bash
# The rules of each contract against their cases (tests/rules/FEED.txt): what must be found is found, at that
# record and field and of that severity, and nothing else; and each rule, each check of a field too, has a case
# in which it holds and one that breaks it.
# shellcheck source=tests/rules/common.sh
. "$(dirname "$0")/../rules/common.sh"

rules=0
for contract in contracts/*.json; do
	feed=$(basename "$contract" .json)
	is "$feed: a case in which each rule holds, and one that breaks it" "$(cases "$feed" 2>&1)" ""
	find_in "$BUILD/validate" "$contract" "$feed" || diag "$(cat "$WORK/said")"
	found >"$WORK/got"
	# A line of the difference begins with that of the case.
	is "$feed: what its cases say is found, and nothing else" \
		"$(diff "$WORK/$feed.wanted" "$WORK/got" | sed -n 's/^</not found:/p; s/^>/not wanted:/p')" ""
	rules=$((rules + $(grep -c '^check - ' "$WORK/$feed.checks")))
done

# Those of the record, and the checks of fields that have a name of their own, mostly a standard's
named=$(awk '$1 == "check" && $2 != "-" { print $3 }' "$WORK"/*.checks | sort -u |
	grep -cvxE 'required|type-error|enum|pattern|minimum|maximum|(min|max)-length|code|identifier(-sentinel|-test)?')
diag "$rules rules of the record, $named checks of fields that have a name of their own"
ok "there are 100 rules and more" test $((rules + named)) -ge 100

# Cases that say what is not so are found out: this is what the two tests above rest on.
printf 'field a\nfield b\ncheck a required\ncheck - X-1\n' >"$WORK/some.checks"
wrong() {
	awk -v stream="$WORK/some" -v expected="$WORK/some.wanted" -f tests/rules/cases.awk "$WORK/some.checks" - |
		sed 's/^[^ ]*: //'
}
is "a rule without its cases, and a case of what the contract does not have" "$(wrong <<'END'
as_of 2025-10-31
base
	a 1
	c 1
X-1 record
	holds b=2
	breaks d=1
X-2 record
	breaks a=2
required record
	each b
END
)" "there is no field 'c'
there is no field 'd'
the contract has no such check: - X-2
the base has no value of 'b'
the contract has no such check: b required
no case in which it holds: a required
no case that breaks it: a required"
done_testing
