#!/bin/bash
# load: random deliveries against a plain model of the modes (tests/stage/load/model.pl).
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"

for seed in ${SEEDS:-2 7}; do
	load_database
	ok "seed $seed" perl tests/stage/load/model.pl "$BUILD/load" "$contracts" "$WORK" "$seed" "${STEPS:-50}"
	check_ledger
done
done_testing
