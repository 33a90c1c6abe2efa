#!/bin/sh
# install.sh LIST...: install those packages of the lists that this machine lacks.
#
# A list is a file of Debian package names, one a line, '#' begins a comment. A
# package that only one architecture has says so: "libipsec-mb-dev [amd64]".
# Installs as root or through a sudo that asks nothing; where neither is
# possible it prints the one line to run and exits 69. Asks no question and
# needs no terminal. Where nothing is missing it says nothing and is quick.
set -eu

EX_USAGE=64
EX_UNAVAILABLE=69

# quoted WORD: WORD so that a shell reads it back as one word.
quoted() {
	printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"
}

# missing LIST...: the packages of the lists that are not installed, one a line.
missing() {
	wanted=$(sed -e 's/#.*//' -e 's/[[:space:]]//g' -e "s/\[$(dpkg --print-architecture)\]//" \
		-e '/\[/d' -e '/^$/d' "$@" | sort -u)
	# dpkg-query fails where it does not know a name: that is no error here.
	# shellcheck disable=SC2086 # package names hold no space
	have=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
		sed -n 's/^installed //p' | sort -u) || true
	for package in $wanted; do
		printf '%s\n' "$have" | grep -qxF -e "$package" || printf '%s\n' "$package"
	done
}

# Debian's package would make and start a cluster of its own as it is
# installed. We keep a private one, so it must be told before that.
forbid_main_cluster() {
	$as sh -c 'mkdir -p /etc/postgresql-common/createcluster.d &&
		printf "%s\n" "create_main_cluster = false" >"$1"' sh \
		/etc/postgresql-common/createcluster.d/ontrack.conf
}

apt_install() {
	$as env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -q -y \
		-o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
		install --no-install-recommends "$@" </dev/null
}

if [ $# -eq 0 ]; then
	echo "usage: packages/install.sh LIST..." >&2
	exit $EX_USAGE
fi
for list in "$@"; do
	if [ ! -r "$list" ]; then
		echo "install.sh: cannot read '$list'" >&2
		exit 66
	fi
done
if ! command -v dpkg-query >/dev/null; then
	echo "install.sh: this is not Debian; install by hand what $* name" >&2
	exit $EX_UNAVAILABLE
fi

packages=$(missing "$@")
[ -n "$packages" ] || exit 0
packages=$(printf '%s' "$packages" | tr '\n' ' ')

if [ "$(id -u)" -eq 0 ]; then
	as=
elif sudo -n true 2>/dev/null; then
	as="sudo -n"
else
	{
		echo "install.sh: missing: $packages"
		echo "install.sh: ask an administrator to run, as root, this one line:"
		printf '  %s' "$(quoted "$(realpath "$0")")"
		for list in "$@"; do
			printf ' %s' "$(quoted "$(realpath "$list")")"
		done
		echo
	} >&2
	exit $EX_UNAVAILABLE
fi

echo "installing $packages" >&2
# The lists that apt has may do. They are fetched only where they don't.
# shellcheck disable=SC2086 # package names hold no space
{
	forbid_main_cluster && {
		apt_install $packages ||
			{ $as apt-get -q -o Acquire::Retries=3 update && apt_install $packages; }
	}
} >&2 || {
	echo "install.sh: apt-get could not install $packages" >&2
	exit $EX_UNAVAILABLE
}
