#!/bin/bash
# value.sh - how long the value step takes over a million young people: mart, analyses, publish and report.
#
#   PEOPLE=100000 PROVIDERS=200 bench/value.sh
#
# core is filled by SQL with invented rows (bench/value.sql), not through the chain. What is timed is
# `ontrack run` with the register of providers as its only delivery, and the same once more, when there
# is nothing to do. Goal: five minutes on two processors.
set -euo pipefail

people=${PEOPLE:-1000000}
providers=${PROVIDERS:-1000}
# shellcheck source=bench/common.sh
. "$(dirname "$0")/common.sh"
root=$PWD
build=$(realpath "$build")

finish() {
	"$root/packages/postgres.sh" --cluster bench remove || true
	rm -rf -- "$work"
}
trap finish EXIT

# seconds PROGRAM...: how long it takes; what it prints goes to a file that is shown where it fails.
seconds() {
	local began
	began=$(date +%s.%N)
	"$@" >"$work/printed" 2>&1 || {
		echo "bench: '$*' failed" >&2
		cat "$work/printed" >&2
		exit 70
	}
	awk -v began="$began" -v ended="$(date +%s.%N)" 'BEGIN { printf "%.1f\n", ended - began }'
}

packages/postgres.sh --cluster bench start
eval "$(packages/postgres.sh --cluster bench env)"
psql -X -q -d postgres -c 'create database value'
export PGDATABASE=value PGOPTIONS='-c client_min_messages=warning'
cat >"$work/ontrack.json" <<'EOF'
{ "name": "bench", "as_of": "2025-12-31", "domain": "bench",
  "deliveries": [{ "source": "SOURCE", "location": "providers.csv" }] }
EOF
sed -i "s|SOURCE|$root/sources/provider.json|" "$work/ontrack.json"
cd "$work"
"$build/ontrack" key new --keys var/keys --domain bench >/dev/null
"$build/ontrack" schema --apply >/dev/null
filling=$(seconds psql -X -q -v ON_ERROR_STOP=1 -v people="$people" -v providers="$providers" -f "$root/bench/value.sql")
psql -X -q --csv -c "select provider, name, programme, kind, area, places, start_date from core.provider order by 1" >providers.csv
psql -X -q -c 'truncate core.provider'
first=$(seconds "$build/ontrack" run --config ontrack.json)
again=$(seconds "$build/ontrack" run --config ontrack.json)
journeys=$(psql -X -q -A -t -c 'select count(*) from mart.journey')
[ "$journeys" = "$people" ] || {
	echo "bench: $journeys of $people young people are in mart.journey" >&2
	exit 70
}
echo "value step: $people young people at $providers providers"
printf '    %-40s %8.1f s\n' "core filled (not measured)" "$filling" "first night, goal 300" "$first" \
	"the same again" "$again"
