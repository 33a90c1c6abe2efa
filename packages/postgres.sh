#!/bin/bash
# postgres.sh [--cluster NAME] start|stop|env|remove: the private PostgreSQL server of this clone.
#
#   start    makes the cluster where there is none, and starts it where it isn't running
#   stop     stops it, if it is running
#   env      prints shell lines that point libpq at it: eval "$(packages/postgres.sh env)"
#   remove   stops it and deletes all it holds; only for a cluster that --cluster names
#
# Started by an ordinary user, the server runs as that user, with its data in var/postgres. Started
# by root, it runs as 'postgres', with its data in /var/lib/ontrack/ by a name made from the clone's
# path: a server user can't enter a clone that lies under somebody's private home. Nobody but that
# user reaches the socket, and no password exists. --cluster gives the tests one of their own.
#
# Exit codes: 64 usage, 69 no server, 73 cannot create, 75 the server can't be stopped now, 77 not ours.
set -euo pipefail

readonly EX_USAGE=64 EX_UNAVAILABLE=69 EX_CANTCREAT=73 EX_TEMPFAIL=75 EX_NOPERM=77
readonly VERSION=15
readonly BIN=${ONTRACK_PG_BIN:-/usr/lib/postgresql/$VERSION/bin}
# initdb writes about 40 MB, and a first segment of WAL; an empty cluster that can't load is no use.
readonly ROOM_MB=${ONTRACK_PG_ROOM_MB:-256}
readonly ROLES="ontrack_owner ontrack_loader ontrack_analyst ontrack_commissioner ontrack_linker"

die() {
	local code=$1
	shift
	printf 'postgres.sh: %s\n' "$1" >&2
	shift
	[ $# -eq 0 ] || printf '  %s\n' "$@" >&2
	exit "$code"
}

usage() {
	echo "usage: packages/postgres.sh [--cluster NAME] start|stop|env|remove" >&2
	exit $EX_USAGE
}

# as_server COMMAND...: runs it as the user that owns the server.
as_server() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=postgres --regid=postgres --init-groups -- \
			env HOME=/ USER=postgres "$@"
	else
		"$@"
	fi
}

# Sets base, data, sockets, lock. The socket's directory must have a short path (107 bytes with the
# socket's own name), so it can't lie in the clone.
locate() {
	local clone hash
	clone=$(dirname "$here")
	hash=$(printf '%s' "$clone${cluster:+:$cluster}" | sha256sum | cut -c1-12)
	if [ "$(id -u)" -eq 0 ]; then
		base=/var/lib/ontrack/$hash
		sockets=/run/ontrack-$hash
	else
		base=$clone/var/postgres${cluster:+-$cluster}
		sockets=/tmp/ontrack-$(id -u)-$hash
	fi
	data=$base/data
	log=$base/server.log
	lock=$base/lock
}

# private_directory PATH: makes it, or sees that it is ours alone. /tmp is everybody's: a directory
# that somebody else put there first must not be used.
private_directory() {
	local owner=$1 path=$2 found
	if [ ! -e "$path" ] && [ ! -L "$path" ]; then
		if [ "$owner" = "$(id -un)" ]; then
			mkdir -m 0700 -- "$path" || die $EX_CANTCREAT "cannot make '$path'"
		else
			install -d -m 0700 -o "$owner" -g "$owner" -- "$path" ||
				die $EX_CANTCREAT "cannot make '$path'"
		fi
	fi
	found=$(stat -c '%U %a %F' -- "$path")
	[ "$found" = "$owner 700 directory" ] ||
		die $EX_NOPERM "'$path' is not a directory of '$owner' alone" \
			"look at what it is, and move it away"
}

prepare_directories() {
	umask 077
	if [ "$(id -u)" -eq 0 ]; then
		install -d -m 0755 /var/lib/ontrack || die $EX_CANTCREAT "cannot make '/var/lib/ontrack'"
		private_directory postgres "$base"
		# So that an administrator can tell which clone it belongs to.
		dirname "$here" >"$base/CLONE"
	else
		mkdir -p -- "$(dirname "$base")" || die $EX_CANTCREAT "cannot make '$(dirname "$base")'"
		private_directory "$(id -un)" "$base"
	fi
}

