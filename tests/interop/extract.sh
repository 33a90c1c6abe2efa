#!/bin/bash
# extract.sh: returns that others have published, through the templates of sources/.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

files=$SHARED/interop
[ -d "$files" ] || skip_all "no sample returns in $files"

# records FEED FILE: how many come out, or the exit code
records() {
	"$BUILD/extract" sources/ilr.json "$1" "$files/$2" >"$WORK/out" 2>"$WORK/err" || {
		echo "exit $?"
		return
	}
	awk -F '\t' '/^\\\.$/ { print NR - 2 }' "$WORK/out"
}

learners=ilr_1819_console_18learners.xml
is "18 learners: persons" "$(records person $learners)" 18
is "18 learners: learning aims" "$(records learning_aim $learners)" 41
is "18 learners: destinations" "$(records destination $learners)" 4
is "of which two are of a learner who is not in the file" \
	"$(records destination $learners >/dev/null; cut -f4 "$WORK/out" | sed '1d;$d' | sort -u >"$WORK/there"
		records person $learners >/dev/null; cut -f3 "$WORK/out" | sed '1d;$d' | sort -u >"$WORK/known"
		records destination $learners >/dev/null
		cut -f4 "$WORK/out" | sed '1d;$d' | grep -cFxf <(comm -23 "$WORK/there" "$WORK/known"))" 2
records person $learners >/dev/null
is "ULNs as the file has them" "$(cut -f4 "$WORK/out" | sed '1d;$d')" \
	"$(sed -n '/<Learner>/,/<ULN>/s/.*<ULN>\(.*\)<\/ULN>.*/\1/p' "$files/$learners")"
records learning_aim $learners >/dev/null
is "aims as the file has them" "$(cut -f7 "$WORK/out" | sed '1d;$d')" \
	"$(grep -o '<LearnAimRef>[^<]*' "$files/$learners" | cut -d '>' -f 2)"

is "a namespace a year older: 7 learners" "$(records person ILR-90000064-1718-20180409-102223-01.xml)" 7
like "with an accent in a name" "$(cat "$WORK/out")" "Sméth"
is "a valid file passes" "$(records person ILR_Valid.xml)" 1
is "an invalid one is refused" "$(records person ILR_InValid.xml)" "exit 65"
like "naming the element" "$(cat "$WORK/err")" "breaks ILR_SCHEMA: unknown element 'FamilyNamE' below 'Message/Learner'"
line=$(grep -n FamilyNamE "$files/ILR_InValid.xml" | cut -d: -f1)
like "and its line" "$(cat "$WORK/err")" "on line $line$"
is "values are not extract's to judge" "$(records person ILR_XSD_invalid_ULN_WorkPlacementHours.xml)" 1
is "another census is refused" "$(records person CIN_Census_2026.xml)" "exit 65"

# Published tables: every cell, as PostgreSQL reads them.
if ! fresh_database >"$WORK/.output" 2>&1; then
	skip "published tables" "no server: $(head -n 1 "$WORK/.output")"
	done_testing
fi
for name in nccis_neetnk_2023 ees_absence_school; do
	file=$files/$name.csv
	head -n 1 "$file" | sed 's/^\xef\xbb\xbf//' | tr -d '"\r' | tr ',' '\n' >"$WORK/columns"
	{
		printf '{"name": "t", "version": "1", "format": "csv", "feeds": {"f": {"fields": {'
		sed 's/.*/"&": {"path": "&"}/' "$WORK/columns" | paste -s -d ,
		printf '}}}}'
	} >"$WORK/table.json"
	"$BUILD/extract" "$WORK/table.json" f "$file" | sed '1d;$d' | cut -f2- >"$WORK/out"
	query "create table $name ($(sed 's/.*/"&" text/' "$WORK/columns" | paste -s -d ,))"
	psql -X -q -c "\\copy $name from '$file' with (format csv, header)"
	psql -X -q -c "\\copy (select $(sed "s/.*/nullif(btrim(\"&\"), '')/" "$WORK/columns" | paste -s -d ,) from $name) to stdout" >"$WORK/expected"
	same "$name: every cell" "$WORK/out" "$WORK/expected"
	ok "$name: there are some" test -s "$WORK/out"
done
done_testing
