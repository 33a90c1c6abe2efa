#!/bin/bash
# The committed demo is what the generator makes of its default seed, byte for byte, and holds what
# the generator says of it.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"

demo=$ROOT/fixtures/demo

# unpacked FOLDER: gzip files as what is in them, as another zlib may compress otherwise.
unpacked() {
	find "$1" -name '*.gz' -exec gunzip {} +
}

ok "the demo is generated" "$BUILD/generate" --out "$WORK/made"
cp -R "$demo" "$WORK/kept"
# By hand: what the night is told, and figures to value outcomes at.
rm -r "$WORK/kept/ontrack.json" "$WORK/kept/figures"
unpacked "$WORK/kept"
unpacked "$WORK/made"
is "committed and generated deliveries are the same" \
	"$(diff -r "$WORK/kept" "$WORK/made" 2>&1 | head -n 20)" ""

"$BUILD/generate" --seed 2 --out "$WORK/other"
unpacked "$WORK/other"
unlike "another seed makes another demo" "$(diff -rq "$WORK/made" "$WORK/other")" '^$'
is "of the same files" "$(cd "$WORK/other" && find . -type f | sort)" \
	"$(cd "$WORK/made" && find . -type f | sort)"

like "it is smaller than 2 MB" "$(du -sb "$demo" | cut -f 1)" '^1?[0-9]{1,6}$'

"$BUILD/generate" --canaries >"$WORK/canaries"
iconv -f windows-1252 -t utf-8 "$WORK/made/ap/999901-placements-2024.csv" >"$WORK/utf-8.csv"
mv "$WORK/utf-8.csv" "$WORK/made/ap/999901-placements-2024.csv"
find "$WORK/made" -type f -exec cat {} + >"$WORK/all"
absent=$(grep -aoFf "$WORK/canaries" "$WORK/all" | sort -u | comm -13 - <(sort -u "$WORK/canaries"))
# Dates of birth are listed as ISO dates too, which two of the dialects don't have.
is "every canary is in the demo" "$(grep -vE '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' <<<"$absent")" ""
ok "there are thousands of them" test "$(wc -l <"$WORK/canaries")" -gt 4000
is "each of seven characters or more" "$(grep -cE '^.{1,6}$' "$WORK/canaries")" 0

# A date of birth must occur as no other date, or a leak could not be told from a date of referral:
# dates of birth lie before 2018, and no row has two such dates, no element but DateOfBirth one.
is "dates of birth lie before 2018" \
	"$(grep -hoE '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' "$WORK/canaries" | awk '$0 >= "2018"')" ""
old='((19[0-9]{2}|20(0[0-9]|1[0-9]))-[0-9]{2}-[0-9]{2}|[0-9]{2}[-/][0-9A-Z][0-9a-z]+[-/](19[0-9]{2}|20(0[0-9]|1[0-9]))\b)'
ok "such dates are found" grep -qaE "$old" "$WORK/all"
is "no row has two of them" "$(grep -acE "$old.*$old" "$WORK/all")" 0
is "no element but DateOfBirth has one" "$(grep -aE "<.*$old" "$WORK/all" | grep -vc '<DateOfBirth>')" 0

done_testing
