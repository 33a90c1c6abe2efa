#!/bin/bash
# extract of workbooks. What libxlsxwriter writes (tests/oracle/xlsx_make.c) is compared with what
# xlsx2csv reads and with answers by hand; what it does not write is put together here, part by part.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/stage/extract_common.sh
. tests/stage/extract_common.sh

make=$BUILD/tests/oracle/xlsx_make

# source_file NAME DIALECT FEEDS [MEMBER]: a source of format xlsx
source_file() {
	printf '{"name": "%s", "version": "1.0.0", "format": "xlsx", "dialect": %s, %s "feeds": %s}\n' \
		"$1" "$2" "${4:-}" "$3" >"$WORK/$1.json"
}

# extract SOURCE FILE [OPTION...]: feed f; output in $WORK/out, error in $WORK/err, code in $code
extract() {
	local source=$1 file=$2
	shift 2
	code=0
	"$BUILD/extract" "$WORK/$source.json" f "$file" "$@" >"$WORK/out" 2>"$WORK/err" || code=$?
}

# gives DESCRIPTION LINE...: the stream of the last extract; cells by |, NULL as -, ! for a mark
gives() {
	local description=$1
	shift
	tr '\032' '!' <"$WORK/out" >"$WORK/shown"
	printf '%s\n' "$@" '\.' | sed -e "s/|/$tab/g" -e "s/$tab-\($tab\|\$\)/$tab\\\\N\1/g" \
		-e "s/$tab-\($tab\|\$\)/$tab\\\\N\1/g" >"$WORK/expected"
	same "$description" "$WORK/shown" "$WORK/expected"
}

# xlsx NAME ROWS [PART CONTENT]...: $WORK/NAME.xlsx by hand, of what stands in its <sheetData> and, where
# they are not the usual ones, whole parts
xlsx() {
	local name=$1 rows=$2 folder=$WORK/parts
	shift 2
	rm -rf "$folder" "$WORK/$name.xlsx"
	mkdir -p "$folder/_rels" "$folder/xl/_rels" "$folder/xl/worksheets"
	printf '<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>' \
		>"$folder/_rels/.rels"
	printf '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>%s%s</Relationships>' \
		'<Relationship Id="r2" Type="x/styles" Target="/xl/styles.xml"/>' \
		'<Relationship Id="r3" Type="x/sharedStrings" Target="sharedStrings.xml"/>' >"$folder/xl/_rels/workbook.xml.rels"
	printf '<workbook><sheets><sheet name="One" sheetId="1" r:id="r1" xmlns:r="r"/></sheets></workbook>' \
		>"$folder/xl/workbook.xml"
	printf '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>' >"$folder/xl/styles.xml"
	printf '<sst><si><t>Ref</t></si><si><t>Value</t></si></sst>' >"$folder/xl/sharedStrings.xml"
	printf '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>%s</sheetData></worksheet>' \
		"$rows" >"$folder/xl/worksheets/sheet1.xml"
	while [ $# -gt 0 ]; do
		printf '%s' "$2" >"$folder/$1"
		[ -n "$2" ] || rm "$folder/$1"
		shift 2
	done
	(cd "$folder" && zip -q -r "$WORK/$name.xlsx" .)
}

# cells REF CELL...: rows from the 2nd on, REF1, REF2, ... and that cell in column B
cells() {
	local row=1 cell
	for cell; do
		row=$((row + 1))
		printf '<row r="%d"><c r="A%d" t="inlineStr"><is><t>R%d</t></is></c>%s</row>' "$row" "$row" \
			"$row" "${cell//REF/B$row}"
	done
}

two='{"f": {"fields": {"ref": {"path": "Ref"}, "value": {"path": "Value"}}}}'
source_file two '{}' "$two"

# What a second reader makes of the same file.
cat >"$WORK/many.cells" <<'EOF'
!sheet Register
Register of pupils
!row 4
Ref	Value	Born	Seen	Flag	Rich	Long
A1	plain	@2010-03-04	#12	?1	~Bex|wade| the |second	#123456789012
A2	two\nlines & <tags> "quoted" ü €	@1999-12-31	#0.1	?0	~ one |two 	#-1234567.125
		@2024-02-29	#1e-7			#99999999999999
!row 9
A3	'=not a formula	@1900-03-01	=A1+1|2.5	?1	=A1&"x"|joined	#0
A4	'#5	@2100-12-31	#-0.5		x	#100
	_x0041_ and _x005F_	@1900-01-01
EOF
# (libxlsxwriter writes the last row's escapes as they are: Excel shows the characters.)
"$make" "$WORK/many.xlsx" <"$WORK/many.cells"
fields='{"ref": {"path": "Ref"}, "value": {"path": "Value"}, "born": {"path": "Born"}, "seen": {"path": "Seen"},
  "flag": {"path": "Flag", "boolean": {"true": ["TRUE"], "false": ["FALSE"]}}, "rich": {"path": "Rich"}, "long": {"path": "Long"}}'
