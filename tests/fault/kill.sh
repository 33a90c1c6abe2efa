#!/bin/bash
# Each program of the chain, ontrack, and the server, killed at 20 calls spread over an undisturbed
# run; after the next run the database equals the undisturbed one.
. "$(dirname "$0")/common.sh"
shim_build || exit
night_prepare small
private_tree
# Not what is tried here, and half of a small night's time.
printf '#!/bin/sh\nexit 0\n' >"$TREE/build/report"
chmod +x "$TREE/build/report"

template=${PGDATABASE}_template
psql -X -q -d postgres -c "create database $template template $PGDATABASE"

# fresh: the database as it was before the first run, and no traces of any.
fresh() {
	psql -X -q -d postgres -c "drop database $PGDATABASE with (force)" \
		-c "create database $PGDATABASE template $template"
	rm -rf -- "$WORK/var"
	mkdir "$WORK/var"
}

# What a program started by a killed ontrack still does, it does for nobody.
orphans() {
	find /proc -maxdepth 2 -name exe -lname "$TREE/*" 2>/dev/null
}

# killed PROGRAM N: a run in which PROGRAM is killed at call N, and the next one.
killed() {
	local code=0
	fresh
	shim_target "$2"
	ontrack run >"$WORK/out" 2>&1 || code=$?
	if [ "$(shim_count)" -lt "$2" ]; then
		late=$((late + 1))
	elif [ "$code" -eq 0 ]; then
		green="$green $2"
	fi
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		[ -n "$(orphans)" ] || break
		sleep 0.05
	done
	[ -z "$(orphans)" ] || left="$left $2"
	shim_target 0
	packages/postgres.sh --cluster "$cluster" start
	ready
	ontrack run >"$WORK/out" 2>&1 || red="$red $2"
	dump "$WORK/now" --data-only
	cmp -s "$WORK/now" "$WORK/undisturbed" || {
		differs="$differs $2"
		diff "$WORK/undisturbed" "$WORK/now" | head -n 5 >"$WORK/difference"
	}
}

# A server that has lost a process starts anew by itself, in its own time.
ready() {
	local tries
	for tries in $(seq 1 200); do
		! psql -X -q -c 'select 1' >"$WORK/ready" 2>&1 || return 0
		sleep 0.05
	done
	return 1
}

# program NAME: the tests of one program, which the caller has put under the shim.
program() {
	local count n
	fresh
	shim_target 0
	ontrack run >"$WORK/out" 2>&1
	count=$(shim_count)
	late=0 green='' left='' red='' differs=''
	ok "$1 makes calls enough ($count)" test "$count" -ge 20
	for n in $(points "$count"); do
		killed "$1" "$n"
	done
	is "$1: the night that it is killed in is not green" "$green" ""
	is "$1: nothing that it started lives on" "$left" ""
	is "$1: the next run ends with 0" "$red" ""
	is "$1: and leaves what an undisturbed one leaves" "$differs" ""
	[ -z "$differs" ] || diag "$(cat "$WORK/difference")"
	ok "$1: most calls were reached ($late were not)" test "$late" -le 4
}

cluster=test
fresh
ok "an undisturbed run" ontrack run
dump "$WORK/undisturbed" --data-only

for stage in ${STAGES:-extract validate anonymise load}; do
	wrap "$stage" LD_PRELOAD="$SHIM" KILL_SHIM_STATE="$STATE" KILL_SHIM_PROGRAM="$stage"
	program "$stage"
	unwrap "$stage"
done

# ontrack hands nothing of its environment down.
LAUNCH=(env LD_PRELOAD="$SHIM" KILL_SHIM_STATE="$STATE" KILL_SHIM_PROGRAM=ontrack)
program ontrack
LAUNCH=()

psql -X -q -d postgres -c "drop database $template"
rm -rf -- "$SHARED_WORK"
done_testing
