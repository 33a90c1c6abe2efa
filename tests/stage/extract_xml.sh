#!/bin/bash
# extract of XML: paths, structure, and files that mean harm.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/stage/extract_common.sh
. tests/stage/extract_common.sh

cat >"$WORK/source.json" <<'EOF'
{ "name": "xml", "version": "1.0.0", "format": "xml",
  "check": {"rule": "SCHEMA", "elements": {
    "Message": {"required": ["Header"], "optional": ["Learner", "Outcome"]},
    "Message/Learner": {"required": ["Ref"], "optional": ["Name", "Born", "Problem", "Aim", "Late"]} } },
  "feeds": {
    "person": {"record": "Message/Learner", "fields": {
      "provider": {"path": "/Message/Header/Provider"}, "year": {"path": "/Message/Header/@year"},
      "ref": {"path": "Ref"}, "name": {"path": "Name"},
      "mind": {"path": "Problem[Kind=9]/Kind", "map": {"9": "t"}, "empty": "f"}}},
    "aim": {"record": "Message/Learner/Aim", "where": [{"path": "Code", "not": ["X"]}], "fields": {
      "ref": {"path": "../Ref"}, "late": {"path": "../Late"}, "code": {"path": "Code"}, "n": {"path": "@n"}}},
    "outcome": {"record": "Message/Outcome", "fields": {
      "ref": {"path": "Ref"}, "born": {"path": "Ref",
        "lookup": {"record": "Message/Learner", "key": "Ref", "value": "Born"}, "date": "DD/MM/YYYY"}}} } }
EOF
cat >"$WORK/good.xml" <<'EOF'
<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<Message xmlns="urn:year:1819">
  <Header year="1819"><Provider>90000001</Provider></Header>
  <Outcome><Ref>A2</Ref></Outcome>
  <Learner><Ref>A1</Ref><Name>Sméth &amp; S&#246;n</Name>
    <Problem><Kind>4</Kind></Problem><Problem><Kind>9</Kind></Problem>
    <Aim n="1"><Code>Z1</Code></Aim><Aim n="2"><Code>X</Code></Aim><Late>yes</Late></Learner>
  <Learner><Ref> A2 </Ref><Name><![CDATA[a<b	c]]></Name><Born>01/02/2003</Born><Aim n="3"><Code/></Aim></Learner>
  <Outcome><Ref>A9</Ref></Outcome>
</Message>
EOF

# extract FEED FILE: standard output to $WORK/out, error to $WORK/err, code in $code
extract() {
	code=0
	"$BUILD/extract" "$WORK/source.json" "$1" "$2" >"$WORK/out" 2>"$WORK/err" || code=$?
}

gives() {
	printf '%b' "$2" >"$WORK/expected"
	extract "$3" "$WORK/good.xml"
	same "$1" "$WORK/out" "$WORK/expected"
}

gives "records, elements of the head, entities, a predicate" \
	'source_row\tprovider\tyear\tref\tname\tmind\n1\t90000001\t1819\tA1\tSméth & Sön\tt\n2\t90000001\t1819\tA2\ta<b\\tc\tf\n\\.\n' person
gives "records inside records, and what stands around them, before and after" \
	'source_row\tref\tlate\tcode\tn\n1\tA1\tyes\tZ1\t1\n3\tA2\t\\N\t\\N\t3\n\\.\n' aim
gives "a lookup among other records" \
	'source_row\tref\tborn\n1\tA2\t2003-02-01\n2\tA9\t\\N\n\\.\n' outcome
sed 's/<Learner>/<L:Learner xmlns:L="urn:other">/; s/<\/Learner>/<\/L:Learner>/' "$WORK/good.xml" >"$WORK/prefixed.xml"
extract aim "$WORK/prefixed.xml"
printf '%b' 'source_row\tref\tlate\tcode\tn\n1\tA1\tyes\tZ1\t1\n3\tA2\t\\N\t\\N\t3\n\\.\n' >"$WORK/expected"
same "prefixes do not matter" "$WORK/out" "$WORK/expected"
extract person "$WORK/good.xml"
cp "$WORK/out" "$WORK/expected"
for encoding in UTF-16 ISO-8859-1; do
	sed "s/UTF-8/$encoding/" "$WORK/good.xml" | iconv -f utf-8 -t "$encoding" >"$WORK/encoded.xml"
	extract person "$WORK/encoded.xml"
	same "declared as $encoding" "$WORK/out" "$WORK/expected"
