#!/bin/bash
# Privilege by link line: what each program is linked with, and what it can't call.
# shellcheck source=sources.sh
. "$(dirname "$0")/sources.sh"

# What is shipped, whatever build is under test: a sanitizer brings libraries of its own.
SHIPPED=$ROOT/build

# The libraries beside the C library's own that each program may need.
declare -A may=(
	[fetch]='curl z cjson crypto'
	[extract]='z zip cjson xml2 crypto'
	[validate]='cjson sodium'
	[postcodes]='z zip cjson crypto'
	[anonymise]='cjson IPSec_MB'
	[load]='pq cjson'
	[appraise]='gsl gslcblas'
	[report]='pq cjson'
	[ontrack]='pq cjson crypto sodium IPSec_MB'
	[generate]='z'
)
# Who starts other programs: the front door starts the stages, the report starts gnuplot, extract
# starts fetch.
starters='ontrack report extract'

# needed PROGRAM: its libraries by their short names, without those of every program.
needed() {
	readelf -d "$1" | sed -nE 's/.*\(NEEDED\).*\[lib([^]]*)\.so.*\]$/\1/p' |
		grep -vxE 'c|m' | sort
}

# calls PROGRAM REGEX: the functions of that name that it takes from a library.
calls() {
	nm -D --undefined-only "$1" | sed -E 's/^ *[Uw] //; s/@.*//' | grep -xE "$2"
}

programs=$(make_variable PROGRAMS)
like "there are programs" "$programs" ontrack
for program in $programs; do
	if [ -z "${may[$program]+known}" ]; then
		fail "'$program' is known here" "say in this test what it may be linked with"
		continue
	fi
	if [ ! -x "$SHIPPED/$program" ]; then
		fail "'$program' is built" "run make"
		continue
	fi
	is "$program is linked with no more than it may be" \
		"$(comm -23 <(needed "$SHIPPED/$program") <(tr ' ' '\n' <<<"${may[$program]}" | sort))" ""
	is "$program opens no socket itself" \
		"$(calls "$SHIPPED/$program" 'socket|socketpair|connect|bind|listen|accept4?|send(to|msg)?|getaddrinfo')" ""
	is "$program loads no code as it runs" "$(calls "$SHIPPED/$program" 'dlm?open')" ""
	case " $starters " in
	*" $program "*) ;;
	*) is "$program starts no other program" \
		"$(calls "$SHIPPED/$program" 'posix_spawnp?|exec(v|l)p?e?|fexecve|v?fork|system|popen')" "" ;;
	esac
	like "$program is position independent, bound at start" \
		"$(readelf -dh "$SHIPPED/$program" | tr '\n' ' ')" 'Type: +DYN.*(BIND_NOW|NOW)'
done
done_testing
