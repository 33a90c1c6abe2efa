#!/bin/bash
# VODIM: validate counts how good each field is, by provider; load keeps the counts beside the load.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

tab=$(printf '\t')
mkdir "$WORK/codes" "$WORK/contracts"
printf '%s\n' code,label,valid_from,valid_to,source,verified 1,One,,,test,t 8,Other,,,test,t "9,Not known,,,test,t" \
	>"$WORK/codes/kind.csv"
cat >"$WORK/contracts/feed.json" <<'CONTRACT'
{ "name": "feed", "version": "1.0.0", "primaryKey": ["provider", "ref"],
  "fields": [
    { "name": "provider", "type": "string", "constraints": {"required": true, "pattern": "P\\d"}, "treat": "keep" },
    { "name": "ref", "type": "string", "constraints": {"required": true}, "treat": "keep" },
    { "name": "kind", "type": "string", "codes": {"list": "kind"}, "treat": "keep",
      "quality": {"other": ["8"], "default": ["9"]} },
    { "name": "closed", "type": "date", "treat": "keep" },
    { "name": "why", "type": "string", "treat": "keep", "quality": {"applies": "closed is not null"} },
    { "name": "extra", "type": "string", "treat": "keep" } ],
  "drift": {"missing": "ignore"} }
CONTRACT

# row VALUE...: a line of the stream. - stands for NULL.
row() {
	printf '%s\n' "$@" | sed 's/^-$/\\N/' | paste -s -d "$tab"
}
{
	row source_row provider ref kind closed why
	row 2 P1 a 1 2025-01-01 moved
	row 3 P1 b 8 2025-01-01 -
	row 4 P1 c 9 - -
	row 5 P1 d 7 - -                # no such code: rejected, and counted
	row 6 P1 - 1 2025-13-01 -       # rejected; whether it was closed is not known
	row 7 P2 a - "$(printf '\032date-format\032last week')" -
	row 8 'nobody at all' a 1 - -   # no provider's code
	row 9 P2 b 1 - late
	printf '%s\n' '\.'
} >"$WORK/in"

"$BUILD/validate" "$WORK/contracts/feed.json" --codes "$WORK/codes" --quality "$WORK/quality" <"$WORK/in" >"$WORK/out"
is "it ends well" $? 0
is "each field's counts, by provider" "$(cat "$WORK/quality")" "$({
	row provider field valid other default invalid missing not_applicable
	row P1 provider 5 0 0 0 0 0
	row P1 ref 4 0 0 0 1 0
	row P1 kind 2 1 1 1 0 0
	row P1 closed 2 0 0 1 2 0
	row P1 why 1 0 0 0 1 3
	row P1 extra 0 0 0 0 5 0
	row P2 provider 2 0 0 0 0 0
	row P2 ref 2 0 0 0 0 0
	row P2 kind 1 0 0 0 1 0
	row P2 closed 0 0 0 1 1 0
	row P2 why 1 0 0 0 0 1
	row P2 extra 0 0 0 0 2 0
	row - provider 0 0 0 1 0 0
	row - ref 1 0 0 0 0 0
	row - kind 1 0 0 0 0 0
	row - closed 0 0 0 0 1 0
	row - why 0 0 0 0 0 1
	row - extra 0 0 0 0 1 0
	printf '%s\n' '\.'
})"
unlike "no value but a provider's code" "$(cat "$WORK/quality")" 'nobody|late|moved'
is "for nobody else to read" "$(stat -c %a "$WORK/quality")" 600
exits "a file that cannot be made" 73 sh -c "'$BUILD/validate' '$WORK/contracts/feed.json' --codes '$WORK/codes' \
	--quality '$WORK/none/quality' <'$WORK/in'"
exits "a file that cannot be written" 74 sh -c "'$BUILD/validate' '$WORK/contracts/feed.json' --codes '$WORK/codes' \
	--quality /dev/full <'$WORK/in'"

# a contract that is wrong about it
# wrong DESCRIPTION QUALITY MESSAGE
wrong() {
	sed "s/\"quality\": {\"applies[^}]*}/\"quality\": $2/" "$WORK/contracts/feed.json" >"$WORK/wrong.json"
	exits "$1: refused" 78 sh -c "'$BUILD/validate' '$WORK/wrong.json' <'$WORK/in'"
	like "$1: says so" "$(cat "$WORK/.output")" "$3"
}
wrong "a member misspelt" '{"applied": "closed is not null"}' "'applied'"
wrong "codes that are no texts" '{"other": [8]}' "'other' must be a list of texts"
wrong "a condition on a field that is not there" '{"applies": "open is null"}' "'applies'.*'open'"

# load keeps the counts with the load, and nothing of a delivery that it does not apply
fresh_database || exit
ok "the schema is applied" "$BUILD/ontrack" schema --apply --contracts "$WORK/contracts"
load() {
	"$BUILD/load" "$WORK/contracts/feed.json" --source test "$@" <"$WORK/out"
}
load --quality "$WORK/quality" --content-hash one
is "the load has them" "$(query "select provider, field, valid, other, defaulted, invalid, missing, not_applicable
	from ops.quality where load_no = 1 and field = 'kind' order by 1 nulls last")" \
	"$(printf 'P1\tkind\t2\t1\t1\t1\t0\t0\nP2\tkind\t1\t0\t0\t0\t1\t0\n\tkind\t1\t0\t0\t0\t0\t0')"
is "denominators leave out what does not apply" "$(query "select denominator, not_applicable from ops.vodim
	where provider = 'P1' and field = 'why'")" "$(printf '2\t3')"
exits "a file that is torn" 65 sh -c "head -n 3 '$WORK/quality' >'$WORK/torn'; '$BUILD/load' '$WORK/contracts/feed.json' \
	--source test --content-hash two --quality '$WORK/torn' <'$WORK/out'"
is "applies nothing" "$(query "select count(*) from ops.load")" 1
done_testing
