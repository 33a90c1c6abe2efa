#!/bin/bash
# extract of a delivery that is not here: fetched, tried again where that may help, never kept in
# clear.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

canary=Quellworthy
printf 'Ref,Name\r\nA1,%s\r\nA2,%s\r\n' "$canary" "$canary" >"$WORK/list.csv"
cat >"$WORK/source.json" <<'EOF'
{ "name": "remote", "version": "1.0.0", "format": "csv",
  "feeds": { "person": { "fields": { "person_ref": {"path": "Ref"}, "family_name": {"path": "Name"} } } } }
EOF
sed 's/"format"/"api_key_file": "key", "api_key_header": "X-Key", "format"/' \
	"$WORK/source.json" >"$WORK/keyed.json"
printf 'source_row\tperson_ref\tfamily_name\n2\tA1\t%s\n3\tA2\t%s\n\\.\n' "$canary" "$canary" \
	>"$WORK/expected"
export TMPDIR=$WORK/tmp
mkdir "$TMPDIR"

# serve: a server that has seen no request yet; its address in $url
serve() {
	start_server "$WORK/list.csv" "$WORK/log"
}

# extracts DESCRIPTION PATH [SOURCE]: what comes is what the file holds.
extracts() {
	ok "$1" "$BUILD/extract" "${3:-$WORK/source.json}" person "$url$2" --journal "$WORK/journal"
	"$BUILD/extract" "${3:-$WORK/source.json}" person "$url$2" >"$WORK/got" 2>"$WORK/err"
	same "$1: the records" "$WORK/got" "$WORK/expected"
}

# refuses DESCRIPTION CODE PATH REGEX [SOURCE]
refuses() {
	exits "$1" "$2" "$BUILD/extract" "${5:-$WORK/source.json}" person "$url$3"
	like "$1: the message" "$(cat "$WORK/.output")" "$4"
	unlike "$1: no end of stream" "$(cat "$WORK/.output")" '^\\\.$'
}

serve
extracts "a file over HTTP" /ok/list.csv
like "the journal has the content's hash" "$(cat "$WORK/journal")" \
	"\"sha256\":\"$(sha256sum <"$WORK/list.csv" | cut -c1-64)\""
serve
extracts "500 twice, then 200" /flaky/list.csv
is "it was asked for three times, then once" "$(wc -l <"$WORK/log")" 4
serve
extracts "503 with Retry-After" /later/list.csv
serve
extracts "a connection that breaks off once" /cut/list.csv
serve
extracts "a redirect" /moved/list.csv
serve
before=$SECONDS
extracts "429 with a date to come back at" /busy/list.csv
ok "which was waited for" [ $((SECONDS - before)) -ge 1 ]
serve
extracts "an answer that is compressed though not asked to be" /gzip/list.csv
like "the hash is of the content" "$(tail -n 1 "$WORK/journal")" \
	"\"sha256\":\"$(sha256sum <"$WORK/list.csv" | cut -c1-64)\""

serve
refuses "a server that goes on failing" 69 /broken/list.csv "answered 500"
is "it was asked for five times" "$(wc -l <"$WORK/log")" 5
serve

# What is tried again is tried for two seconds here.
for limit in '"maximum": 20' '"timeout": {"stall": 1, "total": 2}'; do
	sed "s/\"format\"/\"http\": {$limit}, \"format\"/" "$WORK/source.json" >"$WORK/limit.${limit:1:4}.json"
done
brief=$WORK/limit.time.json
refuses "a connection that always breaks off" 69 /half/list.csv "cannot fetch" "$brief"
refuses "an answer shorter than it says" 69 /long/list.csv "attempt [0-9]: cannot fetch" "$brief"
refuses "a compressed answer that is cut short, as whole as HTTP can tell" 69 /gzip-cut/list.csv \
	"compressed answer is cut short" "$brief"
