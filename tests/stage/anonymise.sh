#!/bin/bash
# anonymise: what becomes of each column, what is refused, and what the process may still do.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

tab=$(printf '\t')
keys=$WORK/keys
ok "a key is made" "$BUILD/ontrack" key new --keys "$keys"

cat >"$WORK/feed.json" <<'EOF'
{ "name": "feed", "title": "A feed", "version": "1.0.0",
  "fields": [
    { "name": "provider", "type": "string", "constraints": {"required": true}, "treat": "keep" },
    { "name": "person_ref", "type": "string", "constraints": {"required": true},
      "treat": "pseudonym:local", "within": "provider" },
    { "name": "referral_ref", "type": "string", "treat": "pseudonym:record", "within": "provider" },
    { "name": "nhs", "type": "string", "treat": "pseudonym:nhs" },
    { "name": "upn", "type": "string", "treat": "pseudonym:upn" },
    { "name": "uln", "type": "string", "treat": "pseudonym:uln" },
    { "name": "surname", "type": "string", "treat": "drop" },
    { "name": "born", "type": "date", "treat": "age", "at": "referred" },
    { "name": "postcode", "type": "string", "treat": "district" },
    { "name": "referred", "type": "date", "treat": "keep" },
    { "name": "note", "type": "string", "treat": "keep" } ],
  "primaryKey": ["provider", "person_ref"] }
EOF
columns="source_row provider person_ref referral_ref nhs upn uln surname born postcode referred note"

# row VALUE...: a line of the stream. - stands for NULL.
row() {
	printf '%s\n' "$@" | sed 's/^-$/\\N/' | paste -s -d "$tab"
}

# stream: the lines on stdin between header and end
stream() {
	# shellcheck disable=SC2086 # the names of columns have no spaces
	row $columns
	cat
	printf '%s\n' '\.'
}

anonymise() {
	"$BUILD/anonymise" "$WORK/feed.json" --keys "$keys" "$@"
}

# cell ROW COLUMN <STREAM: the value in the record with that source_row
cell() {
	awk -F "$tab" -v row="$1" -v name="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
		NR > 1 && $1 == row { print $at }'
}

{
	row 2 R1A01 a12 r1 "943 476 5919" b801200005001 1000000043 Zzabcdefg 2008-02-29 "sw1a 1aa" 2024-02-28 'tab\tand\\N'
	row 3 R1A01 " a12 " r2 943-476-5919 - 9999999999 Zzabcdefg 2008-02-29 "M1 1AE" 2024-02-29 -
	row 4 R1A02 a12 r1 9434765918 A801200005001 1000000063 Zzabcdefg 2030-01-01 "ZZ99 3VZ" 2024-02-29 note
	row 5 R1A01 A12 a12 9990494355 - - - - nowhere - -
} | stream >"$WORK/in"

ok "it runs" sh -c "\"\$1/anonymise\" \"\$2/feed.json\" --keys \"\$2/keys\" --rejects \"\$2/rejects\" \
	--journal \"\$2/journal\" --delivery sheet.csv <\"\$2/in\" >\"\$2/out\"" - "$BUILD" "$WORK"
is "columns are the contract's, names and dates of birth gone" "$(head -n 1 "$WORK/out")" \
	"$(row source_row provider person_ref referral_ref nhs upn uln age_at_event age_band district local_authority imd_decile referred note)"
is "the last line ends the stream" "$(tail -n 1 "$WORK/out")" '\.'
is "no record is lost" "$(wc -l <"$WORK/out")" 6
is "what is kept passes as it stood" "$(cell 2 note <"$WORK/out")" 'tab\tand\\N'
# Without the pseudonyms, whose digits are those of anything by chance.
unlike "nothing identifying is left" \
	"$(sed -E 's/\b[0-9a-f]{32}\b//g' "$WORK/out" "$WORK/rejects" "$WORK/journal")" \
	'943|801200005001|1000000043|Zzab|a12|2008-02-29|1aa|1AE|9990494355'