source_file many '{"header": ["Ref", "Value"]}' "{\"f\": {\"fields\": $fields}}"
sed -e 's/"xlsx"/"csv"/' "$WORK/many.json" >"$WORK/csv.json"
extract many "$WORK/many.xlsx"
gives "a sheet of libxlsxwriter's" 'source_row|ref|value|born|seen|flag|rich|long' \
	'5|A1|plain|2010-03-04|12|t|Bexwade the second|123456789012' \
	'6|A2|two\nlines & <tags> "quoted" ü €|1999-12-31|0.1|f|one two|-1234567.125' \
	'7|-|-|2024-02-29|0.0000001|-|-|99999999999999' \
	'9|A3|=not a formula|1900-03-01|2.5|t|joined|0' \
	'10|A4|#5|2100-12-31|-0.5|-|x|100' \
	'11|-|A and _|1900-01-01|-|-|-|-'
"$make" --inline "$WORK/inline.xlsx" <<<"$(grep -v '^!row 9' "$WORK/many.cells")"
extract many "$WORK/inline.xlsx"
sed -e 's/^9/8/' -e 's/^10/9/' -e 's/^11/10/' "$WORK/expected" >"$WORK/moved"
same "the same with the texts in their cells" "$WORK/out" "$WORK/moved"
if command -v xlsx2csv >/dev/null; then
	# It leaves escapes as they are, and 1E-7, and has a day less before March 1900.
	grep -v -e '_x0041_' -e '1e-7' "$WORK/many.cells" >"$WORK/agree.cells"
	"$make" "$WORK/agree.xlsx" <"$WORK/agree.cells"
	xlsx2csv -f '%Y-%m-%d' "$WORK/agree.xlsx" "$WORK/agree.csv"
	extract csv "$WORK/agree.csv"
	cp "$WORK/out" "$WORK/other"
	extract many "$WORK/agree.xlsx"
	same "xlsx2csv reads the same" "$WORK/out" "$WORK/other"
	is "of five rows" "$(wc -l <"$WORK/out")" 6
else
	skip "xlsx2csv reads the same" "xlsx2csv is not installed"
fi

# Every format of a date that Excel offers in English, and some that only look like one.
dates() {
	local format
	printf '!sheet One\nRef\tValue\n'
	for format; do
		printf '!dates %s\n%s\t@2024-03-05\n' "$format" "${format//|/}"
	done
}
shown=('dd/mm/yyyy' 'd-mmm-yy' 'mmm yyyy' '[$-809]dddd, d mmmm yyyy' 'yyyy\-mm\-dd' '"on "d.m.yy;@'
	'[Red]dd/mm/yy' 'DD/MM/YYYY' 'mmmm' 'yyyy')
unshown=('0' '#,##0.00' '"days "0' '0\d' '[Red]0' '0_d' '[$£-809]#,##0' '0.00E+00' '# ?/?' '@' '0;dd/mm/yy' '*d0')
dates "${shown[@]}" | "$make" "$WORK/shown.xlsx"
extract two "$WORK/shown.xlsx"
is "formats of dates" "$(cut -f3 "$WORK/out" | sed '1d;$d' | sort | uniq -c | tr -s ' ')" " ${#shown[@]} 2024-03-05"
dates "${unshown[@]}" | "$make" "$WORK/unshown.xlsx"
extract two "$WORK/unshown.xlsx"
is "formats of numbers" "$(cut -f3 "$WORK/out" | sed '1d;$d' | sort | uniq -c | tr -s ' ')" " ${#unshown[@]} 45356"
source_file dated '{}' '{"f": {"fields": {"value": {"path": "Value", "date": "DD/MM/YYYY"}}}}'
"$make" "$WORK/dated.xlsx" <<'EOF'
!sheet One
Value
@2024-03-05
@2024-03-05T10:30:00
'05/03/2024
'2024
#45356
EOF
extract dated "$WORK/dated.xlsx"
gives "a date by a pattern, a cell's own too" 'source_row|value' '2|2024-03-05' '3|2024-03-05' '4|2024-03-05' \
	'5|!date-format!2024' '6|!date-format!45356'

