#!/bin/bash
# Each program of the chain, and ontrack, killed at 20 calls spread over an undisturbed run; after
# the next run the database equals the undisturbed one.
. "$(dirname "$0")/common.sh"
shim_build || exit
night_prepare small
private_tree
kill_prepare test

for stage in extract validate anonymise load; do
	wrap "$stage" LD_PRELOAD="$SHIM" KILL_SHIM_STATE="$STATE" KILL_SHIM_PROGRAM="$stage"
	killed_everywhere "$stage"
	unwrap "$stage"
done

# ontrack hands nothing of its environment down.
LAUNCH=(env LD_PRELOAD="$SHIM" KILL_SHIM_STATE="$STATE" KILL_SHIM_PROGRAM=ontrack)
killed_everywhere ontrack
LAUNCH=()

kill_end
done_testing