is "ages at a date, born on 29 February" \
	"$(cell 2 age_at_event <"$WORK/out") $(cell 2 age_band <"$WORK/out") $(cell 3 age_at_event <"$WORK/out")" \
	"15 14-15 16"
is "districts" "$(cell 2 district <"$WORK/out") $(cell 3 district <"$WORK/out")" "SW1A M1"
is "and no place, without a postcode directory" "$(cell 2 local_authority <"$WORK/out")$(cell 2 imd_decile <"$WORK/out")" '\N\N'
is "two ways to write a number, one pseudonym" "$(cell 2 nhs <"$WORK/out")" "$(cell 3 nhs <"$WORK/out")"
is "two ways to write a reference, one pseudonym" \
	"$(cell 2 person_ref <"$WORK/out")" "$(cell 3 person_ref <"$WORK/out")"
unlike "another provider's a12 is somebody else" \
	"$(cell 4 person_ref <"$WORK/out")" "$(cell 2 person_ref <"$WORK/out")"
unlike "a12 is not A12" "$(cell 5 person_ref <"$WORK/out")" "$(cell 2 person_ref <"$WORK/out")"

# The trace of a rejected record passes with its key's pseudonyms, uncounted; without them not at all.
{
	row 2 R1A01 a12 r1 - - - - - - - -
	row -3 R1A01 a12 - - - - - - - - -
	row -4 R1A01 - - - - - - - - - -
} | stream | anonymise --journal "$WORK/trace.journal" --rejects "$WORK/trace.rejects" >"$WORK/trace.out"
is "a trace is known by its key" "$(cell -3 person_ref <"$WORK/trace.out")" \
	"$(cell 2 person_ref <"$WORK/trace.out")"
is "one without a key is left out" "$(grep -c '^-' "$WORK/trace.out")" 1
is "nothing of it is found" "$(wc -l <"$WORK/trace.rejects")" 2
like "or counted" "$(cat "$WORK/trace.journal")" '"read":1,"accepted":1,"rejected":0,'
unlike "a person's reference and a record's are not alike" \
	"$(cell 5 referral_ref <"$WORK/out")" "$(cell 2 person_ref <"$WORK/out")"
is "what is no identity gives NULL" \
	"$(cell 3 uln <"$WORK/out")$(cell 4 nhs <"$WORK/out")$(cell 4 upn <"$WORK/out")$(cell 4 uln <"$WORK/out")$(cell 5 nhs <"$WORK/out")$(cell 5 upn <"$WORK/out")" \
	'\N\N\N\N\N\N'
