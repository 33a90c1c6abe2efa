#!/bin/bash
# Are the cases of tests/rules good enough? Each rule, each check of a field and each comparison, word, number and
# code in a rule's expression is taken out or turned, one at a time, in a copy of the contract: a case must notice.
# shellcheck source=tests/rules/common.sh
. "$(dirname "$0")/../rules/common.sh"

# Of the plain build: what is tried here is the cases, and a sanitizer would take minutes.
validate=$SHIPPED/validate
mkdir "$WORK/mutants"
killed=0 invalid=0
for contract in contracts/*.json; do
	feed=$(basename "$contract" .json)
	cases "$feed" >/dev/null
	find_in "$validate" "$contract" "$feed"
	found >"$WORK/got"
	mv "$WORK/rejects" "$WORK/unchanged"
	same "$feed: as it stands it is as its cases say" "$WORK/got" "$WORK/$feed.wanted"
	"$BUILD/tests/oracle/mutants" "$contract" "$WORK/mutants" >"$WORK/made"
	: >"$WORK/survived"
	while read -r number what; do
		code=0
		find_in "$validate" "$WORK/mutants/$number.json" "$feed" || code=$?
		if [ "$code" -eq 78 ]; then
			invalid=$((invalid + 1))
		elif [ "$code" -ne 0 ] || cmp -s "$WORK/rejects" "$WORK/unchanged"; then
			echo "$what (exit $code)" >>"$WORK/survived"
		else
			killed=$((killed + 1))
		fi
	done <"$WORK/made"
	is "$feed: a case notices each change" "$(cat "$WORK/survived")" ""
done
diag "$killed changes noticed; $invalid made no contract"
ok "and that is fifteen hundred and more" test "$killed" -ge 1500
done_testing
