# common.sh - killing one program of the chain at a chosen call, or letting it lose a record.
#
#   shim_build                  $SHIM: the shim, where every user may load it, and $STATE
#   shim_target N               kill at the Nth call from now (0: only count)
#   shim_count                  how many calls there have been since
#   wrap PROGRAM NAME=VALUE...  in the private tree: PROGRAM runs with these variables
#   kill_prepare CLUSTER        after night_prepare and private_tree: the undisturbed run
#   killed_everywhere PROGRAM   the tests of PROGRAM, which the caller has put under the shim
#   kill_end
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

# kill_prepare CLUSTER: remembers the empty database, and what an undisturbed run makes of it.
kill_prepare() {
	cluster=$1
	template=${PGDATABASE}_template
	# Not what is tried here, and half of a small night's time.
	printf '#!/bin/sh\nexit 0\n' >"$TREE/build/report"
	chmod +x "$TREE/build/report"
	psql -X -q -d postgres -c "create database $template template $PGDATABASE"
	fresh
	ok "an undisturbed run" ontrack run
	dump "$WORK/undisturbed" --data-only
}

kill_end() {
	psql -X -q -d postgres -c "drop database $template"
	rm -rf -- "$SHARED_WORK"
}

# The database as it was before the first run, and no traces of any.
fresh() {
	psql -X -q -d postgres -c "drop database if exists $PGDATABASE with (force)" \
		-c "create database $PGDATABASE template $template"
	rm -rf -- "${WORK:?}/var"
	mkdir "$WORK/var"
}

# What a program started by a killed ontrack still does, it does for nobody.
orphans() {
	find /proc -maxdepth 2 -name exe -lname "$TREE/*" 2>/dev/null
}

no_orphans() {
	for _ in $(seq 1 20); do
		[ -n "$(orphans)" ] || return 0
		sleep 0.05
	done
	return 1
}

# A server that has lost a process starts anew by itself, in its own time; one that has ended doesn't.
revive() {
	restart
	for _ in $(seq 1 200); do
		! psql -X -q -d postgres -c 'select 1' >"$WORK/ready" 2>&1 || return 0
		sleep 0.05
	done
	return 1
}

restart() {
	packages/postgres.sh --cluster "$cluster" start
}

# killed N: a run in which the program is killed at call N, and the next one. What is wrong is added
# to the lists of N that killed_everywhere looks at.
killed() {
	local code=0
	fresh
	shim_target "$1"
	ontrack run >"$WORK/out" 2>&1 || code=$?
	if [ "$(shim_count)" -lt "$1" ]; then
		late=$((late + 1))
	elif [ "$code" -eq 0 ]; then
		green="$green $1"
	fi
	no_orphans || left="$left $1"
	shim_target 0
	revive
	ontrack run >"$WORK/out" 2>&1 || red="$red $1"
	dump "$WORK/now" --data-only
	cmp -s "$WORK/now" "$WORK/undisturbed" || {
		differs="$differs $1"
		diff "$WORK/undisturbed" "$WORK/now" | head -n 5 >"$WORK/difference"
	}
}

killed_everywhere() {
	local count n
	fresh
	shim_target 0
	ontrack run >"$WORK/out" 2>&1
	count=$(shim_count)
	late=0 green='' left='' red='' differs=''
	ok "$1 makes calls enough ($count)" test "$count" -ge 20
	for n in $(points "$count"); do
		killed "$n"
	done
	# A server's process may do housekeeping that no run waits for.
	[ "$1" = postgres ] || is "$1: the night that it is killed in is not green" "$green" ""
	is "$1: nothing that was started lives on" "$left" ""
	is "$1: the next run ends with 0" "$red" ""
	is "$1: and leaves what an undisturbed one leaves" "$differs" ""
	[ -z "$differs" ] || diag "$(cat "$WORK/difference")"
	ok "$1: most of the calls were reached ($late were not)" test "$late" -le 4
}

# 20 numbers spread over 1 to COUNT
points() {
	awk -v n="$1" 'BEGIN { for (i = 0; i < 20; i++) printf "%d\n", 1 + i * (n - 1) / 19 }' | sort -nu
}
