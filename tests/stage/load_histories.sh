#!/bin/bash
# load: histories of deliveries made up at random, each step held against a model of its own
# (load/history.awk): current rows, history, waiting records, vault, rejects, counts.
#
#   SEEDS, STEPS   how many histories, and how long each (make soak asks for more)
#   SEED           the first one
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"
state=$ROOT/tests/stage/load/state.sql

# play SEED: delivers its history; 0 where every step leaves what the model says.
play() {
	local made=$WORK/history.$1 step feed options
	mkdir "$made"
	awk -v seed="$1" -v steps="${STEPS:-60}" -v out="$made" -f tests/stage/load/history.awk
	for ((step = 1; step <= ${STEPS:-60}; step++)); do
		read -r feed options <"$made/$step.load"
		# shellcheck disable=SC2086 # options are several words
		load "$feed" $options <"$made/$step.records"
		{
			echo "status $status"
			echo "counts $(counts)"
			query "$(cat "$state")" | sed -E "$NUMBERS"
		} | sort >"$made/found"
		sort "$made/$step.state" >"$made/expected"
		if ! diff -u "$made/expected" "$made/found" >"$made/difference"; then
			diag "seed $1, step $step: $feed $options (exit $code)" "$(cat "$WORK/messages")" \
				"$(cat "$made/$step.records")" "$(grep '^[-+]' "$made/difference")"
			return 1
		fi
	done
}

for ((seed = ${SEED:-2}; seed < ${SEED:-2} + ${SEEDS:-1}; seed++)); do
	load_database
	if play "$seed"; then
		pass "history $seed: every step leaves what the model says"
	else
		fail "history $seed: every step leaves what the model says"
	fi
	check_ledger
done
done_testing
