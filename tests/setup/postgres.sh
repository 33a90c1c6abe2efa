#!/bin/bash
# The embedded server: made, started, killed, started again, as whoever runs this and, where that is
# root, as an ordinary user too; always in a clone whose path has a space.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"

# server COMMAND...: the clone's postgres.sh as $user, who may not be us.
server() {
	"${as[@]}" "$clone/packages/postgres.sh" "$@"
}

socket_directory() {
	server env | sed -n "s/.*PGHOST='\([^']*\)'.*/\1/p"
}

# sql_as ROLE SQL, from where anybody may be: the clone can lie under a private home.
sql_as() {
	"${as[@]}" env --chdir=/ psql -X -A -t -h "$(socket_directory)" -U "$1" -d postgres -c "$2" 2>&1
}

sql() {
	sql_as ontrack_owner "$1"
}

base() {
	if [ "$user" = root ]; then
		printf '/var/lib/ontrack/%s' "$(printf '%s' "$clone" | sha256sum | cut -c1-12)"
	else
		printf '%s' "$clone/var/postgres"
	fi
}

postmaster() {
	head -n 1 "$(base)/data/postmaster.pid"
}

makes_a_private_cluster() {
	exits "$user: too little room is said before anything is made" 73 \
		"${as[@]}" ONTRACK_PG_ROOM_MB=99999999 "$clone/packages/postgres.sh" start
	ok "$user: and nothing is made" test ! -e "$(base)/data"
	"${as[@]}" mkdir -p "$(base)/making/base"
	ok "$user: starts over a half-made cluster, whatever the environment says" \
		"${as[@]}" LC_ALL=tlh_KX PGPORT=1 PGHOST=/nowhere PGDATA=/nowhere PGOPTIONS=-cnonsense=1 \
		"$clone/packages/postgres.sh" start
	is "$user: UTF8 and C.UTF-8" \
		"$(sql "select pg_encoding_to_char(encoding), datcollate, datctype from pg_database
		        where datname = 'template1'")" "UTF8|C.UTF-8|C.UTF-8"
	is "$user: checksums" "$(sql 'show data_checksums')" on
	is "$user: no TCP" "$(sql 'show listen_addresses')" ""
	is "$user: only peers come in" \
		"$(sql 'select type, database, user_name, auth_method from pg_hba_file_rules')" \
		"local|{all}|{all}|peer"
}

keeps_others_out() {
	sql 'create role stranger login superuser' >/dev/null
	like "$user: a role of no name in the map is no way in" "$(sql_as stranger 'select 1')" \
		'Peer authentication failed'
	sql 'drop role stranger' >/dev/null
	if [ "$(id -u)" -ne 0 ]; then
		skip "another user does not reach the socket of $user" "only root can be two users"
		return
	fi
	like "another user does not reach the socket of $user" \
		"$(setpriv --reuid=games --regid=games --clear-groups -- env --chdir=/ \
			psql -X -h "$(socket_directory)" -U ontrack_owner -d postgres -c 'select 1' 2>&1)" \
		'Permission denied'
}

logs_no_value() {
	like "$user: an error" "$(sql "select 'canary-4711'::date")" canary
	like "$user: another error" "$(sql 'select * from canary_4711')" canary
	unlike "$user: leaves no value in the log" "$(cat "$(base)"/server.log*)" canary
}

is_left_alone_while_it_runs() {
	local before
	before=$(postmaster)
	ok "$user: a second start is quick" timeout 2 "${as[@]}" "$clone/packages/postgres.sh" start
	is "$user: and leaves the server alone" "$(postmaster)" "$before"
}

survives_a_kill() {
	sql 'create table kept as select 1 as one' >/dev/null
	kill -9 "$(postmaster)"
	ok "$user: starts after kill -9" server start
	is "$user: what was committed is there" "$(sql 'select one from kept')" 1
	ok "$user: stops" server stop
	ok "$user: stopping twice is no error" server stop
	# The number of a process that lives, as after a restart of a container.
	sleep 60 &
	"${as[@]}" sh -c 'printf "%s\n" "$1" "$2" 1 5432 /nowhere localhost >"$2/postmaster.pid"' sh \
		"$!" "$(base)/data"
	ok "$user: starts over a stale postmaster.pid" server start
	kill "$!"
	is "$user: and nothing is lost" "$(sql 'select one from kept')" 1
	server stop
}

leaves_what_it_does_not_know() {
	mv "$(base)/data" "$(base)/kept"
	"${as[@]}" mkdir "$(base)/data"
	"${as[@]}" touch "$(base)/data/mine"
	exits "$user: what is no cluster is refused" 69 server start
	ok "$user: and left alone" test -e "$(base)/data/mine"
	"${as[@]}" sh -c 'echo 9.6 >"$1"' sh "$(base)/data/PG_VERSION"
	exits "$user: a cluster of another version is refused" 69 server start
	rm -r "$(base)/data"
	mv "$(base)/kept" "$(base)/data"
}

full_disk() {
	local disk=$WORK/disk
	mkdir "$disk"
	if ! mount -t tmpfs -o size=24m,mode=755 none "$disk" 2>/dev/null; then
		skip "a full disk" "no file system can be mounted here"
		return
	fi
	cp -r "$ROOT/packages" "$disk/"
	chown -R nobody "$disk"
	exits "a disk that fills up while the cluster is made" 73 \
		setpriv --reuid=nobody --regid=nogroup --clear-groups -- \
		env LANG=C ONTRACK_PG_ROOM_MB=1 "$disk/packages/postgres.sh" start
	like "is named" "$(cat "$WORK/.output")" 'No space left on device'
	is "and leaves no half of a cluster" "$(echo "$disk"/var/postgres/*/)" "$disk/var/postgres/*/"
	umount "$disk"
}

tour() {
	user=$1
	clone="$WORK/$user/a clone"
	mkdir -p "$clone"
	cp -r "$ROOT/packages" "$clone/"
	as=(env -i)
	if [ "$user" != "$(id -un)" ]; then
		as=(setpriv --reuid="$user" --regid=nogroup --clear-groups -- env -i)
		chown -R "$user" "$WORK/$user"
		chmod 711 "$WORK"
	fi
	as+=("PATH=$PATH" HOME=/ LANG=C)
	makes_a_private_cluster
	keeps_others_out
	logs_no_value
	is_left_alone_while_it_runs
	survives_a_kill
	leaves_what_it_does_not_know
	[ "$user" != root ] || rm -rf "$(base)" "/run/ontrack-$(basename "$(base)")"
}

exits "no command is a usage error" 64 packages/postgres.sh
exits "an unknown command is one" 64 packages/postgres.sh begin
exits "the own cluster of a clone is not removed" 64 packages/postgres.sh remove
tour "$(id -un)"
if [ "$(id -u)" -eq 0 ]; then
	tour nobody
	full_disk
else
	skip "another user's clone" "only root can be two users"
	skip "a full disk" "only root can mount one"
fi
done_testing
