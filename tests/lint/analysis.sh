#!/bin/bash
# Static analysis: clang-tidy with .clang-tidy's choice of checks, cppcheck, shellcheck. ANALYSIS=deep lets
# clang's analyzer follow calls as far as it can, which takes ten times as long (make soak).
# shellcheck source=sources.sh
. "$(dirname "$0")/sources.sh"

# Only what is found is printed; clang-tidy itself tells the path that leads there.
# A file that was found clean is not looked at again until it, a header of it or the choice changes.
KNOWN=$ROOT/build/lint
mkdir -p "$KNOWN"
ANALYSIS=${ANALYSIS:-shallow}
export KNOWN ANALYSIS

tidy() {
	local file=${*: -1} flags=("${@:1:$#-1}") print
	flags+=(-Xclang -analyzer-config -Xclang "mode=$ANALYSIS")
	print=$(gcc "${flags[@]:0:$#-1}" -E "$file" | cat - .clang-tidy tests/.clang-tidy <(echo "$ANALYSIS") |
		sha256sum | cut -c1-40)
	[ ! -e "$KNOWN/$print" ] || return 0
	if clang-tidy --quiet "$file" -- "${flags[@]}" >"$WORK/$print" 2>/dev/null; then
		touch "$KNOWN/$print"
	else
		grep ' error: ' "$WORK/$print"
		return 1
	fi
}
export -f tidy
each "clang-tidy finds nothing" bash -c 'tidy "$@"' bash "${PREPROCESS[@]}" < <(sources c)

ok "cppcheck finds nothing" cppcheck --quiet --error-exitcode=1 --std=c11 -j "$(nproc)" \
	--enable=warning,performance,portability --inline-suppr \
	--suppressions-list=tests/lint/cppcheck.txt --template='{file}:{line}: {message} [{id}]' \
	--include=tests/lint/cppcheck.h -D_GNU_SOURCE -Ilib -I. lib stages pipeline fixtures

scripts() {
	{
		grep -lrE '^#!.*\b(ba)?sh\b' run.sh packages tests bench .ci 2>/dev/null
		find tests -name '*.sh' -type f
	} | sort -u
}
each "shellcheck finds nothing" shellcheck < <(scripts)
done_testing
