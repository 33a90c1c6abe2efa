# sources.sh - what the scripts of this ring share: which files there are, and how they compile.
# shellcheck shell=bash
# shellcheck source=../lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

# sources EXTENSION...: our files of these kinds, one a line.
sources() {
	local extension
	for extension in "$@"; do
		find lib stages pipeline fixtures tests bench -name "*.$extension" -type f 2>/dev/null
	done | LC_ALL=C sort
}

# The Makefile's variable of that name, as for a plain `make`.
make_variable() {
	env -u MAKEFLAGS -u MAKELEVEL make -s --no-print-directory BUILD=build "print-$1"
}

# How the compilers of this ring are called, as one array each.
# shellcheck disable=SC2034 # for those who source this
read -ra PREPROCESS <<<"$(make_variable CPPFLAGS_ALL) -I. $(make_variable STD)"
# shellcheck disable=SC2034
read -ra WARNINGS <<<"$(make_variable WARN)"

# each DESCRIPTION COMMAND...: COMMAND with each file that standard input names as its last argument,
# as many at once as there are processors; one test for all of them. What they print is shown where
# one fails. Not at the end of a pipe: the count of tests would be lost.
each() {
	local description=$1
	shift
	cat >"$WORK/files"
	if [ ! -s "$WORK/files" ]; then
		fail "$description" "there are no files to look at"
	elif xargs -d '\n' -P "$(nproc)" -n 1 "$@" <"$WORK/files" >"$WORK/each" 2>&1; then
		pass "$description ($(wc -l <"$WORK/files") files)"
	else
		fail "$description" "$(LC_ALL=C awk '!seen[$0]++' "$WORK/each" | head -n 200)"
	fi
}
