#!/bin/bash
# run.sh - each fuzz target (tests/fuzz/fuzz_*.c) for FUZZ_SECONDS (20, or 5 for files of ours), beginning with the seeds of
# tests/fuzz/seeds/NAME and, where there are none, with files of the tree. What makes one fail is kept
# in build/fuzz/found.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

fuzz=$ROOT/build/fuzz
found=$fuzz/found

command -v clang >/dev/null || skip_all "clang is not installed"
ok "the targets build" make -s -j "$(nproc)" BUILD=build fuzz
mkdir -p "$found"

# seeds NAME: fills $WORK/NAME with what the target may begin with.
seeds() {
	local file rule=0
	mkdir "$WORK/$1"
	case $1 in
	contract) cp contracts/*.json "$WORK/$1" ;;
	codes) for file in contracts/codes/*.csv; do tail -n +2 "$file" >"$WORK/$1/${file##*/}"; done ;;
	expression)
		while IFS= read -r file; do
			rule=$((rule + 1))
			printf '%s' "$file" >"$WORK/$1/$rule"
		done < <(sed -n 's/.*"expr": "\([^"]*\)".*/\1/p' contracts/*.json)
		;;
	postcodes)
		# A directory, without the check sum that the target adds.
		awk -v rows=60 -f tests/oracle/onspd.awk >"$WORK/onspd.csv"
		"$BUILD/postcodes" build --onspd "$WORK/onspd.csv" --edition 2025-08 --output "$WORK/places" >/dev/null
		head -c -32 "$WORK/places" >"$WORK/$1/places"
		;;
	esac
	[ ! -d "tests/fuzz/seeds/$1" ] || cp -R "tests/fuzz/seeds/$1/." "$WORK/$1"
}

# fuzz NAME SECONDS: its output goes to $WORK/NAME.log, its exit to $WORK/NAME.exit.
fuzz() {
	local code=0
	"$fuzz/fuzz_$1" -max_total_time="$2" -timeout=5 -rss_limit_mb=2048 -artifact_prefix="$found/$1-" \
		-print_final_stats=1 "$WORK/$1" >"$WORK/$1.log" 2>&1 </dev/null || code=$?
	echo "$code" >"$WORK/$1.exit"
}

# How long: what reads deliveries and the stream longer than what reads files of ours.
seconds_for() {
	case $1 in
	csv | encoding | json | xml | zip | xlsx | stream) echo "${FUZZ_SECONDS:-20}" ;;
	*) echo "${FUZZ_SECONDS:-5}" ;;
	esac
}

# As many at a time as there are processors.
names=()
for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	names+=("${name#fuzz_}")
done
for name in "${names[@]}"; do
	seeds "$name"
	while [ "$(jobs -pr | wc -l)" -ge "$(nproc)" ]; do
		wait -n
	done
	fuzz "$name" "$(seconds_for "$name")" &
done
wait
for name in "${names[@]}"; do
	if [ "$(cat "$WORK/$name.exit")" = 0 ]; then
		pass "$name: nothing found in $(seconds_for "$name") s"
	else
		fail "$name: nothing found in $(seconds_for "$name") s" "$(tail -n 40 "$WORK/$name.log")"
	fi
done

done_testing