done
gzip -c "$WORK/good.xml" >"$WORK/good.xml.gz"
extract person "$WORK/good.xml.gz"
same "gzip" "$WORK/out" "$WORK/expected"

# Structure.
sed 's/<Late>/<Early>/; s/<\/Late>/<\/Early>/' "$WORK/good.xml" >"$WORK/unknown.xml"
for feed in person aim outcome; do
	extract $feed "$WORK/unknown.xml"
	refused "an unknown element, read for $feed" 65 "breaks SCHEMA: unknown element 'Early' below 'Message/Learner'"
	like "its line" "$(cat "$WORK/err")" "on line 8"
done
sed 's/<Ref> A2 <\/Ref>//' "$WORK/good.xml" >"$WORK/lacking.xml"
extract outcome "$WORK/lacking.xml"
refused "a missing element" 65 "'Message/Learner' has no element 'Ref'"
like "where it should be" "$(cat "$WORK/err")" "begins on line 9"
printf '<Message></Message>' >"$WORK/bare.xml"
extract person "$WORK/bare.xml"
refused "an empty message" 65 "'Message' has no element 'Header'"
printf '<Message/>' >"$WORK/bare.xml"
extract person "$WORK/bare.xml"
refused "an empty element" 65 "'Message' has no element 'Header'"
printf '<Message><Header/></Message>' >"$WORK/none.xml"
extract person "$WORK/none.xml"
is "no records are no error" "$code $(tail -n 1 "$WORK/out")" "0 \."
printf '<Other><Header/></Other>' >"$WORK/other.xml"
extract person "$WORK/other.xml"
refused "another kind of file" 65 "its root element is not 'Message'"

# Records of two kinds, the least of several texts, and a condition that compares.
cat >"$WORK/both.json" <<'EOF'
{ "name": "both", "version": "1.0.0", "format": "xml",
  "feeds": {
    "stay": {"record": "Message/Learner/Job|Message/Outcome/Found", "fields": {
        "provider": {"path": "/Message/Header/Provider"}, "ref": {"path": "../Ref"}},
      "records": [
      {"where": [{"path": "Since", "before": {"path": "min(../Aim/Start)"}}], "fields": {
        "stage": {"constant": "entry"}, "what": {"path": "Kind"}, "from": {"path": "Since"}}},
      {"where": [{"path": "Code", "present": true}], "fields": {
        "stage": {"constant": "exit"}, "what": {"path": "Code"}}}]},
    "nested": {"record": "Message/Learner|Message/Learner/Job", "fields": {
        "ref": {"path": ["Ref", "../Ref"]}, "kind": {"path": "Kind"}}} } }
EOF
cat >"$WORK/both.xml" <<'EOF'
<Message><Header><Provider>90000001</Provider></Header>
  <Outcome><Ref>A2</Ref><Found><Code>E1</Code></Found></Outcome>
  <Learner><Ref>A1</Ref><Job><Kind>11</Kind><Since>2020-01-01</Since></Job>
    <Job><Kind>10</Kind><Since>2020-09-01</Since></Job><Job><Kind>12</Kind><Since>2019-12-31</Since></Job>
    <Aim><Start>2020-10-01</Start></Aim><Aim><Start>2020-09-01</Start></Aim></Learner>
  <Outcome><Ref>A1</Ref><Found><Code>E2</Code></Found><Found><Code>E3</Code></Found></Outcome>
</Message>
EOF
"$BUILD/extract" "$WORK/both.json" stay "$WORK/both.xml" >"$WORK/out"
printf '%b' 'source_row\tprovider\tref\tstage\twhat\tfrom\n1\t90000001\tA2\texit\tE1\t\\N\n' \
	'2\t90000001\tA1\tentry\t11\t2020-01-01\n4\t90000001\tA1\tentry\t12\t2019-12-31\n' \
	'5\t90000001\tA1\texit\tE2\t\\N\n6\t90000001\tA1\texit\tE3\t\\N\n\\.\n' >"$WORK/expected"
