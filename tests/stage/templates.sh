#!/bin/bash
# The templates of sources/ for what providers keep as sheets: extract | validate | anonymise over a small
# made-up delivery of each (tests/stage/templates/NAME), against answers by hand. There a pseudonym is p1,
# p2, ... in the order in which they come, so that who is whom can be read; p1 of two feeds is one person.
# A .cells is what tests/oracle/xlsx_make.c made the workbook beside it of.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

"$BUILD/ontrack" key new --keys "$WORK/keys" --domain demo >"$WORK/key" 2>&1 || diag "$(cat "$WORK/key")"

# chain SOURCE FEED DELIVERY: what anonymise gives to $WORK/safe, what validate rejected to $WORK/rejects
chain() {
	"$BUILD/extract" "sources/$1.json" "$2" "$3" --as-of 2025-10-31 --journal "$WORK/journal" 2>>"$WORK/err" |
		"$BUILD/validate" "contracts/$2.json" --codes contracts/codes --codes fixtures/demo/codes \
			--as-of 2025-10-31 --allow-test-identifiers --rejects "$WORK/rejects" 2>>"$WORK/err" |
		"$BUILD/anonymise" "contracts/$2.json" --keys "$WORK/keys" --domain demo \
			--allow-test-identifiers >"$WORK/safe" 2>>"$WORK/err"
	is "$1 $2: the chain" "${PIPESTATUS[*]}" "0 0 0"
	is "$1 $2: the end of the stream" "$(tail -n 1 "$WORK/safe")" '\.'
}

# template NAME DELIVERY SOURCE:FEED...
template() {
	local name=$1 delivery=$2 pair
	shift 2
	rm -f "$WORK/got" "$WORK/rejected" "$WORK/journal" "$WORK/err"
	: >"$WORK/err"
	for pair; do
		chain "${pair%:*}" "${pair#*:}" "$delivery"
		{
			echo "# ${pair/:/ }"
			sed '$d' "$WORK/safe"
		} >>"$WORK/got"
		sed '1d;$d' "$WORK/rejects" >>"$WORK/rejected"
	done
	[ ! -s "$WORK/rejected" ] || { echo "# rejected" && cat "$WORK/rejected"; } >>"$WORK/got"
	awk -F '\t' -v OFS='\t' '{
		for (i = 1; i <= NF; i++)
			if ($i ~ /^[0-9a-f]+$/ && length($i) == 32)
				$i = "p" (($i in known) ? known[$i] : known[$i] = ++count)
		print }' "$WORK/got" >"$WORK/shown"
	same "$name: what comes out" "$WORK/shown" "tests/stage/templates/$name/expected"
	unlike "$name: no column is new" "$(cat "$WORK/err")" "does not know"
	# Every word of six letters or more that names a pupil there.
	is "$name: no name comes out" \
		"$(grep -cE 'Vramborn|Zilndrin|Quazza|Throlq|Glyxto|Dwevre|Skriggo|Pludlup|Jhopsa|Kverko|Xennwi|Yoltch|Bzifla|Fnujje|Wrusht|Hlobru' \
			"$WORK/got" "$WORK/err" "$WORK/journal" | cut -d: -f2 | sort -u)" 0
}

# skipped NAME FEED HEADER TOTALS: what the last journal says was no record
skipped() {
	like "$1: what was no record is counted" "$(grep "\"feed\":\"$2\"" "$WORK/journal")" \
		"\"skipped\":\{\"header\":$3,\"totals\":$4\}"
}

folder=tests/stage/templates
template ap_register $folder/ap_register/AP-register-999901-2024.xlsx \
	ap_register:person ap_register:need ap_register:referral ap_register:placement ap_register:assessment \
	ap_register:destination
skipped ap_register person 1 1
like "ap_register: a row that was hidden is told" "$(cat "$WORK/err")" "has hidden rows, which were read as the others: 1"
template attendance_weekly $folder/attendance_weekly/attendance-999901-2024-10.csv attendance_weekly:attendance
skipped attendance_weekly attendance 1 3
template attendance_register $folder/attendance_register/register-999901-2024-09.csv attendance_register:attendance
template eip_audit $folder/eip_audit/EIP-audit-ZZE01-2025-09.xlsx eip_audit:person eip_audit:referral eip_audit:destination
skipped eip_audit referral 0 1
template mhst_return $folder/mhst_return/MHST-return-ZZM01-2025-Q2.xlsx mhst_staffing:workforce mhst_surveys:survey
skipped mhst_return workforce 0 1
template cost_sheet $folder/cost_sheet/costs-999902-2024-25.xlsx cost_sheet:cost
skipped cost_sheet cost 0 2
template target_sheet $folder/target_sheet/targets-2025.xlsx target_sheet:target

# The workbooks are what their cells say.
for cells in "$folder"/*/*.cells; do
	"$BUILD/tests/oracle/xlsx_make" "$WORK/made.xlsx" <"$cells"
	ok "${cells##*/} made the workbook" cmp "$WORK/made.xlsx" "${cells%.cells}.xlsx"
done

# unsaid SOURCE PAGE: the columns and titles of the source that the page does not name
unsaid() {
	local text
	grep -oE '"(path|title|unused)": (\[[^]]*\]|"[^"]*")' "sources/$1.json" | sed -E 's/^"[a-z]+": //' |
		grep -oE '"[^"]+"' | tr -d '"' | grep -vE '^(Alternative provision|Early inter|Mental health support|Costs|Targets).*[:,]' |
		sort -u | while IFS= read -r text; do
		grep -qF -- "$text" "docs/sources/$2.md" || echo "$text"
	done
}
for name in ap_register attendance_weekly attendance_register eip_audit mhst_return:mhst_staffing mhst_return:mhst_surveys \
	cost_sheet target_sheet; do
	is "docs/sources/${name%:*}.md names what ${name#*:} reads" "$(unsaid "${name#*:}" "${name%:*}")" ""
done
done_testing
