#!/bin/bash
# Code lists: no code stands twice for the same time.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

for list in contracts/codes/*.csv; do
	is "$list: each code once for a time" \
		"$(awk -F , 'NR > 1 { n = split($0, cell, ","); key = cell[1] "," cell[n - 3]; if (seen[key]++) print key }' "$list")" ""
done
done_testing