# Rows that are hidden, sheets that are.
"$make" "$WORK/hidden.xlsx" <<'EOF'
!sheet R&D <1>
Ref	Value
!hide
A1	1
A2	2
!hide
Total	3
!sheet Notes
!hidden
Not here
EOF
source_file hidden '{"totals": ["total"]}' "$two"
extract hidden "$WORK/hidden.xlsx" --journal "$WORK/journal"
gives "the only visible sheet, hidden rows too" 'source_row|ref|value' '2|A1|1' '3|A2|2'
like "with a warning" "$(cat "$WORK/err")" "warning: 'hidden.xlsx' has hidden rows, which were read as the others: 1$"
like "what was skipped is journalled" "$(cat "$WORK/journal")" '"skipped":\{"header":0,"totals":1\}'
source_file named '{}' "$two" '"sheet": "r&d <1>",'
extract named "$WORK/hidden.xlsx"
gives "a sheet by its name, in any case" 'source_row|ref|value' '2|A1|1' '3|A2|2' '4|Total|3'
source_file notes '{"header": ["Not here"]}' '{"f": {"fields": {"x": {"path": "Not here"}}}}' '"sheet": "Notes",'
extract notes "$WORK/hidden.xlsx"
gives "a hidden sheet by its name" 'source_row|x'
like "with a warning too" "$(cat "$WORK/err")" "warning: the sheet of 'hidden.xlsx' is hidden"
source_file other '{}' "$two" '"sheet": "Other",'
extract other "$WORK/hidden.xlsx"
refused "no such sheet" 65 "workbook '.*hidden.xlsx' has no sheet 'Other'"
printf '!sheet Secret Name\nRef\tValue\n!sheet Two\n' | "$make" "$WORK/several.xlsx"
extract two "$WORK/several.xlsx"
refused "several sheets" 65 "has 2 visible sheets of 2, not one" "say by 'sheet'"
unlike "several sheets: their names could be data" "$(cat "$WORK/err")" Secret

# Cells that libxlsxwriter does not write.
xlsx kinds "$(cells '<c r="REF" t="e"><v>#N/A</v></c>' '<c r="REF"><f>A1</f></c>' '<c r="REF"><f>A1</f><v/></c>' \
	'<c r="REF" t="str"><f>A1</f><v></v></c>' '<c r="REF" t="str"><f>A1</f><v>text</v></c>' '<c r="REF" t="b"><v>0</v></c>' \
	'<c r="REF" t="d"><v>2024-03-05T00:00:00.000Z</v></c>' '<c r="REF" t="d"><v>2024-03-05T10:00:00</v></c>' \
	'<c r="REF"><v>1234567890123456</v></c>' '<c r="REF"><v>999999999999999</v></c>' '<c r="REF"><v>1.2E+20</v></c>' \
	'<c r="REF" t="inlineStr"><is><r><t>Bex</t></r><rPh sb="0" eb="1"><t>no</t></rPh><r><t xml:space="preserve"> wade</t></r></is></c>' \
	'<c r="REF" t="inlineStr"><is><t>a_x000D_b_x0000__x001A__x00E9__x20AC__xD800_</t></is></c>' '<c r="REF"/>' '<c r="REF" t="s"><v>1</v></c>')"
extract two "$WORK/kinds.xlsx"
gives "errors, formulas, booleans, dates, numbers, texts" 'source_row|ref|value' '2|R2|!excel-error!#N/A' \
	'3|R3|!excel-error!=' '4|R4|!excel-error!=' '5|R5|-' '6|R6|text' '7|R7|FALSE' '8|R8|2024-03-05' \
	'9|R9|2024-03-05T10:00:00' '10|R10|!excel-number!1234567890123460' '11|R11|999999999999999' \
	'12|R12|!excel-number!120000000000000000000' '13|R13|Bex wade' '14|R14|a\rb_x0000__x001A_é€_xD800_' \
	'15|R15|-' '16|R16|Value'
