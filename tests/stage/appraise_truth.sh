#!/bin/bash
# appraise_truth.sh: the generator's providers of alternative provision, whose costs and effects are known, come
# out right on the ladder: from the parameters themselves, and from young people drawn by them.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

appraise=$BUILD/appraise

# A place at Brackwater costs 5,200 and gains 190 sessions in a thousand, at Tollmere 6,100 and 110, at Skelby 8,900
# and 230, at Quillan Street 3,600 and 60. Tollmere is dearer than Brackwater and gains less; a session more at
# Quillan Street costs 60 pounds, at Brackwater 27.37 from nothing on, and 92.50 from there to Skelby.
cat >"$WORK/right" <<'END'
nobody ND
999901 ND
999903 ND
999904 ED
999902 D
END
"$BUILD/generate" --truth | awk -F '\t' -v OFS=, '$1 == "parameter" && $3 == "ap" { of[$2 "." $4] = $5; code[$2] }
	END { print "strategy", "cost", "effect"; print "nobody", 0, 0
		for (c in code) print c, of[c ".place_cost"], of[c ".effect"] / 1000 }' >"$WORK/known"
"$appraise" frontier --csv <"$WORK/known" >"$WORK/ladder"
awk -F , 'NR > 1 { print $1, $7 }' "$WORK/ladder" >"$WORK/got"
same "the parameters give the ladder that is worked out by hand" "$WORK/got" "$WORK/right"
is "and its steps" "$(awk -F , '$6 != "" && NR > 1 { printf "%.2f ", $6 / 1000 }' "$WORK/ladder")" "27.37 92.50 "

# As many young people with the help and without: what they gain is the difference.
for seed in 1 2 3; do
	"$BUILD/tests/oracle/population" ap-effect "$seed" 1 2000 | awk -F , -v OFS=, 'NR > 1 { split($1, unit, ".")
		k = unit[1] "," $2; n[k]++; cost[k] += $3; effect[k] += $4; code[unit[1]] }
		END { print "strategy", "cost", "effect"; print "nobody", 0, 0
			for (c in code) { w = c ",with"; o = c ",without"
				print c, cost[w] / n[w], effect[w] / n[w] - effect[o] / n[o] } }' OFMT=%.17g CONVFMT=%.17g |
		"$appraise" frontier --csv | awk -F , 'NR > 1 { print $1, $7 }' >"$WORK/got"
	same "so do people drawn by them, seed $seed" "$WORK/got" "$WORK/right"
done
done_testing