same "records of two kinds" "$WORK/out" "$WORK/expected"
"$BUILD/extract" "$WORK/both.json" nested "$WORK/both.xml" >"$WORK/out"
printf '%b' 'source_row\tref\tkind\n1\tA1\t\\N\n2\tA1\t11\n3\tA1\t10\n4\tA1\t12\n\\.\n' >"$WORK/expected"
same "one kind inside the other" "$WORK/out" "$WORK/expected"

for record in 'M/1|M/2|M/3|M/4|M/5|M/6|M/7|M/8|M/9' 'M/L|N/L' 'M/L|'; do
	printf '{"name": "s", "version": "1", "format": "xml", "feeds": {"f": {"record": "%s", "fields": {"x": {"path": "."}}}}}' \
		"$record" >"$WORK/records.json"
	exits "no such records: $record" 78 "$BUILD/extract" "$WORK/records.json" f "$WORK/both.xml"
done

# What a file says of itself more than once.
cat >"$WORK/header.json" <<'EOF'
{ "name": "header", "version": "1.0.0", "format": "xml", "file": "R-{ukprn}-{year}.xml",
  "check": {"rule": "SCHEMA", "elements": {},
    "header": [{"rule": "HEADER", "same": ["/M/H/P", "/M/T/P"], "file": "ukprn"},
      {"rule": "YEAR", "same": ["/M/H/@year"], "file": "year"}]},
  "feeds": {"person": {"record": "M/L", "fields": {"ref": {"path": "Ref"}}},
    "all": {"record": "M/L", "fields": {"ref": {"path": "../L/Ref"}}}} }
EOF
# says NAME HEADER-P YEAR TAIL-P: what becomes of such a file
says() {
	printf '<M>\n<H year="%s">\n<P> %s\n</P></H>\n<L><Ref>A1</Ref></L>\n<T>\n<P>%s</P></T></M>\n' "$3" "$2" "$4" >"$WORK/$1"
	code=0
	"$BUILD/extract" "$WORK/header.json" "${5:-person}" "$WORK/$1" >"$WORK/out" 2>"$WORK/err" || code=$?
}
says R-90000001-1819.xml 90000001 1819 90000001
is "a file that agrees with itself and its name" "$code $(tail -n 1 "$WORK/out")" "0 \."
says R-90000001-1819.xml 90000002 1819 90000002
refused "another than the name's" 65 "breaks HEADER: '/M/H/P' differs from \{ukprn\} of the file's name"
like "its line" "$(cat "$WORK/err")" "on line 3"
says R-90000001-1819.xml 90000001 1819 90000002
refused "another below" 65 "breaks HEADER: '/M/T/P' differs from \{ukprn\} of the file's name"
like "its line, after the records" "$(cat "$WORK/err")" "on line 7"
says R-90000001-1819.xml 90000001 1718 90000001
refused "another year" 65 "breaks YEAR: '/M/H/@year' differs from \{year\} of the file's name"
says R-90000001-1819.xml 90000001 1819 ''
refused "none at all" 65 "breaks HEADER: '/M/T/P' differs"
says any.xml 90000009 1718 90000009
is "under any other name" "$code $(tail -n 1 "$WORK/out")" "0 \."
says any.xml 90000009 1718 90000001
refused "but not with itself" 65 "breaks HEADER: '/M/T/P' differs from '/M/H/P'"
unlike "no value of the file" "$(cat "$WORK/err")" "9000000"
says R-90000001-1819.xml 90000001 1819 90000001 all
refused "a header inside the records' tree" 78 "leads into a record"

# What is not XML, or no longer.
: >"$WORK/empty.xml"
extract person "$WORK/empty.xml"
refused "an empty file" 65 "empty.xml' is empty"
printf 'Ref,Name\nQuellworthy,x\n' >"$WORK/text.xml"
extract person "$WORK/text.xml"
refused "no XML" 65 "is empty or not XML"
for size in 120 300 560; do
	head -c $size "$WORK/good.xml" >"$WORK/cut.xml"
	extract person "$WORK/cut.xml"
	refused "cut off after $size bytes" 65 "cut.xml' (is cut short|is not well-formed)"
