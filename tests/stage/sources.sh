#!/bin/bash
# The templates of sources/ on small deliveries whose records were worked out by hand
# (tests/stage/sources), and what the other stages make of them.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

here=tests/stage/sources
tab=$(printf '\t')

# gives SOURCE FEED DELIVERY EXPECTED: the records of EXPECTED, in which ! stands for a mark
gives() {
	"$BUILD/extract" "sources/$1.json" "$2" "$3" >"$WORK/got" 2>"$WORK/err" || cat "$WORK/err"
	tr '\032' '!' <"$WORK/got" >"$WORK/marked"
	same "$1: $2" "$WORK/marked" "$here/$4"
}

# judged FEED: what is left of $WORK/got by its contract; findings to $WORK/rejects
judged() {
	"$BUILD/validate" "contracts/$1.json" --codes contracts/codes --codes "$WORK/codes" \
		--as-of 2025-01-31 --rejects "$WORK/rejects" <"$WORK/got" >"$WORK/good"
}

mkdir "$WORK/codes"
printf '%s\n' 'code,label,valid_from,valid_to,source,verified' '90000001,Tollmere College,,,invented,t' \
	'999,Quellshire,,,invented,t' >"$WORK/codes/provider.csv"

# findings: rule and severity of each, with the row
findings() {
	sed '1d;$d' "$WORK/rejects" | paste -s -d ' ' | tr "$tab" ' '
}

ilr=$here/ILR-90000001-2324-20240801-120000-01.xml
for feed in person need achievement destination; do
	gives ilr $feed "$ilr" "ilr_$feed"
	judged $feed
	case $feed in
	person) expected="2 uln ULN_04 warning" ;;
	*) expected="" ;;
	esac
	is "ilr: $feed keeps its contract" "$(findings)" "$expected"
done

# Nobody is the temporary ULN.
"$BUILD/ontrack" key new --keys "$WORK/keys" >/dev/null
gives ilr person "$ilr" ilr_person
judged person
"$BUILD/anonymise" contracts/person.json --keys "$WORK/keys" --allow-test-identifiers --journal "$WORK/journal" \
	<"$WORK/good" >"$WORK/safe" 2>"$WORK/err" || cat "$WORK/err"
ulns=$(awk -F "$tab" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i ~ /^uln/) at = i }
	NR > 1 && NF > 1 { print ($at == "\\N" ? "none" : length($at)) }' "$WORK/safe" | paste -s -d ' ')
is "the temporary ULN becomes nothing, the others pseudonyms" "$ulns" "32 none 32"
like "and the journal says why" "$(cat "$WORK/journal")" '"no-pseudonym-sentinel":1[,}]'
unlike "it is in no output" "$(cat "$WORK/safe")" 9999999999

# A return that contradicts its name or itself.
# spoilt NAME SED: a copy under that name
spoilt() {
	sed "$2" "$ilr" >"$WORK/$1"
	code=0
	"$BUILD/extract" sources/ilr.json person "$WORK/$1" >"$WORK/got" 2>"$WORK/err" || code=$?
	is "$3" "$code" 65
	like "$3: why" "$(cat "$WORK/err")" "$4"
	unlike "$3: nothing is taken" "$(cat "$WORK/got")" '^\\\.$'
}
name=ILR-90000001-2324-20240801-120000-01.xml
spoilt ILR-90000002-2324-20240801-120000-01.xml '' "another provider's name" \
	"breaks ILR_HEADER: '/Message/Header/Source/UKPRN' differs from \{ukprn\} of the file's name"
spoilt ILR-90000001-2425-20240801-120000-01.xml '' "another year's name" \
	"breaks ILR_HEADER: '/Message/Header/CollectionDetails/Year' differs from \{year\}"
spoilt renamed.xml '/LearningProvider/s/90000001/90000002/' "two providers in one file" \
	"breaks ILR_HEADER: '/Message/LearningProvider/UKPRN' differs from '/Message/Header/Source/UKPRN'"
spoilt $name 's/<ULN>1000000000</<ULN>1000000000<\/ULN><ULN>1000000043</' "two ULNs in a learner" \
	"breaks ILR_SCHEMA: a second element 'ULN' below 'Message/Learner'"
spoilt $name 's/<Ethnicity>45<\/Ethnicity><Sex>M<\/Sex>/<Sex>M<\/Sex><Ethnicity>45<\/Ethnicity>/' "elements in another order" \
	"'Ethnicity' below 'Message/Learner' is out of its place, after 'Sex'"
spoilt $name '/<LearningProvider>/{h;d;};/^<\/Message>/{x;p;x;}' "the provider after the learners" \
	"breaks ILR_SCHEMA: element 'LearningProvider' below 'Message' is out of its place"

nccis=$here/NCCIS-999-2024-12.csv
for feed in person need destination; do
	gives nccis $feed "$nccis" "nccis_$feed"
	judged $feed
	case $feed in
	person) expected="3 uln ULN_04 warning$(printf ' %d \\N PER-004 warning' 4 5 6 8 9 10)" ;;
	destination) expected="10 destination untranslated record" ;;
	*) expected="" ;;
	esac
	is "nccis: $feed keeps its contract" "$(findings)" "$expected"
done
cp "$nccis" "$WORK/export.csv"
exits "an export whose name does not say authority and month" 65 \
	"$BUILD/extract" sources/nccis.json person "$WORK/export.csv"

if ! fresh_database >"$WORK/.output" 2>&1; then
	skip "published figures are loaded" "no server: $(head -n 1 "$WORK/.output")"
	database=
else
	database=$PGDATABASE
	ok "the schema is applied" "$BUILD/ontrack" schema --apply
	printf 'source_row\tprovider\tname\tprogramme\tkind\n2\t90000001\tTollmere College\twbl\tcollege\n\\.\n' |
		"$BUILD/load" contracts/provider.json --source provider >"$WORK/.output" 2>&1 || cat "$WORK/.output"
fi
gives ees_absence benchmark $here/published.csv published
judged benchmark
is "a symbol that is none is no figure" "$(findings)" \
	"3 \N BEN-002 warning 3 value type-error record 3 \N BEN-002 warning 3 value type-error record 3 \N BEN-002 warning"
if [ "$database" ]; then
	"$BUILD/anonymise" contracts/benchmark.json --keys "$WORK/keys" <"$WORK/good" >"$WORK/safe"
	exits "figures whose publisher is no provider are loaded" 0 \
		sh -c '"$1/load" contracts/benchmark.json --source ees_absence <"$2"' - "$BUILD" "$WORK/safe"
	is "as figures and symbols" "$(query "
		select count(value), sum(value), string_agg(symbol, ' ' order by symbol) from core.benchmark")" \
		"4${tab}191200.1${tab}c low z"
fi
done_testing