# The processes whose working directory is the data directory: the server and all its children, and
# nothing else. A process id alone proves nothing, for it may have been given out again.
processes() {
	local real link
	real=$(realpath -- "$data" 2>/dev/null) || return 0
	for link in /proc/[0-9]*/cwd; do
		if [ "$(readlink "$link" 2>/dev/null)" = "$real" ]; then
			link=${link#/proc/}
			printf '%s\n' "${link%/cwd}"
		fi
	done
}

# The process id of the running server, if it is running.
server_pid() {
	local pid
	read -r pid 2>/dev/null <"$data/postmaster.pid" || return 1
	[ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$(realpath -- "$data")" ] || return 1
	printf '%s\n' "$pid"
}

# The directory of the socket of the running server: a clone may have been moved while it ran.
running_sockets() {
	sed -n 5p "$data/postmaster.pid"
}

accepts() {
	"$BIN/pg_isready" -q -t 3 -h "$(running_sockets)" -p 5432
}

# A server that was killed can leave children behind. They hold its shared memory and would keep a
# new one from starting; what they were doing can't be committed any more.
clear_remains() {
	local left tries
	for tries in 1 2 3 4 5 6 7 8 9 10; do
		left=$(processes)
		[ -n "$left" ] || break
		# shellcheck disable=SC2086 # process ids
		[ "$tries" -lt 5 ] || as_server kill -QUIT $left 2>/dev/null || true
		sleep 0.5
	done
	[ -z "$(processes)" ] ||
		die $EX_UNAVAILABLE "processes of an earlier server still hold '$data'" \
			"end them and start again: $(processes | tr '\n' ' ')"
	# Nothing runs there any more: lock files that remain are stale, whoever has their number now.
	rm -f -- "$data/postmaster.pid" "$sockets/.s.PGSQL.5432" "$sockets/.s.PGSQL.5432.lock"
}

check_room() {
	local free
	free=$(df -Pm -- "$base" | awk 'NR == 2 { print $4 }')
	[ "$free" -ge "$ROOM_MB" ] ||
		die $EX_CANTCREAT "no room for a database: ${free} MB free under '$base', $ROOM_MB needed" \
			"make room and start again; nothing was changed"
}

# Makes the cluster beside its place and renames it when it is whole, so that one that was
# interrupted half made is never taken for a cluster.
make_cluster() {
	local making=$base/making
	check_room
	rm -rf -- "$making"
	if ! as_server "$BIN/initdb" -D "$making" -U ontrack_owner -E UTF8 --locale=C.UTF-8 \
		--data-checksums --auth=peer --no-instructions ${cluster:+--no-sync} \
		>"$base/initdb.log" 2>&1; then
		sed 's/^/  /' "$base/initdb.log" >&2
		rm -rf -- "$making"
		die $EX_CANTCREAT "cannot make a cluster in '$base'; the lines above say why"
	fi
	printf '%s\n' "include_if_exists 'ontrack.conf'" "include_if_exists 'local.conf'" |
		server_writes "$making/postgresql.conf" append
	echo '# Settings for this machine; they win over those of ontrack.conf.' |
		server_writes "$making/local.conf"
	mv -T -- "$making" "$data"
}

# server_writes FILE [append]: standard input, as the server's user, into a file of the cluster.
server_writes() {
	if [ "${2:-}" = append ]; then
		as_server sh -c 'cat >>"$1"' sh "$1"
	else
		as_server sh -c 'cat >"$1.new" && mv -- "$1.new" "$1"' sh "$1"
	fi || die $EX_CANTCREAT "cannot write '$1'" "see that the disk is not full"
}

# The settings are written at every start, so that a newer clone brings newer ones.
configure() {
	local role
	{
		cat "$here/postgres.conf"
		printf "unix_socket_directories = '%s'\n" "$sockets"
		# What tests hold is thrown away: it need not outlive a loss of power.
		[ -z "$cluster" ] || printf 'fsync = off\nfull_page_writes = off\n'
	} | server_writes "$data/ontrack.conf"
	# The one user that reaches the socket may be any of the roles, and asks for the one it needs.
	for role in $ROLES; do
		printf 'ontrack "%s" %s\n' "$(id -un)" "$role"
	done | server_writes "$data/pg_ident.conf"
	echo 'local all all peer map=ontrack' | server_writes "$data/pg_hba.conf"
}

start_server() {
	local seconds=${ONTRACK_PG_WAIT:-120}
	[ ! -e "$log" ] || mv -f -- "$log" "$log.1"
	ulimit -c 0
	# Descriptors other than 0 to 2 (the lock) must not live on in the server.
	if ! as_server "$BIN/pg_ctl" start -D "$data" -w -t "$seconds" -s -l "$log" \
		</dev/null >/dev/null 2>&1 9>&-; then
		tail -n 20 -- "$log" 2>/dev/null | sed 's/^/  /' >&2
		die $EX_UNAVAILABLE "the server did not start; the lines above are the end of '$log'"
	fi
}

start() {
	[ -x "$BIN/initdb" ] || die $EX_UNAVAILABLE "PostgreSQL $VERSION is not installed: no '$BIN/initdb'" \
		"install it: packages/install.sh packages/run.txt"
	if server_pid >/dev/null && accepts; then
		return
	fi
	prepare_directories
	exec 9>"$lock"
	flock -w 300 9 || die $EX_UNAVAILABLE "another start of this server is still going on"
	if server_pid >/dev/null; then
		wait_ready
		return
	fi
	[ -e "$data" ] || make_cluster
	[ -s "$data/PG_VERSION" ] || die $EX_UNAVAILABLE "'$data' is not a PostgreSQL cluster" \
		"move it away, and a new one will be made"
	[ "$(cat "$data/PG_VERSION")" = $VERSION ] ||
		die $EX_UNAVAILABLE "'$data' is of PostgreSQL $(cat "$data/PG_VERSION"), not $VERSION" \
			"bring it over with pg_upgrade, or move it away"
	clear_remains
	if [ "$(id -u)" -eq 0 ]; then
		private_directory postgres "$sockets"
	else
		private_directory "$(id -un)" "$sockets"
	fi
	configure
	start_server
}

# A server that is there but recovering, or starting from another shell.
wait_ready() {
	local tries
	for tries in $(seq 1 240); do
		! accepts || return 0
		server_pid >/dev/null || die $EX_UNAVAILABLE "the server ended while it started" "see '$log'"
		sleep 0.5
	done
	die $EX_UNAVAILABLE "the server runs but takes no connection after $tries tries" "see '$log'"
}

stop() {
	server_pid >/dev/null || return 0
	as_server "$BIN/pg_ctl" stop -D "$data" -m fast -w -t 120 -s </dev/null >/dev/null 2>&1 ||
		die $EX_TEMPFAIL "the server in '$data' did not stop within two minutes"
}

print_env() {
	local directory=$sockets
	! server_pid >/dev/null || directory=$(running_sockets)
	echo "unset PGHOSTADDR PGSERVICE PGSERVICEFILE PGPASSWORD PGPASSFILE PGOPTIONS PGDATABASE"
	echo "export PGHOST='$directory' PGPORT=5432 PGUSER=ontrack_owner"
}

remove() {
	[ -n "$cluster" ] || die $EX_USAGE "'remove' only takes a cluster that --cluster names"
	stop
	clear_remains
	rm -rf -- "$base" "$sockets"
}

cluster=
if [ "${1:-}" = --cluster ]; then
	[[ "${2:-}" =~ ^[a-z0-9_]{1,20}$ ]] || usage
	cluster=$2
	shift 2
fi
[ $# -eq 1 ] || usage
# What the caller's libpq or locale says must not reach the server, and it can't keep this directory.
unset "${!PG@}"
export LC_ALL=C.UTF-8
here=$(dirname "$(realpath "$0")")
cd /
locate
case $1 in
start) start ;;
stop) stop ;;
env) print_env ;;
remove) remove ;;
*) usage ;;
esac
