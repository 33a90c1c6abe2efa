#!/bin/bash
# What lib/base/banned.h bans does not compile, and nothing is built without it.
# shellcheck source=sources.sh
. "$(dirname "$0")/sources.sh"

# compiles STATEMENT: in a function, as a file of ours would be.
compiles() {
	printf '#include <alloca.h>\n#include <stdio.h>\nvoid f(char *text, FILE *file);\n%s\n' \
		"void f(char *text, FILE *file) { (void)text; (void)file; $1; }" |
		gcc "${PREPROCESS[@]}" "${WARNINGS[@]}" -fsyntax-only -x c -
}

is_banned() {
	if compiles "$1" >"$WORK/compiled" 2>&1; then
		fail "$1 does not compile" "it does"
	elif grep -qE "banned|poisoned" "$WORK/compiled"; then
		pass "$1 does not compile"
	else
		fail "$1 does not compile for the right reason" "$(cat "$WORK/compiled")"
	fi
}

ok "what is not banned compiles" compiles 'snprintf(text, 2, "%s", "")'
for call in 'strcpy(text, "")' 'strcat(text, "")' 'strncpy(text, "", 1)' 'strncat(text, "", 1)' \
	'sprintf(text, "%s", "")' 'gets(text)' 'atoi(text)' 'atol(text)' 'atof(text)' \
	'sscanf(text, "%s", text)' 'fscanf(file, "%s", text)' 'strtok(text, ",")' 'system(text)' \
	'popen(text, "r")' 'mktemp(text)' 'tmpnam(text)' 'tmpfile()' 'localtime(NULL)' 'gmtime(NULL)' \
	'rand()' 'srand(1)' 'signal(1, SIG_IGN)' 'alloca(1)' 'strdupa(text)'; do
	is_banned "$call"
done

# A function can be banned only where nobody takes the ban back.
is "no file takes a warning back" \
	"$(sources c h | grep -vx lib/base/banned.h | xargs -d '\n' grep -nE 'diagnostic (ignored|push)')" ""
done_testing
