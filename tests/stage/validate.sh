#!/bin/bash
# validate: what passes, what is found, which code it ends with, and that nothing is lost in silence.
# (What each check finds, tests/unit/test_validate.c shows.)
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

tab=$(printf '\t')
mkdir "$WORK/codes"
printf '%s\n' code,label,valid_from,valid_to,source,verified open,Open,,,test,t >"$WORK/codes/status.csv"
cat >"$WORK/feed.json" <<'CONTRACT'
{ "name": "feed", "version": "1.0.0", "primaryKey": ["provider", "ref"],
  "fields": [
    { "name": "provider", "type": "string", "constraints": {"required": true}, "treat": "keep" },
    { "name": "ref", "type": "string", "constraints": {"required": true, "pattern": "R\\d+"},
      "treat": "pseudonym:record", "within": "provider" },
    { "name": "nhs", "type": "string", "treat": "pseudonym:nhs" },
    { "name": "received", "type": "date", "treat": "keep" },
    { "name": "closed", "type": "date", "treat": "keep" },
    { "name": "status", "type": "string", "codes": {"list": "status"}, "treat": "keep" },
    { "name": "note", "type": "string", "treat": "drop" } ],
  "rules": [
    { "id": "T-1", "expr": "closed >= received", "message": "closed before it was received" },
    { "id": "T-2", "severity": "warning", "expr": "received > as_of is null or received <= as_of",
      "message": "from the future" },
    { "id": "T-3", "severity": "file", "expr": "note <> 'STOP'", "message": "says so" } ] }
CONTRACT

# row VALUE...: a line of the stream. - stands for NULL.
row() {
	printf '%s\n' "$@" | sed 's/^-$/\\N/' | paste -s -d "$tab"
}

# stream: the lines on stdin between header and end
stream() {
	row source_row provider ref nhs received closed status note
	cat
	printf '%s\n' '\.'
}

validate() {
	"$BUILD/validate" "$WORK/feed.json" --codes "$WORK/codes" --as-of 2024-06-30 "$@"
}

good_2=$(row 2 P1 R1 "943 476 5919" 2024-01-01 2024-01-01 open 'tab\tand\\N and grün')
good_3=$(row 3 P1 R2 - - 2024-01-01 - -)
warned_4=$(row 4 P1 R3 - 2024-07-01 - - '')
{
	printf '%s\n' "$good_2" "$good_3" "$warned_4"
	row 5 P1 R4 9434765918 2024-02-01 2024-01-01 shut -
	row 6 - X - 2024-13-01 - - -
} | stream >"$WORK/in"

validate --rejects "$WORK/rejects" --journal "$WORK/journal" --delivery "June 2024" \
	<"$WORK/in" >"$WORK/out"
is "it ends well, rejects or not" $? 0
is "good records pass byte for byte" "$(cat "$WORK/out")" \
	"$(printf '%s\n' "$good_2" "$good_3" "$warned_4" | stream)"
is "the rejects say row, field, rule and severity, and no value" "$(cat "$WORK/rejects")" \
	"$({
		row source_row field rule severity
		row 4 - T-2 warning
		row 5 nhs identifier record
		row 5 status code record
		row 5 - T-1 record
		row 6 provider required record
		row 6 received type-error record
		row 6 ref pattern record
		printf '%s\n' '\.'
	})"
is "the journal adds up" "$(sed 's/,"seconds":.*//' "$WORK/journal")" \
	'{"stage":"validate","feed":"feed","delivery":"June 2024","read":5,"accepted":3,"rejected":2,"warned":1,"rules":{"T-2":1,"identifier":1,"code":1,"T-1":1,"required":1,"type-error":1,"pattern":1}'
is "what it writes, it takes" "$(validate <"$WORK/out" | sha256sum)" "$(sha256sum <"$WORK/out")"
is "rejects and journal are nobody else's to read" \
	"$(stat -c %a "$WORK/rejects" "$WORK/journal" | tr '\n' ' ')" "600 600 "

