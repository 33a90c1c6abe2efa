# common.sh - killing one program of the chain at a chosen call, or letting it lose a record.
#
#   shim_build                  $SHIM: the shim, where every user may load it, and $STATE
#   shim_target N               kill at the Nth call from now (0: only count)
#   shim_count                  how many calls there have been since
#   wrap PROGRAM NAME=VALUE...  in the private tree: PROGRAM runs with these variables
#   points COUNT                20 numbers spread over 1 to COUNT
# shellcheck shell=bash
# shellcheck source=tests/night/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../night/common.sh"

# What is killed is what is shipped, not the sanitizers' build of it.
case $BUILD in
*/asan) BUILD=${BUILD%/asan} ;;
esac

shim_build() {
	# The server's user can't enter $WORK.
	SHARED_WORK=$(mktemp -d "${TMPDIR:-/tmp}/ontrack-shim.XXXXXX")
	chmod 0711 "$SHARED_WORK"
	SHIM=$SHARED_WORK/kill_shim.so
	STATE=$SHARED_WORK/state
	gcc -D_GNU_SOURCE -O2 -shared -fPIC -o "$SHIM" tests/fault/kill_shim.c || return
	head -c 16 /dev/zero >"$STATE"
	chmod 0755 "$SHIM"
	chmod 0666 "$STATE"
}

shim_target() {
	local i bytes='\0\0\0\0\0\0\0\0'
	for i in 0 8 16 24 32 40 48 56; do
		bytes+=$(printf '\\x%02x' $((($1 >> i) & 255)))
	done
	# shellcheck disable=SC2059 # the escapes are what is meant
	printf "$bytes" 1<>"$STATE" >&1
}

shim_count() {
	od -An -t u8 -N 8 "$STATE" | tr -d ' '
}

wrap() {
	local program=$1
	shift
	mkdir -p "$TREE/build/real"
	[ -e "$TREE/build/real/$program" ] || mv "$TREE/build/$program" "$TREE/build/real/$program"
	{
		echo '#!/bin/sh'
		printf 'export'
		printf " '%s'" "$@"
		printf '\nexec "%s" "$@"\n' "$TREE/build/real/$program"
	} >"$TREE/build/$program"
	chmod +x "$TREE/build/$program"
}

unwrap() {
	rm "$TREE/build/$1"
	mv "$TREE/build/real/$1" "$TREE/build/$1"
}

points() {
	awk -v n="$1" 'BEGIN { for (i = 0; i < 20; i++) printf "%d\n", 1 + i * (n - 1) / 19 }' | sort -nu
}
