#!/bin/bash
# bare.sh [root] [user]: both commands on a bare Debian 12: nothing but what debootstrap's smallest
# variant brings, git and the certificates.
#
# For each of the two (default: both) makes a tree of its own, clones this repository's HEAD into it
# at a path with a space, and runs there, without a terminal: ./run.sh, the same again, make test.
# 'user' is an ordinary user without sudo: the first ./run.sh must print the one line for an
# administrator, who runs it as root.
#
# Needs root, debootstrap, and room for 2 GB (BARE, default /var/tmp/ontrack-bare, is where). Takes
# the host's sources and settings of apt along. Prints every command's exit and seconds, and TAP.
# Not a part of `make test`: it takes a while and a network.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"

BARE=${BARE:-/var/tmp/ontrack-bare}
SUITE=bookworm

[ "$(id -u)" -eq 0 ] || skip_all "only root can make a tree and enter it"
command -v debootstrap >/dev/null || skip_all "debootstrap is not installed"

mirror() {
	local found
	found=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
		sed -nE 's/^(URIs:|deb( \[[^]]*\])?) +(https?:[^ ]*\/debian)( .*)?$/\3/p' | head -n 1)
	echo "${found:-http://deb.debian.org/debian}"
}

# What apt needs to get through from here: sources, settings, keys, names, proxies.
carry_apt() {
	local tree=$1 path
	for path in /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf /etc/apt/apt.conf.d \
		/etc/apt/auth.conf /etc/apt/auth.conf.d /etc/apt/preferences.d /etc/apt/keyrings \
		/etc/apt/trusted.gpg.d /usr/share/keyrings /usr/local/share/ca-certificates \
		/etc/ssl/certs/ca-certificates.crt /etc/resolv.conf /etc/hosts; do
		[ -e "$path" ] || continue
		mkdir -p "$tree$(dirname "$path")"
		rm -rf "${tree:?}$path"
		cp -rL "$path" "$tree$path"
	done
}

make_tree() {
	if [ ! -e "$BARE/pristine/etc/debian_version" ]; then
		rm -rf "$BARE/pristine"
		mkdir -p "$BARE"
		debootstrap --variant=minbase --include=git,ca-certificates "$SUITE" "$BARE/pristine" "$(mirror)" \
			>"$BARE/debootstrap.log" 2>&1 || return
	fi
	leave
	rm -rf --one-file-system "$BARE/tree"
	cp -a "$BARE/pristine" "$BARE/tree"
	carry_apt "$BARE/tree"
	mount -t proc proc "$BARE/tree/proc" && mount -t tmpfs tmpfs "$BARE/tree/dev/shm"
}

# Ends what still runs in the tree, by its root, and takes the mounts away.
leave() {
	local link
	for link in /proc/[0-9]*/root; do
		if [ "$(readlink "$link" 2>/dev/null)" = "$BARE/tree" ]; then
			link=${link#/proc/}
			kill -9 "${link%/root}" 2>/dev/null
		fi
	done
	umount -l "$BARE/tree/proc" "$BARE/tree/dev/shm" 2>/dev/null
	return 0
}
trap 'leave; tap_end' EXIT

# inside USER COMMAND...: in the clone in the tree (below $home), with no terminal and hardly an
# environment.
inside() {
	local user=$1
	shift
	chroot --userspec="$user" "$BARE/tree" env -i HOME="$home" LANG=C \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		${http_proxy+http_proxy="$http_proxy"} ${https_proxy+https_proxy="$https_proxy"} \
		setsid -w sh -c 'cd "$HOME/on track" && exec "$@"' sh "$@" </dev/null
}

# timed EXPECTED USER COMMAND...: one test; the log of a command that did otherwise is shown.
timed() {
	local expected=$1 user=$2 code=0 began=$EPOCHREALTIME seconds
	shift 2
	inside "$user" "$@" >"$BARE/$who.log" 2>&1 || code=$?
	seconds=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
	if [ "$code" -eq "$expected" ]; then
		pass "as $user: $*: exit $code after $seconds s"
	else
		fail "as $user: $*: exit $code, not $expected, after $seconds s" \
			"$(grep -A 10 '^not ok' "$BARE/$who.log" | head -n 100)" "$(tail -n 20 "$BARE/$who.log")"
	fi
	last_seconds=$seconds
	cp "$BARE/$who.log" "$BARE/$who-$((++step)).log"
}

# Every programme has left something in the mart, and there is a report.
look_at_results() {
	local user=$1 line
	line=$(sed -n 's/^database: //p' "$BARE/$who.log" | tail -n 1)
	is "as $user: the printed line opens a database with four programmes" \
		"$(inside "$user" sh -c "$line -X -At -c 'select count(distinct programme) from mart.measure where value is not null'" 2>&1)" 4
	ok "as $user: there is a report" inside "$user" test -s var/report/index.html
}

try() {
	local user=$1
	who=$user
	step=0
	make_tree || {
		fail "as $user: a bare tree" "$(tail -n 20 "$BARE/debootstrap.log")"
		return
	}
	if [ "$user" != root ]; then
		chroot "$BARE/tree" useradd --create-home --shell /bin/sh "$user"
	fi
	home=$(chroot "$BARE/tree" getent passwd "$user" | cut -d: -f6)
	chmod 700 "$BARE/tree$home"
	git clone -q --no-hardlinks "$ROOT" "$BARE/tree$home/on track"
	chroot "$BARE/tree" chown -R "$user:" "$home/on track"
	if [ "$user" != root ]; then
		timed 69 "$user" ./run.sh
		timed 0 root sh -c "$(sed -n "s/^  \('.*\)/\1/p" "$BARE/$who.log")"
	fi
	timed 0 "$user" ./run.sh
	look_at_results "$user"
	timed 0 "$user" ./run.sh
	ok "as $user: the second run took less than 15 s" test "${last_seconds%.*}" -lt 15
	if [ "$user" != root ]; then
		timed 2 "$user" make test
		timed 0 root sh -c "$(sed -n "s/^  \('.*\)/\1/p" "$BARE/$who.log")"
	fi
	timed 0 "$user" make test
	diag "as $user: $(grep -E '^[0-9]+ passed' "$BARE/$who.log")"
	timed 0 "$user" ./run.sh stop
	leave
}

[ $# -gt 0 ] || set -- root user
for one in "$@"; do
	case $one in
	root) try root ;;
	user) try officer ;;
	*) fail "'$one' is neither root nor user" ;;
	esac
done
done_testing
