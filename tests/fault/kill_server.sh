#!/bin/bash
# The server loses a process, any of its processes, at 20 calls spread over an undisturbed run;
# after the next run the database equals the undisturbed one.
. "$(dirname "$0")/common.sh"
shim_build || exit

restart() {
	LD_PRELOAD=$SHIM KILL_SHIM_STATE=$STATE KILL_SHIM_PROGRAM=postgres \
		packages/postgres.sh --cluster fault start
}

# In a cluster of its own, whose server runs under the shim.
fresh_database() {
	packages/postgres.sh --cluster fault remove
	restart || return
	eval "$(packages/postgres.sh --cluster fault env)"
	psql -X -q -d postgres -c 'create database night' || return
	export PGDATABASE=night PGOPTIONS='-c client_min_messages=warning'
}

night_prepare small
private_tree
kill_prepare fault
killed_everywhere postgres
kill_end
packages/postgres.sh --cluster fault remove
done_testing