source_file judged '{}' '{"f": {"where": [{"path": "Value", "not": ["text"]}], "fields": {"ref": {"path": "Ref"}, "m": {"path": "Value", "map": {"FALSE": "no"}, "else": "yes"}}}}'
extract judged "$WORK/kinds.xlsx" --rejects "$WORK/rejects"
is "a record whose condition hangs on an error is rejected" "$(cut -f1,3 "$WORK/rejects" | tr '\n\t' ' :')" \
	"source_row:rule 2:excel-error 3:excel-error 4:excel-error 10:excel-number 12:excel-number \\. "
is "and no error is translated" "$(cut -f2,3 "$WORK/out" | tr '\n\t' ' :')" \
	"ref:m R5:\\N R7:no R8:yes R9:yes R11:yes R13:yes R14:yes R15:\\N R16:yes \\. "
source_file excused '{}' "$two" '"null": ["#N/A"],'
extract excused "$WORK/kinds.xlsx"
is "an error that the source calls no value" "$(sed -n 2p "$WORK/out")" "2${tab}R2${tab}\\N"
source_file looked '{}' '{"f": {"fields": {"v": {"path": "Ref", "lookup": {"key": "Ref", "value": "Value"}}}}}'
extract looked "$WORK/kinds.xlsx"
is "a lookup that finds an error" "$(sed -n '2p;6p' "$WORK/out" | tr '\032\n' '! ')" \
	"2${tab}!lookup-ambiguous!R2 6${tab}text "

# Times and durations.
styles='<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="21"/><xf numFmtId="46"/><xf numFmtId="14"/></cellXfs></styleSheet>'
moments=$(cells '<c r="REF" s="1"><v>45356.5</v></c>' '<c r="REF" s="1"><v>45356</v></c>' '<c r="REF" s="1"><v>45355.999999</v></c>' \
	'<c r="REF" s="2"><v>1.5</v></c>' '<c r="REF" s="3"><v>0.75</v></c>' '<c r="REF" s="4"><v>2</v></c>' '<c r="REF" s="5"><v>60</v></c>' \
	'<c r="REF" s="5"><v>59</v></c>' '<c r="REF" s="5"><v>61</v></c>' '<c r="REF" s="5"><v>-1</v></c>' '<c r="REF" s="5"><v>2958465</v></c>' \
	'<c r="REF" s="5"><v>2958466</v></c>' '<c r="REF" s="0"><v>45356</v></c>' '<c r="REF" s="9"><v>45356</v></c>')
xlsx moments "$moments" xl/styles.xml "$styles"
extract two "$WORK/moments.xlsx"
is "times, durations, and Excel's own calendar" "$(cut -f3 "$WORK/out" | sed '1d;$d' | tr '\n' ' ')" \
	"2024-03-05T12:00:00 2024-03-05 2024-03-05 36:00:00 18:00:00 48:00:00 1900-02-29 1900-02-28 1900-03-01 -1 9999-12-31 2958466 45356 45356 "
xlsx from_1904 "$moments" xl/styles.xml "$styles" \
	xl/workbook.xml '<workbook><workbookPr date1904="1"/><sheets><sheet name="One" sheetId="1" r:id="r1" xmlns:r="r"/></sheets></workbook>'
extract two "$WORK/from_1904.xlsx"
is "days counted from 1904" "$(cut -f3 "$WORK/out" | sed '1d;$d' | tr '\n' ' ')" \
	"2028-03-06T12:00:00 2028-03-06 2028-03-06 36:00:00 18:00:00 48:00:00 1904-03-01 1904-02-29 1904-03-02 -1 2958465 2958466 45356 45356 "

