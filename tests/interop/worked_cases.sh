#!/bin/bash
# worked_cases.sh: published worked cases fed to `appraise`. Every figure that a case states is looked for, by the
# scripts of cases/. One table closes the output, this being the last script of the last ring: each case and
# method, the worst difference, what is allowed (a case's own tolerance, unless the script says why not), and what
# no method of ours computes.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# shellcheck disable=SC2034 # for those who source this
appraise=$BUILD/appraise
cases=$SHARED/vfm
[ -d "$cases" ] || skip_all "no worked cases in $cases"
: >"$WORK/table"
: >"$WORK/beyond"

# Two files of lines "name value"; numbers may differ by `tolerance` (relative, or absolute where 0 is stated or
# `absolute` is set), texts not at all. Prints the worst difference; exits 1 where it is
# too great or a name is missing.
# shellcheck disable=SC2016 # awk's own variables
readonly COMPARE='
function number(x) { return x ~ /^-?[0-9.]+([eE][-+]?[0-9]+)?$/ }
function gap(a, b) { d = a - b; if (d < 0) d = -d; s = b < 0 ? -b : b; return s > 0 && !absolute ? d / s : d }
NR == FNR { got[$1] = $2; next }
!($1 in got) { print $1 " is missing"; bad = 1; next }
number($2) && number(got[$1]) { g = gap(got[$1], $2); if (g > worst) worst = g; seen++; next }
got[$1] != $2 { print $1 ": " got[$1] " where " $2 " is stated"; bad = 1 } { seen++ }
END { printf "%.2g", worst; exit bad || worst > tolerance || !seen }'

# row CASE METHOD WORST ALLOWED: of the table
row() {
	printf '%-32s %-42s %-9s %s\n' "$@" >>"$WORK/table"
}

# not_covered CASE WHAT: and why; of the table's end
not_covered() {
	printf '%-32s %s\n' "$@" >>"$WORK/beyond"
}

# close_to CASE METHOD TOLERANCE [absolute]: compares $WORK/got with $WORK/wanted.
close_to() {
	local worst code=0
	worst=$(awk -v tolerance="$3" -v absolute="${4-}" "$COMPARE" "$WORK/got" "$WORK/wanted") || code=1
	row "$1" "$2" "$(tail -n 1 <<<"$worst")" "$3${4:+ absolute}"
	is "$1: $2 within $3" "$code" 0
	[ "$code" -eq 0 ] || diag "$worst"
}

# cells: a CSV without quotes on standard input as "ROW.COLUMN value"; NA is empty.
cells() {
	tr -d '"' | awk -F , 'NR == 1 { for (i = 1; i <= NF; i++) name[i] = tolower($i); next }
		{ for (i = 1; i <= NF; i++) { v = $i == "NA" ? "" : $i; gsub(/ /, "_", v)
			print NR - 1 "." name[i], v } }'
}

# column FROM TO: renames a column of a CSV header.
column() {
	sed "1s/\"$1\"/\"$2\"/"
}

# bare FILE HEADER: a CSV without its quotes (nor a comma in them), NA as NULL, under another header.
bare() {
	awk -F '"' -v OFS= '{ for (i = 2; i <= NF; i += 2) gsub(/,/, ";", $i); $1 = $1; print }' "$1" |
		sed -E "1s/.*/$2/; s/(^|,)NA(,|\$)/\1\2/g; s/(^|,)NA(,|\$)/\1\2/g"
}

# columns FILE UNIT NAME=COLUMN...: of a CSV without quotes that has a header, as lines "UNIT.NAME value";
# a value is written as it stands.
columns() {
	local file=$1 unit=$2
	shift 2
	awk -F , -v unit="$unit" -v list="$*" 'NR == 1 {
			for (i = 1; i <= NF; i++) at[$i] = i
			n = split(list, wanted, " "); next }
		{ for (i = 1; i <= n; i++) { split(wanted[i], pair, "="); u = $at[unit]; gsub(/ /, "_", u)
			v = $at[pair[2]]; gsub(/ /, "_", v); print u "." pair[1], v } }' "$file"
}

# shellcheck source=/dev/null
for part in tests/interop/cases/*.sh; do
	. "$part"
done

# A case that nobody looks at would be no case: every folder is in the table.
is "every case is covered, or said not to be" "$(
	comm -23 <(basename -a "$cases"/*/ | sort) <(cut -d ' ' -f 1 "$WORK/table" "$WORK/beyond" | sort -u)
)" ""
diag "$(printf '%-32s %-42s %-9s %s' case method worst allowed)" "$(sort -s -k 1,1 "$WORK/table")" \
	"" "not covered:" "$(sort -s -k 1,1 "$WORK/beyond")"
done_testing
