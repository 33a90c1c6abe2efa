# common.sh - a night in a database to throw away, for the rings night and fault.
#
#   night_prepare small|demo    $WORK/night with deliveries and $CONFIG, a key, an empty database
#   ontrack COMMAND [ARG...]    build/ontrack with that configuration; by way of LAUNCH, if set
#   private_tree                a copy of the programs and their files in $TREE, to be spoilt; BUILD
#                               is then in it
#   dump FILE [OPTION...]       the whole database, sorted, its times blanked
# shellcheck shell=bash
# shellcheck source=tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

# A copy of the fixture's folder, so that a test may spoil it, with a configuration that goes to the
# test's own database and leaves its traces in the test's own folder.
night_files() {
	local from
	case $1 in
	small) from=tests/night/small ;;
	demo) from=fixtures/demo ;;
	esac
	rm -rf -- "${WORK:?}/night" "${WORK:?}/var"
	mkdir -p "$WORK/night" "$WORK/var"
	cp -r "$from"/. "$WORK/night"
	CONFIG=$WORK/night/ontrack.json
	sed -e "s|\"\.\./\.\./|\"$ROOT/|" -e '/"database"/d' \
		-e "s|^{\$|{ \"var\": \"$WORK/var\", \"keys\": \"$WORK/keys\",|" \
		"$from/ontrack.json" >"$CONFIG"
}

ontrack() {
	local command=$1
	shift
	${LAUNCH[@]+"${LAUNCH[@]}"} "$BUILD/ontrack" "$command" --config "$CONFIG" "$@"
}

night_prepare() {
	night_files "$1"
	fresh_database || exit
	[ -d "$WORK/keys" ] || "$BUILD/ontrack" key new --keys "$WORK/keys" --domain "$1" >/dev/null
	ontrack schema --apply
}

# Everything that the database holds, one statement a line, in an order that does not depend on when
# a row was written. Times say when, not what.
dump() {
	local file=$1
	shift
	pg_dump --column-inserts --no-owner "$@" |
		grep -v -E '^(--|\\(un)?restrict |$)' |
		sed -E "s/'[0-9-]{10} [0-9:.]+\+00'/'TIME'/g" | sort >"$file"
}

private_tree() {
	TREE=$WORK/tree
	mkdir -p "$TREE/build"
	find "$BUILD" -maxdepth 1 -type f -perm -u+x -exec cp -t "$TREE/build" {} +
	cp -r sql contracts analyses "$TREE"
	BUILD=$TREE/build
}