# A warning lets the record pass, but no text that may be anything.
cat >"$WORK/loose.json" <<'END'
{ "name": "loose", "version": "1.0.0", "primaryKey": ["ref"], "fields": [
    { "name": "ref", "type": "string", "constraints": {"required": true}, "treat": "keep" },
    { "name": "status", "type": "string", "codes": {"list": "status"}, "treat": "keep",
      "severity": {"codes": "warning"} },
    { "name": "team", "type": "string", "codes": {"list": "status"}, "treat": "keep",
      "constraints": {"pattern": "[A-Z]{3}"}, "severity": {"codes": "warning"} },
    { "name": "kind", "type": "string", "treat": "keep", "severity": {"constraint": "warning"},
      "constraints": {"enum": ["one"], "maxLength": 5} },
    { "name": "pupil", "type": "string", "treat": "pseudonym:local", "within": "ref",
      "severity": {"constraint": "warning"}, "constraints": {"pattern": "[0-9]+"} } ] }
END
printf 'source_row\tref\tstatus\tteam\tkind\tpupil\n%s\n%s\n\\.\n' \
	"$(printf '2\ta\topen\tABC\tone\t17')" "$(printf '3\tb\tQuimlenthwaite\tXYZ\tMordlesworthy\tA17')" \
	>"$WORK/loose"
"$BUILD/validate" "$WORK/loose.json" --codes "$WORK/codes" --rejects "$WORK/loose.rejects" \
	<"$WORK/loose" >"$WORK/loose.out"
is "an unlisted code is withheld, unless a pattern says what codes look like, or nobody will see it" \
	"$(sed -n 3p "$WORK/loose.out")" "$(printf '3\tb\t\\N\tXYZ\t\\N\tA17')"
is "what is listed passes as it came" "$(sed -n 2p "$WORK/loose.out")" "$(sed -n 2p "$WORK/loose")"
is "and each is a warning" "$(grep -c warning "$WORK/loose.rejects")" 6

# refuses DESCRIPTION CODE MESSAGE [OPTION...] <STREAM: that code, that message, and no end to the output
refuses() {
	local description=$1 code=$2 message=$3 got=0
	shift 3
	validate "$@" >"$WORK/refused" 2>"$WORK/error" || got=$?
	is "$description: exits $code" "$got" "$code"
	if grep -qF -- "$message" "$WORK/error"; then
		pass "$description: says so"
	else
		fail "$description: says so" "$(cat "$WORK/error")"
	fi
	is "$description: the output is torn" "$(grep -c '^\\\.' "$WORK/refused")" 0
}

refuses "an empty input" 65 "it has no header" </dev/null
refuses "a torn stream" 65 "it ends without \\." < <(head -n 3 "$WORK/in")
refuses "two streams" 65 "something follows its end" < <(cat "$WORK/in" "$WORK/in")
refuses "a cell too many" 65 "more cells" < <(sed "s/^3.*/&$tab/" "$WORK/in")
refuses "a cut record" 65 "fewer cells" < <(sed "3s/${tab}[^${tab}]*\$//" "$WORK/in")
refuses "a column too many" 65 "'extra' that the contract does not name" \
	< <(sed "1s/$/${tab}extra/; 2,\$s/[^.]$/&${tab}x/" "$WORK/in")
refuses "a missing key" 65 "has no column 'ref'" < <(cut -f 1,2,4- "$WORK/in")
refuses "no source_row" 65 "does not begin with the column 'source_row'" < <(cut -f 2- "$WORK/in")
refuses "a wrong encoding" 65 "not UTF-8" < <(printf '7\tP1\tR7\t\\N\t\\N\t\\N\t\\N\tgr\374n\n' | stream)

# An old delivery is judged under its own version, where that is kept.
refuses "a version that is not kept" 66 "the contract of feed 'feed' is not kept at version '0.9.0'" \
	--contract-version 0.9.0 <"$WORK/in"
mkdir "$WORK/versions"
sed -e 's/"1.0.0"/"0.9.0"/' -e 's/"expr": "closed >= received"/"expr": "true"/' "$WORK/feed.json" \
	>"$WORK/versions/feed-0.9.0.json"
validate --contract-version 0.9.0 --rejects "$WORK/rejects.old" <"$WORK/in" >/dev/null
is "the old version has another rule" \
	"$(grep -c T-1 "$WORK/rejects") $(grep -c T-1 "$WORK/rejects.old") $(grep -c code "$WORK/rejects.old")" "1 0 1"
validate --contract-version 1.0.0 --rejects "$WORK/rejects.new" <"$WORK/in" >/dev/null
same "the newest can be asked for too" "$WORK/rejects.new" "$WORK/rejects"
cp "$WORK/feed.json" "$WORK/versions/feed-0.8.0.json"
refuses "a file that is another version" 78 "is not feed 'feed' at version '0.8.0'" --contract-version 0.8.0 <"$WORK/in"