is "and a finding that says why; a missing one gives none" "$(cat "$WORK/rejects")" "$(
	row source_row field rule severity
	row 3 uln no-pseudonym-sentinel warning
	row 4 nhs no-pseudonym-invalid warning
	row 4 upn no-pseudonym-invalid warning
	row 4 uln no-pseudonym-invalid warning
	row 4 born no-age warning
	row 4 postcode no-district-unknown warning
	row 5 nhs no-pseudonym-test warning
	row 5 postcode no-district-invalid warning
	printf '%s\n' '\.'
)"
id=$(sed -n 's/^kid //p' "$keys"/*.key)
like "the journal counts, and names the key" "$(cat "$WORK/journal")" \
	"^\{\"stage\":\"anonymise\",\"feed\":\"feed\",\"delivery\":\"sheet.csv\",\"read\":4,\"accepted\":4,\"rejected\":0,\"warned\":3,.*\"key\":\"$id\""

anonymise --allow-test-identifiers <"$WORK/in" >"$WORK/tests"
like "numbers for tests are hashed where they are allowed" "$(cell 5 nhs <"$WORK/tests")" '^[0-9a-f]{32}$'

# The construction itself, by another program.
if command -v openssl >/dev/null; then
	# lv TEXT: in hex, its length in two bytes before it
	lv() { printf '%04x' "${#1}" && printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; }
	# expected TYPE VALUE: the key goes by way of openssl's arguments, which only a test may do
	expected() {
		local key sub
		key=$(sed -n 's/^key //p' "$keys"/*.key)
		sub=$(openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt "hexkey:$key" -kdfopt salt:psn/v1 \
			-kdfopt "hexinfo:$(lv ontrack)$(lv core)$(lv "$1")" HKDF | tr -d ':\n')
		lv "$2" | sed 's/../\\x&/g' | xargs -0 printf '%b' |
			openssl dgst -sha256 -mac HMAC -macopt "hexkey:$sub" -r | cut -c 1-32
	}
	is "an NHS number's pseudonym, by openssl" "$(cell 2 nhs <"$WORK/out")" "$(expected NHS 9434765919)"
	is "a UPN's, by openssl" "$(cell 2 upn <"$WORK/out")" "$(expected UPN B801200005001)"
	is "a person's reference, by openssl" "$(cell 2 person_ref <"$WORK/out")" "$(expected LOCAL:R1A01 a12)"
	is "a record's reference, by openssl" "$(cell 4 referral_ref <"$WORK/out")" "$(expected RECORD:R1A02 r1)"
else
	skip "the construction, by openssl" "no openssl"
fi

# Many: more providers than the ring of sub-keys holds, more digests than a batch, in any order.
awk -v OFS="$tab" 'BEGIN { for (i = 1; i <= 5000; i++)
	print i, "P" (i * 7919 % 450), "x" i % 97, "r" i, "9434765919", "B801200005001", "\\N",
		"Name", "2010-01-01", "M1 1AE", "2024-01-01", i % 5 ? "note" : "\\N" }' >"$WORK/many"
stream <"$WORK/many" | anonymise >"$WORK/many.out"
stream <"$WORK/many" | anonymise >"$WORK/many.again"
same "the same input gives the same output" "$WORK/many.again" "$WORK/many.out"
is "records keep their order" "$(cut -f 1 "$WORK/many.out" | sed '1d;$d' | cksum)" "$(cut -f 1 "$WORK/many" | cksum)"
sort -t "$tab" -k 3,3 -k 1,1n "$WORK/many" | stream | anonymise | sed '1d;$d' | sort >"$WORK/sorted.out"
sed '1d;$d' "$WORK/many.out" | sort >"$WORK/many.sorted"
same "a record's pseudonyms don't depend on its neighbours" "$WORK/sorted.out" "$WORK/many.sorted"
is "as many people as there are (provider, reference)" \
	"$(sed '1d;$d' "$WORK/many.out" | cut -f 3 | sort -u | wc -l)" "$(cut -f 2,3 "$WORK/many" | sort -u | wc -l)"
ok "a key for another domain" "$BUILD/ontrack" key new --keys "$keys" --domain other
stream <"$WORK/many" | anonymise --domain other >"$WORK/other.out"
is "two domains have no pseudonym in common" "$(
	for column in 3 4 5 6; do
		comm -12 <(sed '1d;$d' "$WORK/many.out" | cut -f $column | sort -u) \
			<(sed '1d;$d' "$WORK/other.out" | cut -f $column | sort -u)
	done
)" ""

# Records that can't be expressed are rejected and counted.
{
	row 2 - a12 r1 - - - - - - - -
	row 3 R1A01 - r1 - - - - - - - -
	row 4 R1A01 "   " r1 - - - - - - - -
	row 5 "$(printf 'P%.0s' {1..63})" a12 r1 - - - - - - - -
	row 6 R1A01 a12 r1 - - - - - - "$(printf '\032date-format\032Zzabcdefg')" -
	row 7 R1A01 a12 r1 - - - "$(printf '\032date-format\032Zzabcdefg')" - - - -
} | stream >"$WORK/in"
anonymise --rejects "$WORK/rejects" --journal "$WORK/journal" <"$WORK/in" >"$WORK/out"
is "only the record that can be stored passes" "$(cut -f 1 "$WORK/out" | paste -s -d ' ')" 'source_row 7 \.'
is "why the others don't" "$(cat "$WORK/rejects")" "$(
	row source_row field rule severity
	row 2 person_ref no-pseudonym-within record
	row 3 person_ref no-pseudonym-missing record
	row 4 person_ref no-pseudonym-missing record
	row 5 person_ref no-pseudonym-within record
	row 6 referred untranslated record
	printf '%s\n' '\.'
)"
like "the counts add up" "$(tail -n 1 "$WORK/journal")" '"read":6,"accepted":1,"rejected":5,'

# A large record between small ones.
{
	row 2 R1A01 a12 r1 9434765919 - - - - - - small
	row 3 R1A01 a12 r1 9434765919 - - - - - - "$(head -c 9000000 /dev/zero | tr '\0' x)"
	row 4 R1A01 a12 r1 9434765919 - - - - - - small
} | stream | anonymise >"$WORK/out"
is "a record of 9 MB passes whole" "$(cell 3 note <"$WORK/out" | wc -c)" 9000001
is "and its neighbours" "$(cell 2 nhs <"$WORK/out")$(cell 4 nhs <"$WORK/out")" \
	"$(cell 3 nhs <"$WORK/out")$(cell 3 nhs <"$WORK/out")"

# fails DESCRIPTION CODE INPUT [OPTION...]: exit code, no end of stream, and no value in the message
fails() {
	local description=$1 code=$2 input=$3 got=0
	shift 3
	anonymise "$@" <"$input" >"$WORK/out" 2>"$WORK/err" || got=$?
	is "$description: exit $code" "$got" "$code"
	unlike "$description: no end of stream" "$(tail -n 1 "$WORK/out")" '^\\\.$'
	unlike "$description: no value in the message" "$(cat "$WORK/err")" 'Zzab|9434765919'
}
row 2 R1A01 a12 r1 9434765919 - - Zzabcdefg - - - note | stream >"$WORK/good"
head -n 2 "$WORK/good" >"$WORK/torn"
fails "a torn stream" 65 "$WORK/torn"
cat "$WORK/good" "$WORK/good" >"$WORK/twice"
fails "two streams" 65 "$WORK/twice"
: >"$WORK/empty"
fails "nothing at all" 65 "$WORK/empty"
sed "1s/note/nickname/" "$WORK/good" >"$WORK/unknown"
fails "a column that the contract doesn't name" 65 "$WORK/unknown"
is "and not a byte of it passed on" "$(wc -c <"$WORK/out")" 0
sed 's/"version"/"drift": {"new": "warn"}, "version"/' "$WORK/feed.json" >"$WORK/lenient.json"
sed "1s/\$/${tab}nickname/; 2s/\$/${tab}Zzabcdefg/" "$WORK/good" |
	"$BUILD/anonymise" "$WORK/lenient.json" --keys "$keys" >"$WORK/out"
is "one that the contract lets pass is left out" \
	"$? $(grep -cE 'nickname|Zzab' "$WORK/out") $(wc -l <"$WORK/out")" "0 0 3"
sed "1s/note/referred/" "$WORK/good" >"$WORK/double"
fails "a column twice" 65 "$WORK/double"
cut -f 2- "$WORK/good" >"$WORK/rowless"
fails "no source_row" 65 "$WORK/rowless"
sed '2s/^2/Zzabcdefg/' "$WORK/good" >"$WORK/named"
fails "a source_row that is no number" 65 "$WORK/named"
cut -f 1,2,4- "$WORK/good" | sed 's/^\\\..*/\\./' >"$WORK/lacking"
fails "a required column that isn't there" 65 "$WORK/lacking"
cut -f 1-6 "$WORK/good" | sed 's/^\\\..*/\\./' >"$WORK/few"
anonymise <"$WORK/few" >"$WORK/out"
is "columns that aren't required may be missing: NULL" "$(sed -n 2p "$WORK/out" | cut -f 7-)" \
	"$(row - - - - - - - -)"
fails "a key that isn't there" 78 "$WORK/good" --domain third
fails "no directory of keys" 66 "$WORK/good" --keys "$WORK/nowhere"
fails "rejects that can't be written" 73 "$WORK/good" --rejects /nowhere/rejects
fails "a journal that can't be written" 73 "$WORK/good" --journal /nowhere/journal
fails "a full disk under the rejects" 74 "$WORK/good" --rejects /dev/full
fails "a full disk under the journal" 74 "$WORK/good" --journal /dev/full
exits "usage: no --keys" 64 "$BUILD/anonymise" "$WORK/feed.json"
exits "usage: no contract" 64 "$BUILD/anonymise" --keys "$keys"
exits "a full disk under the output" 74 sh -c '"$1/anonymise" "$2/feed.json" --keys "$2/keys" <"$2/good" >/dev/full' - "$BUILD" "$WORK"
exits "a full disk under --help" 74 sh -c '"$1/anonymise" --help >/dev/full' - "$BUILD"
exits "a full disk under ontrack key" 74 sh -c '"$1/ontrack" key new --keys "$2/full" >/dev/full' - "$BUILD" "$WORK"
code=0
stream <"$WORK/many" | { anonymise || echo $? >"$WORK/code"; } | head -c 1 >/dev/null
is "a closed pipe" "$(cat "$WORK/code")" 74

# The key comes before the data: where it is refused, nothing has been read.
chmod 0644 "$keys"/ontrack.*.key
{
	anonymise 2>"$WORK/err" >"$WORK/out" || code=$?
	cat >"$WORK/left"
} <"$WORK/good"
is "a key file that others can read: exit 77" "$code" 77
same "a key file that others can read: no byte of data is read" "$WORK/left" "$WORK/good"
like "a key file that others can read: it says what to do" "$(cat "$WORK/err")" 'mode 0600'
chmod 0600 "$keys"/ontrack.*.key

# What the process may do while it works. Of what is shipped: a sanitizer makes mlock() do nothing, and
# looks for leaks in files when all is done.
mkfifo "$WORK/pipe"
"$SHIPPED/anonymise" "$WORK/feed.json" --keys "$keys" <"$WORK/pipe" >"$WORK/out" &
pid=$!
exec 9>"$WORK/pipe"
head -n 2 "$WORK/good" >&9 # it waits for what comes next
for _ in {1..100}; do
	grep -q '^Max open files *0 *0 ' "/proc/$pid/limits" && break
	sleep 0.05
done
like "no file can be opened" "$(grep '^Max open' "/proc/$pid/limits")" '^Max open files +0 +0 '
like "no core is dumped" "$(grep '^Max core' "/proc/$pid/limits")" '^Max core file size +0 +0 '
like "no privileges can be gained" "$(grep NoNew "/proc/$pid/status")" "^NoNewPrivs:$tab*1"
like "key memory is locked" "$(grep VmLck "/proc/$pid/status")" '^VmLck:[^0-9]*[1-9][0-9]+ kB'
printf '%s\n' '\.' >&9
exec 9>&-
code=0
wait $pid || code=$?
is "and it ends well" "$code" 0

# limited KIB: with so little memory that may be locked, also for root
limited() {
	(
		ulimit -l "$1"
		set -- "$SHIPPED/anonymise" "$WORK/feed.json" --keys "$keys"
		[ "$(id -u)" -ne 0 ] || set -- setpriv --bounding-set=-ipc_lock "$@"
		exec "$@" <"$WORK/good"
	)
}
exits "where the key can't be locked into memory, it does not work" 71 limited 16
ok "64 KiB that may be locked are enough" limited 64

if command -v strace >/dev/null && strace -o "$WORK/probe" true 2>/dev/null; then
	strace -f -o "$WORK/trace" "$SHIPPED/anonymise" "$WORK/feed.json" --keys "$keys" \
		--rejects "$WORK/rejects" --journal "$WORK/journal" <"$WORK/in" >"$WORK/out"
	awk '/ read\(0, / { reading = 1 } reading' "$WORK/trace" >"$WORK/after"
	like "a trace of its system calls is there" "$(cat "$WORK/after")" 'write\(1, '
	unlike "nothing is opened, connected or started after the first byte is read" "$(cat "$WORK/after")" \
		' (open|openat|openat2|creat|socket|connect|execve|fork|vfork|clone|clone3|ptrace)\('
else
	skip "nothing is opened after the first byte is read" "strace can't trace here"
fi
done_testing