done
sed 's/<\/Name>/<\/Nome>/' "$WORK/good.xml" >"$WORK/crossed.xml"
extract person "$WORK/crossed.xml"
refused "tags that cross" 65 "closing tag of another name"
like "the line" "$(cat "$WORK/err")" "on line 6"
unlike "no value of the file" "$(cat "$WORK/err")" "Sm"
printf '<Message><Header/><Learner><Ref>\xff</Ref></Learner></Message>' >"$WORK/bytes.xml"
extract person "$WORK/bytes.xml"
refused "a byte that is not in the encoding" 65 "not in the encoding"
printf '<Message><Header/><Learner><Ref>\xc1\x99</Ref></Learner></Message>' >"$WORK/overlong.xml"
extract person "$WORK/overlong.xml"
refused "a sequence that utf-8 does not have" 65 "not in the encoding"
{ cat "$WORK/good.xml"; printf '<More/>'; } >"$WORK/more.xml"
extract person "$WORK/more.xml"
refused "a second document" 65 "is not well-formed|not XML|cut short"

# What means harm.
{
	printf '<?xml version="1.0"?>\n<!DOCTYPE Message [\n<!ENTITY a "aaaaaaaaaa">\n'
	previous=a
	for name in b c d e f g h i j; do
		printf '<!ENTITY %s "%s">\n' $name "$(for _ in 1 2 3 4 5 6 7 8 9 10; do printf '&%s;' $previous; done)"
		previous=$name
	done
	printf ']>\n<Message><Header/><Learner><Ref>&j;</Ref></Learner></Message>\n'
} >"$WORK/bomb.xml"
started=$SECONDS
extract person "$WORK/bomb.xml"
refused "an entity bomb" 65 "document type declaration|uses an entity"
ok "at once" test $((SECONDS - started)) -lt 5
printf '<!DOCTYPE M SYSTEM "http://127.0.0.1:1/x.dtd"><Message/>' >"$WORK/dtd.xml"
extract person "$WORK/dtd.xml"
refused "a definition from elsewhere" 65 "document type declaration"
echo Quellworthy >"$WORK/secret"
printf '<!DOCTYPE Message [<!ENTITY x SYSTEM "%s">]><Message><Header/><Learner><Ref>&x;</Ref></Learner></Message>' \
	"$WORK/secret" >"$WORK/xxe.xml"
extract person "$WORK/xxe.xml"
refused "an entity from a file" 65 "document type declaration"
unlike "which is not read" "$(cat "$WORK/out" "$WORK/err")" Quellworthy
{ printf '<Message><Header/><Learner><Ref>'; head -c 9500000 /dev/zero | tr '\0' x; printf '</Ref></Learner></Message>'; } >"$WORK/huge.xml"
extract person "$WORK/huge.xml"
refused "a record of more than 8 MiB" 65 "a record of more than 8 MiB|not well-formed"
{ printf '<Message><Header/>'; for _ in $(seq 400); do printf '<Learner>'; done; } >"$WORK/deep.xml"
extract person "$WORK/deep.xml"
refused "elements 400 deep" 65 "deep.xml'"

# Constant memory.
if sanitized "$SHIPPED/extract"; then
	skip "100,000 learners in 8 MiB" "a sanitizer has memory of its own"
else
	mkfifo "$WORK/pipe"
	"$SHIPPED/extract" "$WORK/source.json" aim "$WORK/pipe" --journal "$WORK/journal" >"$WORK/out" &
	reader=$!
	{
		awk 'BEGIN { print "<Message><Header/>"; for (i = 0; i < 100000; i++) print "<Learner><Ref>R" i "</Ref><Aim n=\"" i "\"><Code>Z" i "</Code></Aim></Learner>" }'
		peak "$reader" >"$WORK/peak"
		printf '</Message>'
	} >"$WORK/pipe"
	wait "$reader"
	is "100,000 learners" "$(wc -l <"$WORK/out")" 100002
	ok "in 8 MiB (it took $(cat "$WORK/peak") KiB)" test "$(cat "$WORK/peak")" -le 8192
fi
done_testing
