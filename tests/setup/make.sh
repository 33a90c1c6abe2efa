#!/bin/bash
# What make prints: a line that fits the terminal for each command, the whole command with V=1,
# nothing with -s.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"
unset MAKEFLAGS MAKELEVEL V

# printed OPTION...: what make prints as it compiles one file
printed() {
	make "BUILD=$WORK/made" -B "$@" "$WORK/made/obj/lib/base/err.o" 2>&1
}

is "make says what it compiles" "$(printed)" "CC   lib/base/err.c"
is "also when it does two things at once" "$(printed -j2)" "CC   lib/base/err.c"
like "V=1 shows the command" "$(printed V=1)" '^gcc .*-std=gnu11 .*lib/base/err\.c$'
is "-s shows nothing" "$(printed -s)" ""
is "not even with other letters" "$(printed -ks -j2)" ""
done_testing