# Other ways to write the same.
xlsx loose '<row><c t="inlineStr"><is><t>A1</t></is></c><c><v>1</v></c></row><row r="7"><c r="B7"><v>2</v></c><c r="XFD7"><v>3</v></c></row>'
extract two "$WORK/loose.xlsx"
gives "no references, gaps, a cell in the last column" 'source_row|ref|value' '2|A1|1' '7|-|2'
xlsx prefixed '' xl/worksheets/sheet1.xml '<x:worksheet xmlns:x="u"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" t="s"><x:v>1</x:v></x:c></x:row><x:row r="2"><x:c r="B2"><x:v>5</x:v></x:c></x:row></x:sheetData><x:controls><x:row>9</x:row></x:controls></x:worksheet>'
extract two "$WORK/prefixed.xlsx"
gives "prefixes, and rows that are none" 'source_row|ref|value' '2|-|5'
xlsx plain "$(cells '<c r="REF"><v>5</v></c>')" xl/styles.xml '' xl/_rels/workbook.xml.rels \
	'<Relationships><Relationship Id="r1" Type="x/worksheet" Target="../xl/worksheets/sheet1.xml"/><Relationship Id="r3" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
extract two "$WORK/plain.xlsx"
gives "no formats, and a path that goes up" 'source_row|ref|value' '2|R2|5'

# Titles, and several feeds from one row, as of CSV.
"$make" "$WORK/titled.xlsx" <<'EOF'
!sheet Return
!dates mmm-yy
School:	Brackwater	Month:		@2025-03-01
!row 3
Ref	Score in	Score\nout
A1	#20	#12
A2	#17
!row 8
Ref	Score in	Score  out
A3		#9
Total	#37	#21
EOF
source_file titled '{"header": ["Ref", "Score out"], "totals": ["Total"]}' '{"f": {"records": [
 {"where": [{"path": "Score in", "present": true}], "fields": {"month": {"title": "Month:", "date": "MMM-YY-D"}, "ref": {"path": "Ref"}, "score": {"path": "Score in"}}},
 {"where": [{"path": "Score out", "present": true}], "fields": {"school": {"title": "School:", "upper": true}, "ref": {"path": "Ref"}, "score": {"path": "Score out"}}}]}}'
extract titled "$WORK/titled.xlsx" --as-of 2025-10-31 --journal "$WORK/titled.journal"
gives "titles, a header again, a total, two records from a row" 'source_row|month|ref|score|school' \
	'4|2025-03-01|A1|20|-' '4|-|A1|12|BRACKWATER' '5|2025-03-01|A2|17|-' '9|-|A3|9|BRACKWATER'
like "which are counted" "$(cat "$WORK/titled.journal")" '"read":4,.*"skipped":\{"header":1,"totals":1\}'
source_file error_above '{"header": ["Ref"]}' '{"f": {"fields": {"m": {"title": "M:"}, "ref": {"path": "Ref"}}}}'
xlsx error_above '' xl/worksheets/sheet1.xml '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>M:</t></is></c><c r="B1" t="e"><v>#REF!</v></c></row><row r="2"><c r="A2" t="s"><v>0</v></c></row></sheetData></worksheet>'
extract error_above "$WORK/error_above.xlsx"
refused "a title that is an error" 65 "has an error in the cell behind 'M:'"
xlsx sole "$(cells '<c r="REF"><v>5</v></c>')"
source_file second '{"header_row": 3}' "$two"
printf '!sheet One\nx\n!row 4\nRef\tValue\n' | "$make" "$WORK/fourth.xlsx"
extract second "$WORK/fourth.xlsx"
refused "a header that is not in its row" 65 "has nothing in row 3, where its header should be"
source_file absent '{"header": ["Ref", "Grade"]}' "$two"
extract absent "$WORK/sole.xlsx"
refused "no header" 65 "sole.xlsx' has no header in its first 100 rows" "'Ref', 'Grade'"
printf '!sheet One\n' | "$make" "$WORK/empty.xlsx"
extract two "$WORK/empty.xlsx"
refused "an empty sheet" 65 "empty.xlsx' is empty"
printf '!sheet One\nRef\tSecret\tValue\nA1\tx\t#1\n' | "$make" "$WORK/new.xlsx"
extract two "$WORK/new.xlsx"
like "a column too many is told by its letter" "$(cat "$WORK/err")" "does not know: B$"

