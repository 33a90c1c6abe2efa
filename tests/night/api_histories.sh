#!/bin/bash
# Sources that are asked for their changes: random histories, with writers at work while pages are read,
# held against a model (api/model.pl): nothing is lost, nothing is made up.
#
#   SEEDS, NIGHTS   how many histories, and how long each (make soak asks for more)
#   SEED            the first one (default: drawn, and printed)
# shellcheck source=tests/night/common.sh
. "$(dirname "$0")/common.sh"

first=${SEED:-$((RANDOM + 1))}
for ((seed = first; seed < first + ${SEEDS:-2}; seed++)); do
	night_prepare small >/dev/null
	mkdir -p "$WORK/api.$seed"
	if said=$(perl tests/night/api/model.pl "$BUILD/ontrack" "$CONFIG" "$WORK/api.$seed" "$seed" "${NIGHTS:-9}"); then
		pass "history $said"
	else
		fail "SEED=$seed" "$said" "$(tail -n 30 "$WORK/api.$seed/said")"
	fi
done
done_testing
