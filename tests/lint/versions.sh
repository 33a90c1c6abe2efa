#!/bin/bash
# A contract that is released does not change: what changes has a higher version, and the old file is kept.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# wrong FOLDER: what is wrong with the released contracts of a folder
wrong() {
	local feed version fingerprint kept
	"$BUILD/ontrack" document --contracts "$1" versions | tail -n +2 >"$WORK/now"
	tail -n +2 "$1/versions/released.csv" | while IFS=, read -r feed version fingerprint; do
		if grep -q "^$feed,$version," "$WORK/now"; then
			grep -q "^$feed,$version,$fingerprint$" "$WORK/now" ||
				echo "$feed $version has changed since it was released"
			continue
		fi
		kept=$1/versions/$feed-$version.json
		if [ ! -e "$kept" ]; then
			echo "$feed $version is not kept"
			continue
		fi
		mkdir -p "$WORK/kept" && rm -f "$WORK/kept"/* && cp "$kept" "$WORK/kept/"
		"$BUILD/ontrack" document --contracts "$WORK/kept" versions | grep -q "^$feed,$version,$fingerprint$" ||
			echo "$feed $version is not kept as it was released"
	done
	tail -n +2 "$1/versions/released.csv" | cut -d , -f 1,2 | sort | uniq -d | sed 's/$/ is released twice/'
}

is "the contracts that are released" "$(wrong contracts)" ""

# The check itself, on a copy in which all are released.
mkdir -p "$WORK/copy"
cp -r contracts/*.json contracts/versions "$WORK/copy"
"$BUILD/ontrack" document --contracts "$WORK/copy" versions >"$WORK/copy/versions/released.csv"
is "released as they are" "$(wrong "$WORK/copy")" ""
cp "$WORK/copy/need.json" "$WORK/old"
version=$(sed -n 's/.*"version": "\(.*\)",.*/\1/p' "$WORK/old" | head -n 1)
sed -i '0,/"title"/s/"title": "/&A /' "$WORK/copy/need.json"
is "one that has changed" "$(wrong "$WORK/copy")" "need $version has changed since it was released"
sed -i "0,/\"version\": \"$version\"/s//\"version\": \"9.0.0\"/" "$WORK/copy/need.json"
is "under another version, the old one missing" "$(wrong "$WORK/copy")" "need $version is not kept"
cp "$WORK/copy/need.json" "$WORK/copy/versions/need-$version.json"
is "or not as it was" "$(wrong "$WORK/copy")" "need $version is not kept as it was released"
cp "$WORK/old" "$WORK/copy/versions/need-$version.json"
is "or kept" "$(wrong "$WORK/copy")" ""
echo "need,$version,0" >>"$WORK/copy/versions/released.csv"
like "one version is one content" "$(wrong "$WORK/copy")" "need,$version is released twice"

done_testing
