#!/bin/bash
# Each option, command and exit code that --help names stands in the program's man page, and no page names
# an option that no program has.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# full_help PROGRAM: its --help, and that of each of its commands
full_help() {
	local command
	"$BUILD/$1" --help
	for command in $(commands "$1"); do
		"$BUILD/$1" "$command" --help
	done
}

help_options() {
	full_help "$1" | sed -nE 's/^  --([a-z0-9-]+).*/\1/p' | sort -u
}
help_codes() {
	full_help "$1" | sed -nE '/^exit codes:/,/^$/s/^ +([0-9]+)  .*/\1/p' | sort -un
}

page_options() {
	sed 's/\\-/-/g' "$1" | grep -oE -e '--[a-z][a-z0-9-]+' | sed 's/^--//' | sort -u
}
page_codes() {
	sed -n '/^\.SH EXIT STATUS/,/^\.SH [^E]/p' "$1" | sed -nE 's/^\.B ([0-9, ]+)$/\1/p' | tr -s ', ' '\n' |
		sort -un
}

# less A B: the lines of A that B does not have, on one line
less() {
	comm -23 <(sort <<<"$1") <(sort <<<"$2") | paste -s -d ' '
}

known=
for page in docs/man/*.1; do
	known+=$(help_options "$(basename "$page" .1)")$'\n'
done
for page in docs/man/*.1; do
	program=$(basename "$page" .1)
	for command in $(commands "$program"); do
		ok "$page: command '$command'" grep -qE "^\.(B|BI|SS|BR).*\b$command\b" "$page"
	done
	is "$page: options that it lacks" \
		"$(less "$(help_options "$program" | grep -vxE 'help|version')" "$(page_options "$page")")" ""
	is "$page: options that no program has" "$(less "$(page_options "$page")" "$known")" ""
	is "$page: exit codes" "$(page_codes "$page" | grep -vxE '0|64')" "$(help_codes "$program" | grep -vxE '0|64')"
done
for program in "$BUILD"/*; do
	program=${program##*/}
	case $program in
	generate | *.a) continue ;;
	esac
	[ -d "$BUILD/$program" ] || ok "$program has a page" test -e "docs/man/$program.1"
done
done_testing
