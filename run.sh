#!/bin/bash
# run.sh [COMMAND] [--config FILE]: makes this machine ready and runs tonight's night.
#
#   ./run.sh                  the demonstration: four programmes, on a database server of its own
#   ./run.sh --config FILE    your own night, on the server that FILE or libpq's variables name,
#                             and on the embedded one where neither names any
#   ./run.sh status ...       that command of ontrack (doctor, plan, status, explain, replay, appraise,
#                             quarantine, release, reject), on the same server
#   ./run.sh stop             stops the embedded server
#
# Installs what packages/run.txt names and is missing, builds, starts the embedded server, runs
# `build/ontrack run`, and says where the report and the database are. What is there already is left
# alone, so a second run is quick.
#
# Exit codes: those of `ontrack run` (0 all applied or nothing due, 65 something failed or is held,
# 69 no server, 75 another run is going on, 78 configuration); 64 usage; 69 a package is missing and
# can't be installed; 70 it doesn't build; 73 no room; 77 the clone's files belong to somebody else.
set -euo pipefail

readonly EX_USAGE=64 EX_NOINPUT=66 EX_SOFTWARE=70 EX_NOPERM=77 EX_CONFIG=78
readonly DEMO=fixtures/demo/ontrack.json

usage() {
	echo "usage: ./run.sh [--config FILE]"
	echo "       ./run.sh doctor|plan|status|explain|replay|appraise|quarantine|release|reject [--config FILE] [ARGUMENT]..."
	echo "       ./run.sh stop"
}

die() {
	local code=$1
	shift
	printf 'run.sh: %s\n' "$1" >&2
	shift
	[ $# -eq 0 ] || printf '  %s\n' "$@" >&2
	exit "$code"
}

# Whether the environment names a server: then a demonstration has no business there.
server_in_environment() {
	[ -n "${PGHOST:-}${PGHOSTADDR:-}${PGSERVICE:-}" ]
}

# The text of setting $1 of configuration $2, or else $3. Only for what must be known before
# `ontrack`, which reads the file properly.
setting() {
	local text
	text=$(tr -d '\n' <"$2" | sed -nE "s/.*\"$1\"[[:space:]]*:[[:space:]]*\"([^\"\\]*)\".*/\1/p")
	printf '%s' "${text:-$3}"
}

# What root built, another user can't rebuild: say so before make or the server fails over it.
check_owner() {
	local folder
	for folder in build var; do
		[ ! -e "$folder" ] || [ -w "$folder" ] || die $EX_NOPERM \
			"'$PWD/$folder' belongs to '$(stat -c %U "$folder")'" \
			"run this as '$(stat -c %U "$folder")', or in a clone of your own"
	done
}

build() {
	# Two runs that start together build once.
	(
		flock 9
		make -s -j "$(nproc)" BUILD=build all 9>&-
	) 9>var/build.lock >&2 || die $EX_SOFTWARE "the programs don't build; the lines above say why"
}

# Points libpq at the embedded server, started where it is not running, and at a database there.
start_embedded() {
	local variables
	packages/postgres.sh start
	variables=$(packages/postgres.sh env)
	eval "$variables"
	export PGDATABASE=$1
	make_database "$1"
}

make_database() {
	if [ "$(psql -X -At -d postgres -v name="$1" \
		<<<"select count(*) from pg_database where datname = :'name'")" = 0 ]; then
		psql -X -q -d postgres -v name="$1" <<<'create database :"name"'
	fi
}

# The line that opens the database of this run.
psql_line() {
	local quoted
	if [ -n "$embedded" ]; then
		echo "psql -h $PGHOST -U $PGUSER $PGDATABASE"
	elif grep -q '"database"' "$config"; then
		quoted=$(tr -d '\n' <"$config" | sed -nE 's/.*"database"[^{]*\{([^}]*)\}.*/\1/p' |
			sed -E "s/\"([a-z_]+)\"[[:space:]]*:[[:space:]]*\"([^\"\\']*)\"[[:space:]]*,?/\1=\2/g")
		echo "psql \"$(echo "$quoted" | xargs)\""
	else
		echo "psql"
	fi
}

# A key for the demonstration: made up as it is, one of its own will do. What an earlier one left in
# the database under a key that is gone joins nothing new, so that is made again. (For real data a
# missing key is an error: another one would give every person another pseudonym.)
demonstration_key() {
	local domain keys
	domain=$(setting domain "$config" ontrack)
	keys=$(setting keys "$config" var/keys)
	[ -z "$(find "$keys" -name "$domain.*.key" 2>/dev/null)" ] || return 0
	build/ontrack key new --keys "$keys" --domain "$domain"
	psql -X -q -d postgres -v name="$PGDATABASE" <<<'drop database :"name" with (force)'
	make_database "$PGDATABASE"
}

night() {
	local code=0
	build/ontrack run --config "$config" || code=$?
	# Where nothing was run, a report that stands there is not of tonight.
	case $code in
	0 | 65) [ ! -e var/report/index.html ] || echo "report:   $PWD/var/report/index.html" ;;
	esac
	echo "database: $(psql_line)"
	[ $code -ne 65 ] || echo "more:     ./run.sh status${own:+ --config '$config'}"
	exit $code
}

config=
own=
command=
case ${1:-} in
doctor | plan | status | explain | replay | appraise | quarantine | release | reject)
	command=$1
	shift
	;;
stop)
	[ $# -eq 1 ] || { usage >&2; exit $EX_USAGE; }
	exec "$(dirname "$0")/packages/postgres.sh" stop
	;;
--help)
	usage
	exit 0
	;;
esac
if [ "${1:-}" = --config ] && [ $# -ge 2 ]; then
	config=$2
	own=yes
	shift 2
fi
# Only ontrack's commands take more than that.
[ $# -eq 0 ] || [ -n "$command" ] || { usage >&2; exit $EX_USAGE; }

if [ -n "$config" ]; then
	if [ ! -f "$config" ] || [ ! -r "$config" ]; then
		die $EX_NOINPUT "cannot read '$config'"
	fi
	config=$(realpath -- "$config")
elif server_in_environment; then
	die $EX_CONFIG "the environment names a database server, and a demonstration won't go there" \
		"unset PGHOST, PGHOSTADDR and PGSERVICE for the demonstration on a server of its own" \
		"or name your configuration: ./run.sh --config FILE"
fi

cd "$(dirname "$(realpath "$0")")"
export LC_ALL=C.UTF-8
check_owner
(umask 077 && mkdir -p var)
if [ -z "$command" ]; then
	packages/install.sh packages/run.txt
	[ -e build/ontrack ] || echo "building the programs: a minute or two, the first time" >&2
	build
elif [ ! -x build/ontrack ]; then
	die $EX_CONFIG "the programs are not built yet" "run ./run.sh first"
fi

embedded=
if [ -z "$config" ]; then
	config=$PWD/$DEMO
	embedded=yes
	start_embedded ontrack_demo
	[ -n "$command" ] || demonstration_key
elif ! server_in_environment && ! grep -q '"database"' "$config"; then
	embedded=yes
	start_embedded "${PGDATABASE:-ontrack}"
fi

if [ -n "$command" ]; then
	exec build/ontrack "$command" --config "$config" "$@"
fi
build/ontrack schema --apply --config "$config"
night
