#!/bin/bash
# Code lists: no code stands twice for the same time.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# twice LIST: codes that two rows have at one time; a row without dates holds always
twice() {
	awk -F , 'NR > 1 { n = split($0, cell, ","); code = cell[1]
			begin = cell[n - 3] ""; end = cell[n - 2] == "" ? "9999" : cell[n - 2] ""
			for (i = 1; i <= rows[code]; i++)
				if (begin <= ends[code, i] && begins[code, i] <= end) print code
			i = ++rows[code]; begins[code, i] = begin; ends[code, i] = end }' "$1"
}

printf '%s\n' code,label,valid_from,valid_to,source,verified 'a,"A, first",,2020-01-01,x,t' \
	a,A,2020-01-02,,x,t b,B,,,x,t b,B,2021-01-01,,x,t >"$WORK/list.csv"
is "one code at two times, and one twice at one" "$(twice "$WORK/list.csv")" b

for list in contracts/codes/*.csv; do
	is "$list: each code once for a time" "$(twice "$list")" ""
done
done_testing