# Of a rejected record a trace can be left, where nothing is wrong with its key.
{
	printf '%s\n' "$good_2"
	row 5 P1 R4 9434765918 2024-02-01 2024-01-01 shut 'a note'
	row 6 - X - 2024-13-01 - - -
	row 7 P1 'R5 Quimlenthwaite' - 2024-13-01 - - -
	row 8 P1 "$(printf '\032untranslated\032R6')" - - - - -
} | stream >"$WORK/traced"
validate --traces --journal "$WORK/traced.journal" <"$WORK/traced" >"$WORK/traced.out"
is "a trace is the number with a minus, the key, and nothing else" "$(cat "$WORK/traced.out")" \
	"$({
		printf '%s\n' "$good_2"
		row -5 P1 R4 - - - - -
	} | stream)"
like "and is not counted" "$(cat "$WORK/traced.journal")" '"read":5,"accepted":1,"rejected":4,'
refuses "a trace is no record to judge" 65 "record without a number" <"$WORK/traced.out"
refuses "a finding of severity file" 65 "1 finding of severity file" --rejects "$WORK/rejects" \
	--journal "$WORK/stopped" < <({
		printf '%s\n' "$good_2"
		row 8 P1 R8 - - - - STOP
		printf '%s\n' "$good_3"
	} | stream)
is "and its findings are there to read" "$(tail -n 2 "$WORK/rejects" | head -n 1)" \
	"$(row 8 - T-3 file)"
is "and nothing behind it is accepted" "$(sed 's/.*"read"/"read"/; s/,"warned.*//' "$WORK/stopped")" \
	'"read":3,"accepted":1,"rejected":2'
refuses "a directory as input" 74 "cannot read" <"$WORK"

exits "a contract that is not there" 66 "$BUILD/validate" /nonexistent.json
exits "a contract that is none" 78 "$BUILD/validate" "$WORK/in"
"$BUILD/validate" "$WORK/feed.json" --codes "$WORK" <"$WORK/in" >/dev/null 2>&1
is "a code list that is not there" $? 66
exits "no contract" 64 "$BUILD/validate"
exits "a date that is none" 64 "$BUILD/validate" "$WORK/feed.json" --as-of 30/06/2024

validate <"$WORK/in" >/dev/full 2>/dev/null
is "a full disk" $? 74
validate --rejects /dev/full <"$WORK/in" >"$WORK/refused" 2>/dev/null
is "a full disk for the rejects" "$? $(grep -c '^\\\.' "$WORK/refused")" "74 0"
validate --journal /dev/full <"$WORK/in" >"$WORK/refused" 2>/dev/null
is "a full disk for the journal" "$? $(grep -c '^\\\.' "$WORK/refused")" "74 0"
validate --rejects /nonexistent/r <"$WORK/in" >/dev/null 2>&1
is "rejects that cannot be made" $? 73
validate <"$WORK/in" 2>/dev/null >&-
is "a closed output" $? 74
validate <&- >/dev/null 2>&1
is "a closed input" $? 74
(
	trap '' PIPE
	until [ -e "$WORK/gone" ]; do sleep .01; done
	validate <"$WORK/in" 2>/dev/null
	echo $? >"$WORK/code"
) | {
	exec <&-
	touch "$WORK/gone"
}
is "a pipe that nobody reads" "$(cat "$WORK/code")" 74

# Peak memory does not grow with the number of records.
peak_with() {
	local reader
	rm -f "$WORK/pipe"
	mkfifo "$WORK/pipe"
	"$SHIPPED/validate" "$WORK/feed.json" --codes "$WORK/codes" --as-of 2024-06-30 \
		<"$WORK/pipe" >"$WORK/many" &
	reader=$!
	{
		yes "$good_2" | head -n "$1" | stream | head -n -1
		peak "$reader" >"$WORK/peak"
		echo '\.'
	} >"$WORK/pipe"
	wait "$reader" && cat "$WORK/peak"
}
if ! sanitized "$SHIPPED/validate"; then
	small=$(peak_with 1000) large=$(peak_with 500000)
	ok "500,000 records need 8 MiB at most" test "$large" -le 8192
	ok "and hardly more than 1,000" test "$large" -le $((small + 1024))
else
	skip "500,000 records need 8 MiB at most" "a sanitizer has memory of its own"
	skip "and hardly more than 1,000" "a sanitizer has memory of its own"
fi

done_testing