refuses "a server that stops in the middle" 69 /stall/list.csv "cannot fetch" "$brief"
refuses "a byte now and then" 69 /slow/list.csv "within 2 seconds" "$brief"
refuses "a file that is too large" 65 /ok/list.csv "larger than 20 bytes" "$WORK/limit.maxi.json"
refuses "an encoding that was not asked for" 69 /brotli/list.csv "not asked for"
refuses "an answer that may be cut off anywhere" 69 /unsized/list.csv "does not say how long it is"
like "with what to do" "$(cat "$WORK/.output")" "Content-Length or chunks"
cp "$WORK/list.csv" "$WORK/plain"
gzip -c "$WORK/plain" >"$WORK/list.csv"
extracts "a gzip file, which shows where it ends, without a length" /unsized/list.csv.gz
refuses "half of one, whole by its length" 65 /short/list.csv "cut short"
mv "$WORK/plain" "$WORK/list.csv"
serve
refuses "no such file" 66 /none/list.csv "answered 404"
is "which was asked for once" "$(wc -l <"$WORK/log")" 1
url=http://user:secret@127.0.0.1:$port refuses "a password in the URL" 64 /ok/x "user's name or password"
unlike "the password is not shown" "$(cat "$WORK/.output")" "secret"
url=http://127.0.0.1:1 refuses "no server" 69 /ok/x "cannot fetch 'http://127.0.0.1:1/ok/x'"
refuses "a query" 66 "/none?token=tippler" "cannot fetch"
unlike "the query is not shown" "$(cat "$WORK/.output")" tippler

# The key's file.
printf 'open sesame\nnot this\n' >"$WORK/key"
chmod 644 "$WORK/key"
refuses "a key that others can read" 77 /key/list.csv "others can read the key" "$WORK/keyed.json"
chmod 600 "$WORK/key"
extracts "a key from a file" /key/list.csv "$WORK/keyed.json"
refuses "with a key, no redirect is followed" 69 /moved/list.csv "points elsewhere" "$WORK/keyed.json"
printf 'wrong\n' >"$WORK/key"
refuses "a key that is refused" 77 /key/list.csv "answered 403" "$WORK/keyed.json"
rm "$WORK/key"
refuses "no key" 66 /key/list.csv "cannot read" "$WORK/keyed.json"
refuses "a key that is not sent" 77 /key/list.csv "answered 403"

# A spool for the whole run.
head -c 32 /dev/urandom >"$WORK/run.key"
head -c 32 /dev/urandom >"$WORK/other.key"
hash=$("$BUILD/extract" "$WORK/source.json" person "$url/ok/list.csv" --fetch "$WORK/spool" \
	--spool-key 9 9<"$WORK/run.key")
is "--fetch prints the hash" "$hash" "$(sha256sum <"$WORK/list.csv" | cut -c1-64)"
is "the spool is the owner's alone" "$(stat -c %a "$WORK/spool")" 600
ok "the spool is not in clear" bash -c "! grep -q $canary '$WORK/spool'"
"$BUILD/extract" "$WORK/source.json" person "$WORK/spool" --spool-key 9 --name list.csv \
	--sha256 "$hash" 9<"$WORK/run.key" >"$WORK/got"
same "a spool is read with its key" "$WORK/got" "$WORK/expected"
exits "another key does not open it" 65 bash -c \
	"exec '$BUILD/extract' '$WORK/source.json' person '$WORK/spool' --spool-key 9 9<'$WORK/other.key'"
exits "a short key" 66 bash -c \
	"exec '$BUILD/extract' '$WORK/source.json' person '$WORK/spool' --spool-key 9 9</dev/null"
head -c -1 "$WORK/spool" >"$WORK/short"
exits "a spool cut short" 65 bash -c \
	"exec '$BUILD/extract' '$WORK/source.json' person '$WORK/short' --spool-key 9 9<'$WORK/run.key'"
exits "--fetch of a file" 64 bash -c \
	"exec '$BUILD/extract' '$WORK/source.json' person '$WORK/list.csv' --fetch x --spool-key 9 9<'$WORK/run.key'"
exits "a spool on a full disk" 74 bash -c \
	"exec '$BUILD/fetch' '$WORK/source.json' $url/ok/x --spool 8 --spool-key 9 9<'$WORK/run.key' 8>/dev/full"
is "nothing is left in TMPDIR" "$(ls -A "$TMPDIR")" ""

kill "$server"
wait "$server" 2>/dev/null

# TLS: a certificate that nobody has signed is not taken.
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
	-keyout "$WORK/tls.key" -out "$WORK/tls.pem" >/dev/null 2>&1
openssl s_server -accept 127.0.0.1:0 -key "$WORK/tls.key" -cert "$WORK/tls.pem" -WWW \
	>"$WORK/tls.out" 2>/dev/null </dev/null &
server=$!
for _ in $(seq 50); do
	grep -q ACCEPT "$WORK/tls.out" && break
	sleep 0.1
done
url=https://$(sed -n 's/^ACCEPT //p' "$WORK/tls.out")
refuses "a certificate that is not trusted" 69 /ok/x "certificate"
like "it says what to look at" "$(cat "$WORK/.output")" "not one that this machine trusts"
kill "$server"
wait "$server" 2>/dev/null
done_testing
