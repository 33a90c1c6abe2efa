#!/bin/bash
# Dependency runs one way: pipeline, stages, fixtures -> lib/{source,privacy,store,method,output}
# -> lib/record -> lib/base. No stage includes another, and the five edge folders not one another.
# shellcheck source=sources.sh
. "$(dirname "$0")/sources.sh"

# may FOLDER: the folders whose headers FOLDER may include, as an extended regular expression.
may() {
	local edges='source|privacy|store|method|output'
	case $1 in
	lib/base) echo base ;;
	lib/record) echo 'base|record' ;;
	lib/source | lib/privacy | lib/store | lib/method | lib/output) echo "base|record|${1#lib/}" ;;
	stages) echo "base|record|$edges|appraise" ;;
	stages/appraise) echo "base|record|method" ;;
	pipeline | fixtures | bench) echo "base|record|$edges|$1" ;;
	esac
}

# breaches FOLDER: the quoted includes of FOLDER that are not allowed, as "file:line:include". One that
# names no folder is of the same folder.
breaches() {
	local allowed
	allowed=$(may "$1")
	find "$1" -maxdepth 1 -name '*.[ch]' -exec grep -HnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' {} + |
		grep -vE "\"(($allowed)/)?[a-z0-9_]+\.h\""
}

for folder in lib/*/ stages stages/*/ pipeline fixtures bench; do
	folder=${folder%/}
	[ -d "$folder" ] || continue
	if [ -z "$(may "$folder")" ]; then
		fail "$folder has a place in the layers" "add it to design and to this test"
	else
		is "$folder includes what lies below it" "$(breaches "$folder")" ""
	fi
done

# The check itself: what it must find, in a tree of its own.
mkdir -p "$WORK/lib/record" "$WORK/stages" "$WORK/lib/store"
echo '#include "store/copy.h"' >"$WORK/lib/record/up.c"
echo '#include "stages/load.c"' >"$WORK/stages/report.c"
echo '#include "privacy/key.h"' >"$WORK/lib/store/aside.c"
for folder in lib/record stages lib/store; do
	like "a breach in $folder would be found" "$(cd "$WORK" && breaches "$folder")" '#include'
done

# Libraries return a code; what ends a process is in two files. (A forked child that could not become
# another program has nobody to return to, and uses _exit.)
is "no library ends the process" "$(find lib -name '*.c' ! -path lib/base/memory.c ! -path lib/base/stage.c \
	-exec grep -nE '(^|[^a-z_.>])(exit|abort|quick_exit)[[:space:]]*\(' {} +)" ""
# Work that is left to be done is an issue, not a comment.
is "nothing is marked as unfinished" \
	"$(grep -rnE '\b(TODO|FIXME|XXX|HACK)\b' lib stages pipeline fixtures bench sql contracts sources analyses \
		run.sh packages Makefile 2>/dev/null)" ""
done_testing
