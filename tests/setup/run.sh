#!/bin/bash
# What run.sh and install.sh refuse before they touch anything.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"

# A clone that has nothing but the scripts: what gets past the checks fails to build.
clone="$WORK/a clone"
mkdir "$clone"
cp -r run.sh packages "$clone/"
printf 'all:\n\t@echo builds >>built\n\t@false\n' >"$clone/Makefile"
echo '{"deliveries": []}' >"$WORK/own.json"

exits "an unknown argument is a usage error" 64 ./run.sh --demo
exits "an empty argument is one" 64 ./run.sh ""
exits "--config without a file is one" 64 ./run.sh --config
exits "an argument too many is one" 64 ./run.sh stop now
like "and says how to use it" "$(./run.sh --demo 2>&1)" '^usage: '
exits "a configuration that isn't there" 66 ./run.sh --config /nowhere/x.json
for variable in PGHOST PGHOSTADDR PGSERVICE; do
	exits "no demonstration on the server of $variable" 78 env "$variable=db.example" "$clone/run.sh"
done
ok "and nothing was built or kept for it" test ! -e "$clone/built" -a ! -e "$clone/var"
exits "with --config the environment may name one" 70 \
	env PGHOST=db.example "$clone/run.sh" --config "$WORK/own.json"
ok "and it was built" test -e "$clone/built"
exits "a clone that doesn't build is said" 70 "$clone/run.sh"
ok "stop is no error where nothing runs" "$clone/run.sh" stop
exits "ontrack's commands want the programs" 78 "$clone/run.sh" status
like "and say how to get them" "$(cat "$WORK/.output")" 'run \./run\.sh first'
exits "nor do they look at a demonstration where the environment names a server" 78 \
	env PGHOST=db.example "$clone/run.sh" plan

exits "install.sh without a list is a usage error" 64 packages/install.sh
exits "a list that isn't there" 66 packages/install.sh /nowhere/list
ok "nothing missing: nothing to do, and quick" timeout 2 packages/install.sh packages/run.txt
is "in silence" "$(cat "$WORK/.output")" ""

echo 'ontrack-no-such-package [no-such-machine]' >"$WORK/other.txt"
ok "what another architecture needs is not missed" packages/install.sh "$WORK/other.txt"

# A package that no machine has, wanted by somebody who can't install.
echo 'ontrack-no-such-package # and a remark' >"$WORK/no such list.txt"
chmod 755 "$WORK"
as=(env "PATH=$WORK/bin:$PATH")
[ "$(id -u)" -ne 0 ] || as=(setpriv --reuid=nobody --regid=nogroup --clear-groups -- "${as[@]}")
# Even where this user could use sudo.
mkdir "$WORK/bin"
printf '#!/bin/sh\nexit 1\n' >"$WORK/bin/sudo"
chmod 755 "$WORK/bin/sudo" "$WORK/bin"
cp -r packages "$WORK/packages"
exits "who can't install gets 69" 69 "${as[@]}" "$WORK/packages/install.sh" "$WORK/no such list.txt"
is "and the one line to run" "$(tail -n 1 "$WORK/.output")" \
	"  '$WORK/packages/install.sh' '$WORK/no such list.txt'"

# A sudo that asks nothing, and an apt-get that knows the package only after `update`.
cat >"$WORK/bin/sudo" <<-'EOF'
	#!/bin/sh
	shift
	echo "$*" >>"$WORK/asked"
	case "$*" in
	*apt-get*install*) grep -q update "$WORK/asked" ;;
	esac
EOF
: >"$WORK/asked"
chmod 666 "$WORK/asked"
ok "with sudo it installs, and updates apt's lists only when it must" \
	"${as[@]}" "$WORK/packages/install.sh" "$WORK/no such list.txt"
is "in this order" "$(grep -oE '^true|create_main_cluster = false|(install|update)' "$WORK/asked" | uniq | tr '\n' ' ')" \
	"true create_main_cluster = false install update install "
printf '#!/bin/sh\n[ "$2" = true ]\n' >"$WORK/bin/sudo"
exits "where apt can't, it says so" 69 "${as[@]}" "$WORK/packages/install.sh" "$WORK/no such list.txt"
done_testing
