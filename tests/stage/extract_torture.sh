#!/bin/bash
# extract of CSV that is hard to read, damaged, or made to do harm: it is read as it was meant, or the
# error says where, what was expected and what to do.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/stage/extract_common.sh
. tests/stage/extract_common.sh

# said DESCRIPTION REGEX: a line of the last extract's messages
said() {
	like "$1" "$(cat "$WORK/err")" "$2"
}

mapping='{"fields": {"ref": {"path": "Ref"}, "text": {"path": "Text"}}}'
source_file plain "$mapping"
for encoding in utf-16le utf-16be windows-1252 iso-8859-15; do
	source_file $encoding "$mapping" "\"format\": \"csv\", \"encoding\": \"$encoding\","
done

# The same table in each encoding, written by iconv: with an accent, a euro and a line break.
printf 'Ref,Text\r\nA1,"Ren\xc3\xa9e, \xe2\x82\xac 5\r\nor \xc5\x93"\r\n' >"$WORK/utf-8.csv"
printf 'source_row\tref\ttext\n2\tA1\tRenée, € 5\\r\\nor œ\n\\.\n' >"$WORK/expected"
extract plain "$WORK/utf-8.csv"
same "utf-8" "$WORK/out" "$WORK/expected"
for encoding in utf-16le utf-16be windows-1252 iso-8859-15; do
	iconv -f utf-8 -t $encoding "$WORK/utf-8.csv" >"$WORK/$encoding.csv"
	extract $encoding "$WORK/$encoding.csv"
	same "$encoding" "$WORK/out" "$WORK/expected"
done
for encoding in utf-16le utf-16be; do
	{ printf '\xef\xbb\xbf' | iconv -f utf-8 -t $encoding; cat "$WORK/$encoding.csv"; } >"$WORK/mark-$encoding.csv"
	extract $encoding "$WORK/mark-$encoding.csv"
	same "$encoding with its byte order mark" "$WORK/out" "$WORK/expected"
	iconv -f utf-8 -t $encoding </dev/null >"$WORK/void.csv"
	head -c 2 "$WORK/mark-$encoding.csv" >"$WORK/only-mark.csv"
	extract $encoding "$WORK/only-mark.csv"
	refused "$encoding, nothing but the mark" 65 "only-mark.csv' is empty"
done

# Each under each other's name.
extract plain "$WORK/mark-utf-16le.csv"
refused "utf-16le as utf-8" 65 "is not utf-8 at byte 0"
said "and what it is" "hint: it looks like utf-16le: declare that"
extract plain "$WORK/utf-16be.csv"
refused "utf-16be without a mark as utf-8" 65 "has a NUL at byte 0"
said "and what it is" "hint: it looks like utf-16be"
extract utf-16le "$WORK/mark-utf-16be.csv"
refused "the other byte order" 65 "is declared utf-16le, but begins with the byte order mark of another"
said "and what it is" "hint: it looks like utf-16be"
extract utf-16be "$WORK/utf-16le.csv"
refused "the other byte order without a mark" 65 "is declared utf-16be, but has no ASCII character"
said "and what it is" "hint: it looks like utf-16le"
extract utf-16le "$WORK/utf-8.csv"
refused "utf-8 as utf-16" 65 "is declared utf-16le, but has no ASCII character"
said "and what it is" "hint: it looks like utf-8"
extract iso-8859-15 "$WORK/utf-8.csv"
refused "utf-8 as iso-8859-15" 65 "is not iso-8859-15 at byte 23"
said "the line" "detail: on line 2"
said "and what it is" "hint: it looks like utf-8"
printf 'Ref,Text\nA1,\x93so\x94\n' >"$WORK/quotes.csv"
extract iso-8859-15 "$WORK/quotes.csv"
refused "the quotes of windows-1252 as iso-8859-15" 65 "is not iso-8859-15 at byte 12"
said "and what it is" "hint: it looks like windows-1252"
{ cat "$WORK/utf-16le.csv"; printf 'x'; } >"$WORK/odd.csv"
extract utf-16le "$WORK/odd.csv"
refused "an odd byte at the end" 65 "is not utf-16le at byte $(stat -c %s "$WORK/utf-16le.csv"): half a character"
said "what to do" "hint: .* sent again"
printf 'Ref,Text\nA1,' | iconv -t utf-16le >"$WORK/half.csv"
printf '\x3d\xd8x\0' >>"$WORK/half.csv"
extract utf-16le "$WORK/half.csv"
refused "half of a surrogate pair" 65 "is not utf-16le at byte 24: half of a surrogate pair"
said "on its line" "detail: on line 2"

# What is odd and right.
printf 'Ref,Text\r"a ""b"" """"","c\rd\ne\r\nf"\r\n"","x"' >"$WORK/odd-quotes.csv"
printf 'source_row\tref\ttext\n2\ta "b" ""\tc\\rd\\ne\\r\\nf\n3\t\\N\tx\n\\.\n' >"$WORK/expected"
extract plain "$WORK/odd-quotes.csv"
same "quotes in quotes, every line break in quotes, rows that end with CR, CRLF and nothing" \
	"$WORK/out" "$WORK/expected"