# What is no workbook, or a damaged one.
printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest' >"$WORK/locked.xlsx"
extract two "$WORK/locked.xlsx"
refused "a password, or .xls" 65 "locked with a password, or in the old .xls format" "without a password"
printf 'Ref,Value\nA1,1\n' >"$WORK/text.xlsx"
extract two "$WORK/text.xlsx"
refused "a CSV of that name" 65 "text.xlsx' is no .xlsx workbook" "save it as"
: >"$WORK/nothing.xlsx"
extract two "$WORK/nothing.xlsx"
refused "an empty file" 65 "nothing.xlsx' is empty"
extract two "$WORK/absent.xlsx"
refused "no file" 66 "cannot read '.*absent.xlsx'"
extract two /dev/stdin < <(cat "$WORK/sole.xlsx")
refused "a pipe" 66 "is no file that can be read in any order"
extract two "$WORK"
refused "a directory" 65 "is a directory, not one file"
head -c 900 "$WORK/sole.xlsx" >"$WORK/cut.xlsx"
extract two "$WORK/cut.xlsx"
refused "cut short" 65 "cut.xlsx' is damaged or cut short"
gzip -c "$WORK/sole.xlsx" >"$WORK/packed.xlsx"
extract two "$WORK/packed.xlsx"
refused "in gzip" 65 "no .xlsx workbook"
(cd "$WORK" && zip -q other.xlsx text.xlsx)
extract two "$WORK/other.xlsx"
refused "another zip" 65 "no .xlsx workbook, but another kind of zip"
xlsx binary '' _rels/.rels '<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'
extract two "$WORK/binary.xlsx"
refused "an .xlsb" 65 "is a binary workbook \(.xlsb\)"
xlsx stringless "$(cells '<c r="REF" t="s"><v>1</v></c>')" xl/sharedStrings.xml ''
extract two "$WORK/stringless.xlsx"
refused "a part is missing" 65 "no part 'xl/sharedStrings.xml'"
xlsx chart '' xl/_rels/workbook.xml.rels '<Relationships><Relationship Id="r1" Type="x/chartsheet" Target="c.xml"/></Relationships>'
extract two "$WORK/chart.xlsx"
refused "a chart" 65 "sheet 1 of the workbook '.*chart.xlsx' has no cells"
source_file one '{}' "$two" '"sheet": "One",'
# damaged DESCRIPTION CELLS REGEX...: a sheet with one bad cell or more in rows from the 2nd on
damaged() {
	local description=$1 rows=$2
	shift 2
	xlsx damaged "$rows"
	extract one "$WORK/damaged.xlsx"
	refused "$description" 65 "workbook '.*damaged.xlsx' is damaged" "$@"
	unlike "$description: no value is told" "$(cat "$WORK/err")" SECRET
}
damaged "a text that is not there" "$(cells '<c r="REF"><v>1</v></c>' '<c r="REF" t="s"><v>2</v></c>')" \
	"refers to a text that is not there" "in cell 'One!B3'"
damaged "a number that is none" "$(cells '<c r="REF"><v>SECRET</v></c>')" "not the number" "in cell 'One!B2'"
damaged "infinity" "$(cells '<c r="REF"><v>1e999</v></c>')" "not the number" "in cell 'One!B2'"
damaged "a type of its own" "$(cells '<c r="REF" t="SECRET"><v>1</v></c>')" "of a type that is not known"
damaged "a reference that is none" "$(cells '<c r="2B"><v>1</v></c>')" "a cell's reference is none" "One!B2"
damaged "a cell of another row" "$(cells '<c r="B9"><v>1</v></c>')" "not in their order"
damaged "a column that Excel has not" "$(cells '<c r="XFE2"><v>1</v></c>')" "not in their order"
damaged "cells from right to left" "$(cells '<c r="C2"><v>1</v></c><c r="B2"><v>1</v></c>')" "not in their order" "One!B2"
damaged "rows upwards" '<row r="5"/><row r="4"/>' "rows are not in their order" "One!A5"
damaged "XML that is not closed" '<row r="2"><c r="A2"><v>SECRET' "not well-formed XML" "at or behind row [0-9]+ of its sheet 1"
xlsx doctype '' xl/worksheets/sheet1.xml '<!DOCTYPE w [<!ENTITY e "SECRET">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&e;</v></c></row></sheetData></worksheet>'
extract two "$WORK/doctype.xlsx"
refused "an entity" 65 "has a document type declaration"
xlsx shapeless '' xl/worksheets/sheet1.xml '<worksheet/>'
extract two "$WORK/shapeless.xlsx"
refused "no rows at all" 65 "its sheet has no rows"
xlsx spoilt "$(cells '<c r="REF" t="str"><v>SECRET</v></c>')"
(cd "$WORK/parts" && rm "$WORK/spoilt.xlsx" && zip -q -0 -r "$WORK/spoilt.xlsx" . && sed -i 's/SECRET/secret/' "$WORK/spoilt.xlsx")
extract two "$WORK/spoilt.xlsx"
refused "a part with another check sum" 65 "damaged or cut short"
{
	printf '<sst>'
	head -c 68000000 /dev/zero | tr '\0' x | fold -w 1000000 | sed 's/.*/<si><t>&<\/t><\/si>/'
	printf '</sst>'
} >"$WORK/big.xml"
xlsx big ''
(cd "$WORK/parts" && mv "$WORK/big.xml" xl/sharedStrings.xml && zip -q -0 -r "$WORK/big.xlsx" .)
extract two "$WORK/big.xlsx"
refused "more texts than memory is for" 65 "workbook '.*big.xlsx' has more than 64 MiB of texts" "or as CSV"

