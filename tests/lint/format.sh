#!/bin/bash
# The layout of the code is a program's business, and so is its size.
# shellcheck source=sources.sh
. "$(dirname "$0")/sources.sh"

each "clang-format would change nothing" clang-format --dry-run -Werror < <(sources c h)

# A function's body runs from a brace in the first column to the next one.
long_functions() {
	awk '/^\{/ { start = FNR } /^\}/ && start {
		if (FNR - start - 1 > 80) printf "%s:%d: %d lines\n", FILENAME, start, FNR - start - 1
		start = 0
	}' "$@"
}
{
	echo 'int f(void)'
	echo '{'
	seq 81 | sed 's/.*/    one();/'
	echo '}'
} >"$WORK/long.c"
is "a function of 81 lines would be found" "$(long_functions "$WORK/long.c")" "$WORK/long.c:2: 81 lines"
mapfile -t files < <(sources c h)
is "no function is longer than 80 lines" "$(long_functions "${files[@]}")" ""

# SQL lives in .sql files: a statement that goes on over several literals belongs there.
is "no SQL is longer than a line" \
	"$(sources c | grep -v ^tests/ | xargs -d '\n' awk '
		/"(select|insert into|update|delete from|create (table|view|schema|role|function|or)|with|copy|merge|alter) [^"]*"[[:space:]]*$/ { print FILENAME ":" FNR }')" ""
is "no line ends in a space" \
	"$(grep -rnIE '[[:space:]]+$' lib stages pipeline fixtures tests sql packages Makefile run.sh \
		--include='*.[ch]' --include='*.sql' --include=Makefile 2>/dev/null)" ""
done_testing