printf 'source_row\tref\ttext\n\\.\n' >"$WORK/expected"
for end in '' '\n' '\r' '\r\n' '\n\n\n' '\n,\n'; do
	printf '%b' "Ref,Text$end" >"$WORK/header.csv"
	extract plain "$WORK/header.csv"
	is "a header only, then '$end': the exit code" "$code" 0
	same "a header only, then '$end'" "$WORK/out" "$WORK/expected"
done
for empty in '' '\xef\xbb\xbf'; do
	printf '%b' "$empty" >"$WORK/empty.csv"
	extract plain "$WORK/empty.csv"
	refused "an empty file '$empty'" 65 "empty.csv' is empty"
done

# Rows that do not fit are rejects, counted in one line.
printf 'Ref,Text\nA1,Smith\nA2,Smith,Jo\n\nA3\nA4,Jo\nA5,"a,b",c\n' >"$WORK/ragged.csv"
printf 'source_row\tref\ttext\n2\tA1\tSmith\n6\tA4\tJo\n\\.\n' >"$WORK/expected"
extract plain "$WORK/ragged.csv"
same "rows with other cells than the header" "$WORK/out" "$WORK/expected"
is "are told in one line" "$(wc -l <"$WORK/err")" 1
said "which says how many, where, and why" \
	"warning: '.*ragged.csv': 3 x ragged-row, the first in row 3, with 3 cells where the header has 2: "

# What cannot be read further.
printf 'Ref,Text\nA1,x\nA2,"Smith\nA3,y\n' >"$WORK/open.csv"
extract plain "$WORK/open.csv"
refused "a quote that is never closed" 65 "never closed, opened on line 3"
said "its cell" "detail: in cell 2 of its row"
said "what to do" "hint: close it or take it out"
printf 'Ref,Text\nA1,"x" y\n' >"$WORK/after.csv"
extract plain "$WORK/after.csv"
refused "text after a quote" 65 "text after a closing quote on line 2"
said "its cell, and what was expected" "detail: in cell 2 .* line break or the file's end was expected"
printf 'Ref,Text\n"A\n1","\0"\n' >"$WORK/nul.csv"
extract plain "$WORK/nul.csv"
refused "a NUL in quotes" 65 "has a NUL at byte 16"
said "its line" "detail: on line 3"
{ printf 'Ref,Text\n'; head -c 9000000 /dev/zero | tr '\0' 'x'; } >"$WORK/long.csv"
extract plain "$WORK/long.csv"
refused "a record without an end" 65 "has a record of more than 8 MiB"
said "its line" "detail: on line 2"
said "what to do" "hint: see whether its line breaks are there"
for encoding in utf-16le utf-16be; do
	{ printf 'Ref,Text\n'; head -c 9000000 /dev/zero | tr '\0' 'x'; } | iconv -t $encoding >"$WORK/long.csv"
	extract $encoding "$WORK/long.csv"
	refused "$encoding, a record without an end" 65 "has a record of more than 8 MiB"
done

# What unpacks to far more than it is.
small='{"fields": {"ref": {"path": "Ref"}}, "unused": ["Text"]}'
row=A1,$(head -c 100000 /dev/zero | tr '\0' x)
{ printf 'Ref,Text\n'; yes "$row" | head -n 1200; } | gzip -9 >"$WORK/bomb.csv.gz"
packed=$(stat -c %s "$WORK/bomb.csv.gz")
ok "the bomb is one, 1:$((120000000 / packed))" test "$packed" -lt 150000
source_file small "$small"
extract small "$WORK/bomb.csv.gz" --journal "$WORK/bomb.journal"
refused "a gzip bomb" 65 "bomb.csv.gz' unpacks to more than 200 times its size and 64 MiB"
said "what to do" "hint: .* raise 'ratio' in the source"
is "it is not journalled as read" "$(cat "$WORK/bomb.journal" 2>/dev/null)" ""
source_file high "$small" '"format": "csv", "ratio": 1032,'
extract high "$WORK/bomb.csv.gz" --journal "$WORK/bomb.journal"
is "where the source allows it, it is read" "$code" 0
like "whole" "$(cat "$WORK/bomb.journal")" '"accepted":1200,'
source_file zipped '{"table": "t", "fields": {"ref": {"path": "Ref"}}, "unused": ["Text"]}' \
	'"format": "csv", "tables": {"t": "bomb.csv"},'
mkdir "$WORK/bomb"
gzip -dc "$WORK/bomb.csv.gz" >"$WORK/bomb/bomb.csv"
(cd "$WORK/bomb" && zip -q -9 ../bomb.zip bomb.csv)
rm -r "$WORK/bomb"
extract zipped "$WORK/bomb.zip"
refused "a zip bomb" 65 "bomb.zip:bomb.csv' unpacks to more than 200 times its size and 64 MiB"
said "what to do" "hint: .* raise 'ratio' in the source"
is "before anything of it is read" "$(cat "$WORK/out")" ""
is "no value of any file was in a message" "$(grep -cE 'Smith|Jo|A[0-9]|Ren|xxx' "$WORK/said")" 0
done_testing