# One file to all others: its hash, and the spool of what is fetched.
hash=$(sha256sum <"$WORK/sole.xlsx" | cut -c1-64)
extract two "$WORK/sole.xlsx" --sha256 "$hash" --journal "$WORK/sole.journal"
like "the file's hash is journalled" "$(cat "$WORK/sole.journal")" "\"sha256\":\"$hash\""
extract two "$WORK/sole.xlsx" --sha256 "${hash//[0-4]/5}"
refused "another hash" 65 "not the delivery that was asked for"
start_server "$WORK/sole.xlsx" "$WORK/log"
extract two "$url/ok/sole.xlsx" --sha256 "$hash"
gives "fetched into a spool, and read from it in any order" 'source_row|ref|value' '2|R2|5'
{ kill "$server"; wait "$server"; } 2>/dev/null

# Configuration.
wrong() {
	printf '{"name": "w", "version": "1", "format": "xlsx", %s}' "$2" >"$WORK/wrong.json"
	extract wrong "$WORK/sole.xlsx"
	refused "$1" 78 "$3"
}
wrong "an encoding" "\"encoding\": \"utf-8\", \"feeds\": $two" "'encoding' is not for format xlsx"
wrong "a delimiter" "\"dialect\": {\"delimiter\": \",\"}, \"feeds\": $two" "'delimiter' and 'quote' are for format csv only"
wrong "tables" "\"tables\": {\"a\": \"*\"}, \"feeds\": $two" "'tables' is not for format xlsx"
wrong "commas in numbers" '"feeds": {"f": {"fields": {"v": {"path": "Value", "number": "1.234,50"}}}}' "a workbook's numbers have a point"
printf '{"name": "w", "version": "1", "format": "csv", "sheet": "One", "feeds": %s}' "$two" >"$WORK/wrong.json"
extract wrong "$WORK/text.xlsx"
refused "a sheet of a CSV" 78 "'sheet' is for format xlsx only"

# Constant memory: rows without shared texts, looked at when nearly all of them have come out.
if sanitized "$SHIPPED/extract"; then
	skip "100,000 rows in 12 MiB" "a sanitizer has memory of its own"
else
	{
		printf '!sheet One\nRef\tValue\n'
		awk 'BEGIN { for (i = 0; i < 100000; i++) print "reference " i "\t#" i / 7 }'
	} | "$make" --inline "$WORK/long.xlsx"
	mkfifo "$WORK/pipe"
	"$SHIPPED/extract" "$WORK/two.json" f "$WORK/long.xlsx" --journal "$WORK/long.journal" >"$WORK/pipe" &
	writer=$!
	{
		head -c 2000000 >/dev/null
		peak "$writer" >"$WORK/peak"
		cat >/dev/null
	} <"$WORK/pipe"
	wait "$writer"
	like "100,000 rows" "$(cat "$WORK/long.journal")" '"accepted":100000'
	ok "in 12 MiB (it took $(cat "$WORK/peak") KiB)" test "$(cat "$WORK/peak")" -le 12288
fi
done_testing
