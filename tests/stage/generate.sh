#!/bin/bash
# The generator as a program: the benchmark's rows, an ILR of any size, what it says of the demo,
# and its errors.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"

generate=$BUILD/generate

# The benchmark.
"$generate" --bench 2000 >"$WORK/large.csv"
"$generate" --bench 100 >"$WORK/small.csv"
ok "a smaller benchmark is the beginning of a larger one" \
	cmp "$WORK/small.csv" <(head -c "$(wc -c <"$WORK/small.csv")" "$WORK/large.csv")
is "it has 17 columns" "$(head -n 1 "$WORK/large.csv" | tr ',' '\n' | wc -l)" 17
"$generate" --bench 2000 --bad-per-mille 0 >"$WORK/clean.csv"
"$generate" --bench 2000 --bad-per-mille 1000 >"$WORK/bad.csv"
is "without wrong rows there is no 30 February" "$(grep -c 02-30 "$WORK/clean.csv")" 0
like "with nothing else, three in ten" "$(grep -c 02-30 "$WORK/bad.csv")" '^(5[4-9]|6[0-5])[0-9]$'
unlike "another seed makes other rows" \
	"$("$generate" --bench 100 --seed 2 | cmp - "$WORK/small.csv" 2>&1)" '^$'

# An ILR.
"$generate" --xml 500 >"$WORK/ilr.xml"
is "as many learners as were asked for" "$(grep -c '<LearnRefNumber>' <(sed '/<LearnerDestination/,$d' "$WORK/ilr.xml"))" 500
is "with references of their own" \
	"$(sed '/<LearnerDestination/,$d' "$WORK/ilr.xml" | grep '<LearnRefNumber>' | sort -u | wc -l)" 500
like "that ends" "$(tail -n 1 "$WORK/ilr.xml")" '^</Message>$'

# What is said of the demo.
"$generate" --truth >"$WORK/truth"
is "the truth is a table" "$(head -n 1 "$WORK/truth")" \
	"$(printf 'kind\tprovider\tprogramme\tmeasure\tvalue')"
is "of five columns" "$(awk -F '\t' 'NF != 5' "$WORK/truth")" ""
is "for four programmes" "$(cut -f 3 "$WORK/truth" | tail -n +2 | sort -u | tr '\n' ' ')" \
	"ap eip mhst wbl "
is "that names no measure twice" "$(cut -f 1-4 "$WORK/truth" | sort | uniq -d)" ""
for kind in check-digit impossible-date unknown-code ends-before-it-began baseline-missing \
	no-parent twice ended-without-outcome; do
	ok "'$kind' is planted" grep -q "^planted.*	$kind	[1-9]" "$WORK/truth"
done

# Only what is generated for is found: nobody is accepted who was not referred, and so on.
# within PART WHOLE: the measure is never the larger one at any provider.
within() {
	awk -F '\t' -v part="$1" -v whole="$2" '
		$1 == "expected" && $4 == part { p[$2] = $5 }
		$1 == "expected" && $4 == whole { w[$2] = $5 }
		END { for (k in p) if (k in w && p[k] > w[k]) print k }' "$WORK/truth"
}
is "no more accepted than referred" "$(within accepted referrals)" ""
is "no more completers than starts" "$(within completers starts)" ""
is "no more attended than possible" "$(within after_attended after_possible)" ""

# More people.
"$generate" --people 30 --out "$WORK/thirty"
is "as many rows as people were asked for" "$(sed 1,4d "$WORK"/thirty/ap/999901-*.csv | sort -u | wc -l)" 30

# Errors.
exits "nothing to do" 64 "$generate"
exits "two things to do" 64 "$generate" --truth --bench 5
exits "more wrong rows than rows" 64 "$generate" --bench 5 --bad-per-mille 1001
exits "more people than it can tell apart" 64 "$generate" --people 3001 --truth
exits "an operand" 64 "$generate" --truth demo
exits "a folder that cannot be made" 73 "$generate" --out /dev/null/demo
for what in "--bench 100000" "--xml 10" --truth --canaries --help; do
	# shellcheck disable=SC2086 # two words
	exits "a full disk at $what" 74 sh -c "'$generate' $what >/dev/full"
done

done_testing
