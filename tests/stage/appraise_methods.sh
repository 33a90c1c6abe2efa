#!/bin/bash
# appraise_methods.sh: psa, interval, funnel, shrink, standardise and change as a person uses them: small
# cases worked out by hand, the edges (nobody, everybody, one, none that vary), and what is refused.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
shopt -s lastpipe # `lines ... | refused ...` counts its tests here, not in a process of its own

appraise=$BUILD/appraise

# run COMMAND...: `appraise` in CSV on the lines of standard input; the result in $WORK/out.
run() {
	"$appraise" "$@" --csv >"$WORK/out" 2>"$WORK/err" || fail "appraise $*" "$(cat "$WORK/err")"
}

# cell ROW COLUMN: of the result; ROW is what its first column holds, or what FIRST.SECOND hold.
cell() {
	awk -F , -v row="$1" -v column="$2" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$1 == row || $1 "." $2 == row { print $at[column]; exit }' "$WORK/out"
}

# near DESCRIPTION GOT EXPECTED: to 1e-12.
near() {
	if awk -v got="$2" -v wanted="$3" 'BEGIN { d = got - wanted; if (d < 0) d = -d; s = wanted < 0 ? -wanted : wanted
			exit got == "" || d > 1e-12 * (s > 1 ? s : 1) }'; then
		pass "$1"
	else
		fail "$1" "got: $2" "expected: $3"
	fi
}

# refused DESCRIPTION MESSAGE CODE COMMAND...: on the lines of standard input, and says no value.
refused() {
	local description=$1 message=$2 code=$3 got=0
	shift 3
	"$appraise" "$@" --csv >"$WORK/out" 2>"$WORK/err" || got=$?
	is "$description" "$got: $(head -n 1 "$WORK/err" | sed 's/.*error: //')" "$code: $message"
	unlike "$description: no value is told" "$(cat "$WORK/err")" 'secret|7777'
}

lines() {
	printf '%s\n' "$@"
}

# --- psa: B is worth 10 more in one draw and 10 less in the other ---
lines draw,strategy,cost,effect 1,A,0,0 1,B,10,1 2,A,0,0 2,B,30,1 | run psa --lambda 20
is "psa writes its columns" "$(head -n 1 "$WORK/out")" "lambda,strategy,p_best,ceaf,eib,evpi,expected_loss"
is "psa: of two as good the first by name is chosen" "$(sed 1d "$WORK/out")" "$(lines 20,A,0.5,0.5,0,5,5 20,B,0.5,,0,5,5)"
lines draw,strategy,cost,effect 1,b,5,1 1,a,5,1 1,c,9,1 | run psa --lambda 0,100
is "psa: equal benefits share the draw" "$(awk -F , 'NR > 1 { print $2, $3 }' "$WORK/out" | paste -sd ,)" \
	"a 0.5,b 0.5,c 0,a 0.5,b 0.5,c 0"
lines draw,strategy,cost,effect 1,a,5,1 2,a,6,1 | run psa --lambda 1
is "psa: one strategy is the best" "$(sed 1d "$WORK/out")" 1,a,1,1,0,0,0
lines draw,strategy,cost,effect 1,b,1,1 1,a,5,1 | run psa --lambda 10 --reference a
is "psa: the reference is chosen" "$(cell 10.b eib) $(cell 10.a eib)" "4 0"
lines draw,strategy,cost,effect | run psa --lambda 1
is "psa: no draw, no row" "$(wc -l <"$WORK/out")" 1

# Draws made from persons. Where nobody differs, every draw is the mean.
lines strategy,cost,effect b,5,1 b,5,1 a,2,0 a,2,0 | run psa --persons --lambda 0,10 --replicates 50
is "psa: persons who don't differ leave nothing to know" "$(sed 1d "$WORK/out")" \
	"$(lines 0,a,1,1,0,0,0 0,b,0,,-3,0,3 10,a,0,,0,0,7 10,b,1,1,7,0,0)"
# Of two persons, one with the outcome, a replicate has none, one or both, 1 to 2 to 1.
lines strategy,cost,effect a,0,0 a,0,1 b,0,.75 b,0,.75 | run psa --persons --lambda 1 --replicates 100000
ok "psa: a is better in the quarter of the draws in which both have it" \
	awk -v p="$(cell 1.a p_best)" 'BEGIN { exit !(p > .245 && p < .255) }'
# Another implementation of the same replicates: compare's curve of two arms.
{
	echo strategy,cost,effect
	seq 1 60 | awk '{ print ($1 % 2 ? "a" : "b") "," 900 + ($1 * 37) % 100 + ($1 % 2 ? 0 : 40) "," (($1 * 7) % 10 < ($1 % 2 ? 5 : 7)) }'
} >"$WORK/persons"
run psa --persons --lambda 0,50,200,1000 --analysis x --seed 3 --replicates 2000 <"$WORK/persons"
awk -F , '$2 == "b" { print $1, $3 }' "$WORK/out" >"$WORK/psa"
sed '1s/.*/arm,cost,effect/' "$WORK/persons" |
	run compare --reference a --lambda 0,50,200,1000 --analysis x --seed 3 --replicates 2000
awk -F , '$1 == "ceac" { print $2, $3 }' "$WORK/out" >"$WORK/ceac"
same "psa: with two strategies it is the curve of compare" "$WORK/psa" "$WORK/ceac"
sort -R "$WORK/persons" | sed '/^strategy/d; 1i strategy,cost,effect' >"$WORK/shuffled"
run psa --persons --lambda 200 --analysis x --seed 3 --replicates 2000 <"$WORK/shuffled"
is "psa: persons in another order change nothing" "$(cell 200.b p_best)" "$(sed -n 's/^200 //p' "$WORK/psa")"
run psa --persons --lambda 200 --analysis x --seed 4 --replicates 2000 <"$WORK/persons"
unlike "psa: another seed draws others" "$(cell 200.b p_best)" "^$(sed -n 's/^200 //p' "$WORK/psa")\$"
run psa --persons --lambda 1 --replicates 0 <"$WORK/persons"
is "psa: no replicate, no row" "$(wc -l <"$WORK/out")" 1
refused "psa: too many replicates of too many" "replicates of all strategies are more than 10000000" 65 \
	psa --persons --lambda 1 --replicates 6000000 <"$WORK/persons"
lines draw,strategy,cost,effect 1,a,5,1 | refused "psa wants lambda" "option '--lambda' is missing" 64 psa
lines draw,strategy,cost,effect 1,a,5,1 1,b,5,1 2,secret,7777,1 | refused "psa: a draw lacks a strategy" \
	"the draws of rows 1 and 3 differ in their strategies" 65 psa --lambda 1
lines draw,strategy,cost,effect 1,secret,5,1 1,secret,7777,1 | refused "psa: a strategy twice in a draw" \
	"rows 1 and 2 have the same 'draw' and 'strategy'" 65 psa --lambda 1
lines draw,strategy,cost,effect 1,a,5,1 | refused "psa: no such reference" "no row of the reference strategy 'z'" 65 \
	psa --lambda 1 --reference z
lines draw,strategy,cost,effect 1,a,,1 | refused "psa: a cost is missing" "row 1: 'cost' is missing" 65 psa --lambda 1

# --- interval: closed forms at the edges ---
lines unit,x,n none,0,10 all,10,10 one,1,1 nobody,0,0 more,7,3 part,0.5,2 | run interval
near "interval: none of ten, exactly" "$(cell none binomial_upper)" "$(awk 'BEGIN { printf "%.15g", 1 - .025 ^ .1 }')"
is "interval: none has no lower limit above 0" "$(cell none binomial_lower) $(cell none wilson_lower) $(cell none exact_lower)" "0 0 0"
near "interval: all of ten, exactly" "$(cell all binomial_lower)" "$(awk 'BEGIN { printf "%.15g", .025 ^ .1 }')"
is "interval: all has the upper limit 1" "$(cell all binomial_upper) $(cell all wilson_upper)" "1 1"
near "interval: one of one, exactly" "$(cell one binomial_lower)" .025
near "interval: no event, exactly" "$(cell none exact_upper)" "$(awk 'BEGIN { printf "%.15g", -log(.025) }')"
is "interval: Byar's lower limit of none is none" "$(cell none byar_lower)" ""
is "interval: nobody has no proportion" "$(cell nobody proportion)$(cell nobody wilson_lower)$(cell nobody binomial_upper)" ""
is "interval: a count may pass n, a proportion can't" "$(cell more proportion)$(cell more wilson_upper) $(cell more value)" " 7"
is "interval: a share of a person has no exact limits" "$(cell part binomial_lower) $(cell part proportion)" " 0.25"
lines x 4 | run interval
is "interval: n and unit may be left out" "$(cut -d , -f 1-4,9 "$WORK/out" | tail -n 1)" ,4,,,4
lines unit,x,n a,4,0 | run interval --per 100
is "interval: no rate of nobody" "$(cell a value)$(cell a exact_upper)" ""
lines unit,value a,3 b,2 b,2 | run interval --mean
is "interval: a mean of one has no limits" "$(sed -n 2p "$WORK/out")" a,1,3,,,
is "interval: without variation they are the mean" "$(sed -n 3p "$WORK/out")" b,2,2,0,2,2
lines unit,x,n secret,-7777,3 | refused "interval: a negative count" "row 1: 'x' is negative" 65 interval
lines x 1 | refused "interval: rates per nothing" "option '--per' wants a number above 0" 64 interval --per 0

# --- funnel: without an event the chance is e^-E: 5% at 3, 1.8% at 4, 0.03% at 8 ---
lines unit,observed,expected c,0,8 a,0,3 b,0,4 | run funnel --trim 0
is "funnel: the order is the units', never the values'" "$(cut -d , -f 1 "$WORK/out" | paste -sd ,)" unit,a,b,c
is "funnel: no event where some are expected" "$(cell a label) $(cell b label) $(cell c label)" "within below_inner below_outer"
is "funnel: nothing is below the least" "$(cell a inner_lower) $(cell a outer_lower)" "0 0"
# Where 0.05 are expected, one event or more: 4.9%; two or more: 0.12%; three or more: 0.002%.
lines unit,observed,expected a,1,.05 b,2,.05 c,3,.05 d,0,0 | run funnel
is "funnel: events where few are expected" "$(cell a label) $(cell b label) $(cell c label)" "within above_inner above_outer"
is "funnel: where nothing is expected nothing is said" "$(sed -n 5p "$WORK/out" | cut -d , -f 1-11)" d,0,,0,,1,,,,,
lines unit,observed,denominator only,5,10 | run funnel
is "funnel: one unit is its own target, without dispersion" \
	"$(cell only target) $(cell only label) $(cell only phi)$(cell only tau2)$(cell only od_inner_lower)$(cell only od_label)" "0.5 within "
lines unit,observed,denominator a,5,5 b,9,9 c,0,0 | run funnel
is "funnel: everybody everywhere" "$(cell a target) $(cell a label) $(cell b tau2) $(cell b inner_lower)" "1 within 0 1"
is "funnel: nobody has no value" "$(cell c value)$(cell c label)$(cell c od_label)" ""
lines unit,observed,denominator a,0,5 b,0,9 | run funnel
is "funnel: nobody's event" "$(cell a target) $(cell a label) $(cell a inner_upper)" "0 within 0"
# A target of one half and four persons: 1/2 -+ 1.96 / 4; by hand, and clipped at the outer level.
lines unit,observed,denominator a,1,4 b,3,4 | run funnel
near "funnel: the limits of four about one half" "$(cell a inner_upper)" .98999099613501341
is "funnel: limits stay within 0 and 1" "$(cell a outer_lower) $(cell a outer_upper)" "0 1"
# z = -+ 2 sqrt(4) (asin sqrt(1/4) - asin sqrt(1/2)) = -+ pi/3, so phi = pi^2 / 9.
lines unit,observed,denominator a,1,4 b,3,4 | run funnel --trim 0
near "funnel: phi by hand" "$(cell a phi)" "$(awk 'BEGIN { pi = atan2(0, -1); printf "%.15g", pi * pi / 9 }')"
# tau2 = (2 phi - 1) / (32 - 16).
near "funnel: tau2 by hand" "$(cell a tau2)" "$(awk 'BEGIN { pi = atan2(0, -1); printf "%.15g", (2 * pi * pi / 9 - 1) / 16 }')"
lines unit,observed,denominator secret,7777,5 | refused "funnel: more than there are" "row 1: more 'observed' than 'denominator'" 65 funnel
lines unit,observed,expected secret,7777,0 | refused "funnel: some where none is expected" \
	"row 1: some 'observed' where none is 'expected'" 65 funnel
lines unit,observed,expected a,1,1 secret,0,7777 | refused "funnel: no logarithm of none" \
	"row 2: 'observed' is zero, which has no logarithm" 65 funnel --scale log
lines unit,observed secret,7777 | refused "funnel: no denominator" "row 1: neither 'denominator' nor 'expected' is there" 65 funnel
lines unit,observed | refused "funnel: no denominator, no row" "there is no column 'denominator' nor 'expected'" 65 funnel
lines unit,observed,denominator,expected a,1,5, secret,1,,7777 | refused "funnel: one then the other" \
	"row 2: 'denominator' and 'expected' change places: one or the other in all rows" 65 funnel
lines unit,observed,denominator secret,1,5 secret,2,7777 | refused "funnel: a unit twice" "rows 1 and 2 have the same 'unit'" 65 funnel
lines unit,observed,denominator a,1,5 | refused "funnel: outer within inner" "option '--outer' is less than '--inner'" 64 funnel --outer .5
lines unit,observed,denominator a,1,5 | refused "funnel: trim all" "option '--trim' wants a share from 0 to less than .5" 64 funnel --trim .5
lines unit,observed,denominator a,1,5 | refused "funnel: a target no proportion has" \
	"option '--target' of a proportion is at most 1" 64 funnel --target 2

# --- shrink ---
lines unit,events,n a,5,5 b,9,9 c,2,2 d,7,7 e,4,4 | run shrink
is "shrink: where all have all, all is the mean" "$(cell a shrunken) $(cell a weight) $(cell a above) $(cell a shrunken_upper)" "1 0  1"
lines unit,events,n a,0,5 b,0,9 c,0,2 d,0,7 e,0,4 | run shrink
is "shrink: where none has any" "$(cell a shrunken) $(cell a weight) $(cell a shrunken_lower)" "0 0 0"
lines unit,events,n a,1,2 b,2,4 c,3,6 d,4,8 e,5,10 | run shrink
is "shrink: without variation every unit is the pool" "$(cut -d , -f 8,12 "$WORK/out" | sed 1d | sort -u)" 0.5,0
is "shrink: and has the pool's limits" "$(cell a shrunken_lower)" \
	"$(lines unit,x,n a,15,30 >"$WORK/pool" && "$appraise" interval --csv <"$WORK/pool" | tail -n 1 | cut -d , -f 5)"
lines unit,events,n a,0,10 b,10,10 c,0,10 d,10,10 e,0,10 | run shrink
is "shrink: all or nothing has no fit" "$(cell a shrunken)$(cell b weight) $(cell b value)" " 1"
lines unit,events,n a,0,10 b,10,10 c,3,10 d,6,10 | run shrink
is "shrink: four units are left as they are" "$(cut -d , -f 8-13 "$WORK/out" | sed 1d | sort -u)" ,,,,,
like "shrink: with limits of their own" "$(cell c lower)" '^0\.1077'
lines unit,events,n a,0,10 b,9,10 c,3,10 d,6,10 e,5,10 z,0,0 | run shrink
is "shrink: who has nobody is expected at the mean" "$(cell z value) $(cell z weight) $(cell z shrunken)" \
	" 0 $(lines unit,events,n a,0,10 b,9,10 c,3,10 d,6,10 e,5,10 >"$WORK/five" && "$appraise" shrink --csv --summary <"$WORK/five" | awk -F , '$1 == "mean" { print $2 }')"
lines unit,events,n | run shrink
is "shrink: no unit, no row" "$(wc -l <"$WORK/out")" 1
lines unit,estimate,se a,1,.1 | run shrink
is "shrink: one estimate is left as it is" "$(cut -d , -f 4,8- "$WORK/out" | sed 1d)" 1,,,,,,
# Equal variances of 1 and a variance of 10 about the mean 3: tau2 = (40 - 4) / 4 = 9, weight 9/10.
lines unit,estimate,se a,-1,1 b,1,1 c,3,1 d,5,1 e,7,1 | run shrink
is "shrink: by hand" "$(cell a weight) $(cell c shrunken) $(cell c above)" "0.9 3 0.5"
near "shrink: the first by hand" "$(cell a shrunken)" -0.6
# James and Stein: 1 - (5 - 3) / 40.
lines unit,estimate,se a,-1,1 b,1,1 c,3,1 d,5,1 e,7,1 | run shrink --estimator js
is "shrink: James and Stein by hand" "$(cell a weight) $(cell a shrunken_lower)" "0.95 "
near "shrink: James and Stein's first by hand" "$(cell a shrunken)" -0.8
for estimator in dl pm eb reml; do
	lines unit,estimate,se a,2,1 b,2,1 c,2,1 d,2,1 e,2,1 | run shrink --estimator "$estimator"
	is "shrink: estimates that are all the same, $estimator" "$(cell a shrunken) $(cell a weight) $(cell a above)" "2 0 "
done
lines unit,events,n secret,7777,3 | refused "shrink: more events than persons" "row 1: more 'events' than 'n'" 65 shrink
lines unit,events,n secret,1.5,3 | refused "shrink: half an event" "row 1: 'events' and 'n' must be counts" 65 shrink
lines unit,events,n secret,1,7777000 | refused "shrink: too many" "row 1: 'n' is more than 1000000" 65 shrink
lines unit,events,n secret,,7777 | refused "shrink: a count is missing" "row 1: 'events' or 'n' is missing" 65 shrink
lines unit,estimate,se secret,7777,0 | refused "shrink: an estimate without error" "row 1: 'se' is not above zero" 65 shrink
lines unit,estimate,se a,1,2 secret,1,7777 | refused "shrink: James and Stein want one error" \
	"row 2: 'se' is not that of the other rows, as --estimator js needs it" 65 shrink --estimator js
lines unit,n a,1 | refused "shrink: neither form" "'standard input' has neither 'events' and 'estimate'" 65 shrink
lines unit,events,n a,1,2 | refused "shrink: another estimator" "option '--estimator' wants dl, pm, eb, reml, fe or js" 64 shrink --estimator ml

# --- standardise: 0.1 of ten and 0.2 of twenty make five ---
lines stratum,observed,n young,10,100 old,40,200 >"$WORK/reference"
lines unit,stratum,observed,n a,young,2,10 a,old,3,20 b,young,30,50 b,old,0,0 | run standardise --reference "$WORK/reference" --per 60
is "standardise: expected and ratio by hand" "$(cell a expected) $(cell a ratio) $(cell b expected) $(cell b ratio)" "5 1 5 6"
is "standardise: the rate is the reference's times the ratio" "$(cell a reference_rate) $(cell b rate)" "10 60"
near "standardise: the limits are of a count" "$(cell a lower)" \
	"$(lines x 5 >"$WORK/five" && "$appraise" interval --csv <"$WORK/five" | awk -F , 'NR == 2 { printf "%.17g", $12 / 5 }')"
lines unit,stratum,observed,n a,young,2,10 a,old,20,20 b,young,30,50 b,old,0,0 c,young,1,9 c,old,2,9 |
	run standardise --direct --reference "$WORK/reference" --per 3
# (100 * 2/10 + 200 * 20/20) / 300 = 220/300, per three 2.2.
near "standardise: a direct rate by hand" "$(cell a rate)" 2.2
is "standardise: no direct rate where a stratum is empty" "$(cell b rate)$(cell b lower)" ""
near "standardise: it says how much is covered" "$(cell b covered)" .33333333333333333
is "standardise: nor of fewer than ten events" "$(cell c rate) $(cell c covered)" " 1"
lines unit,stratum,observed,n a,x,0,10 b,x,0,20 | run standardise
is "standardise: no event anywhere, none expected" "$(cell a expected) $(cell a ratio)$(cell a upper)" "0 "
lines unit,stratum,observed,n a,x,3,10 | run standardise
is "standardise: one unit is as expected" "$(cell a ratio)" 1
lines unit,stratum,observed,n a,young,1,2 a,secret,7777,9999 | refused "standardise: a stratum that is not in the reference" \
	"row 2: its 'stratum' has nobody in the reference" 65 standardise --reference "$WORK/reference"
lines unit,stratum,observed,n a,secret,7777,0 | refused "standardise: events of nobody" "row 1: some 'observed' where 'n' is none" 65 standardise
lines unit,stratum,observed,n a,secret,1,7777 a,secret,1,7777 | refused "standardise: a stratum twice" \
	"rows 1 and 2 have the same 'unit' and 'stratum'" 65 standardise
lines unit,stratum,observed,n a,x,1,1 | refused "standardise: no such file" \
	"cannot open '$WORK/none': No such file or directory" 66 standardise --reference "$WORK/none"
lines stratum,observed,n x,1,7777 x,2,2 >"$WORK/twice"
lines unit,stratum,observed,n a,x,1,1 | refused "standardise: a stratum twice in the reference" \
	"rows 1 and 2 have the same 'stratum'" 65 standardise --reference "$WORK/twice"
like "standardise: and the file is named" "$(cat "$WORK/err")" "in '$WORK/twice'"
lines stratum,observed,n x,1,2 'y,"7777,2' >"$WORK/torn"
lines unit,stratum,observed,n a,x,1,1 | refused "standardise: a reference that is torn" \
	"'$WORK/torn' is not good CSV: the quote that opens here is never closed" 65 standardise --reference "$WORK/torn"
like "standardise: and its line is named" "$(cat "$WORK/err")" "line 3"

# --- change: each branch of NHS England's rule; +: higher is better, -: lower is ---
# person rater, then a tool each as pre>post/threshold and direction; the verdict last.
truth='
p01 self  10>14/4+                      improved
p02 self  10>13.9/4+                    unchanged
p03 self  10>6/4+                       deteriorated
p04 self  10>6.1/4+                     unchanged
p05 self  10>10/4+                      unchanged
p06 self  10>/4+                        .
p07 self  >10/4+                        .
p08 self  >/4+                          .
p09 self  10>6/4-                       improved
p10 self  10>6.1/4-                     unchanged
p11 self  10>14/4-                      deteriorated
p12 self  10>13.9/4-                    unchanged
p13 self  10>10/4-                      unchanged
p14 self  10>/4-                        .
p15 self  10>11/+                       improved
p16 self  10>9/+                        deteriorated
p17 self  10>10/+                       unchanged
p18 self  10>9/-                        improved
p19 self  10>11/-                       deteriorated
p20 self  10>10/0+                      unchanged
p21 self  10>10.5/0+                    improved
p22 self  10>14/4+ 10>14/4+             improved
p23 self  10>14/4+ 10>10/4+             improved
p24 self  10>14/4+ 10>6/4+              deteriorated
p25 self  10>10/4+ 10>6/4+              deteriorated
p26 self  10>10/4+ 10>10/4-             unchanged
p27 self  10>14/4+ 10>6/4-              improved
p28 self  10>14/4+ 10>14/4-             deteriorated
p29 self  10>14/4+ 10>/4+               improved
p30 self  10>6/4+ 10>/4+                deteriorated
p31 self  10>10/4+ 10>/4+               unchanged
p32 self  10>/4+ >10/4-                 .
p33 self  10>14/4+ 10>10/4+ 10>6/4+     deteriorated
p34 self  10>14/4+ 10>10/4+ 10>/4+      improved
p35 self  20.1>26.7/6.6+                improved
p36 self  26.7>20.1/6.6+                deteriorated
p37 self  20.1>26.69/6.6+               unchanged
p38 parent 10>14/4+                     improved
p38 self  10>6/4+                       deteriorated
p39 parent 10>/4+                       .
p39 self  10>10/4+                      unchanged
p40 clinician 10>6/4-                   improved
p40 parent 10>10/4-                     unchanged
p40 self  10>14/4-                      deteriorated'
awk -v OFS=, 'BEGIN { print "person", "rater", "tool", "pre", "post", "threshold", "direction" }
	NF { for (i = 3; i < NF; i++) { split($i, half, "/"); split(half[1], score, ">"); way = substr(half[2], length(half[2]))
		print $1, $2, "tool " i, score[1], score[2], substr(half[2], 1, length(half[2]) - 1), way == "+" ? 1 : -1 } }' \
	<<<"$truth" >"$WORK/tools"
run change --tools <"$WORK/tools"
is "change: NHS England's rule in every branch" "$(awk -F , 'NR > 1 { print $1, $2, $8 == "" ? "." : $8 }' "$WORK/out")" \
	"$(awk 'NF { print $1, $2, $NF }' <<<"$truth")"
is "change: it counts the tools" "$(sed -n '/^p34/p' "$WORK/out")" p34,self,3,2,1,1,0,improved
(head -n 1 "$WORK/tools" && sed 1d "$WORK/tools" | shuf --random-source=<(yes)) >"$WORK/mixed"
cp "$WORK/out" "$WORK/first"
run change --tools <"$WORK/mixed"
same "change: in any order" "$WORK/out" "$WORK/first"
cut -d , -f 1,3- "$WORK/tools" | grep -v '^p\(38\|39\|40\)' | run change --tools
is "change: raters may be left out" "$(awk -F , 'NR > 1 { print $1, $8 == "" ? "." : $8 }' "$WORK/out")" \
	"$(awk 'NF && !/^p(38|39|40)/ { print $1, $NF }' <<<"$truth")"
lines person,tool,pre,post,threshold,direction secret,t,1,2,3,7777 | refused "change: a direction that is none" \
	"row 1: 'direction' is neither 1 nor -1" 65 change --tools
lines person,tool,pre,post,threshold,direction secret,t,1,2,-7777,1 | refused "change: a threshold below zero" \
	"row 1: 'threshold' is negative" 65 change --tools
lines person,tool,pre,post,threshold,direction secret,t,1,7777,3,1 secret,t,1,2,3,1 | refused "change: a tool twice" \
	"rows 1 and 2 have the same 'person', 'rater' and 'tool'" 65 change --tools
# Standard deviation 2, reliability one half: s_diff = 2, so 3.92 points are needed, and not reached by 3.9.
lines person,pre,post a,10,14 b,10,13.9 c,10,6 d,10, e,,3 | run change --reliability .5 --sd 2
is "change: by reliability" "$(cut -d , -f 2,6,7 "$WORK/out" | sed 1d | paste -sd ' ')" \
	"a,2,improved b,1.9500000000000002,unchanged c,-2,deteriorated d,, e,,"
lines person,pre,post a,10,14 b,10,13.9 c,10,6 d,10, e,,3 | run change --reliability .5 --sd 2 --summary
is "change: who is missing may be better or not" "$(cell .paired value) $(cell .better_lowest value) $(cell .better_highest value)" "3 0.2 0.6"
lines unit,person,pre,post u,a,10,14 | run change --reliability .5 --summary
is "change: one person has no deviation to judge by" "$(cell u.improved value) $(cell u.points value)$(cell u.smcr value)" "0 "
lines person,pre,post a,10,14 b,10,12 c,10,13 | run change --reliability .5
is "change: nor have persons who all began alike" "$(cut -d , -f 7 "$WORK/out" | sed 1d | sort -u)" ""
lines unit,person,pre,post u,a,10,12 u,b,11,13 u,c,12,14 | run change --summary
is "change: a change that does not vary has no size" "$(cell u.correlation value) $(cell u.smcc value)" "1 "
near "change: J(2) is 1 / sqrt(pi)" "$(cell u.smcr value)" "$(awk 'BEGIN { printf "%.15g", 2 / sqrt(atan2(0, -1)) }')"
lines person,pre,post | run change --summary
is "change: nobody, no row" "$(wc -l <"$WORK/out")" 1
lines person,pre,post secret,1,7777 secret,2,3 | refused "change: a person twice" "rows 1 and 2 have the same 'unit' and 'person'" 65 change --threshold 1
lines person,pre,post a,1,2 | refused "change: no rule" "which change is reliable is not said" 64 change
lines person,pre,post a,1,2 | refused "change: two rules" "options '--reliability' and '--threshold' exclude one another" 64 \
	change --threshold 1 --reliability .5
lines unit,arm,mean_pre,mean_post,sd_pre,n,correlation secret,a,1,2,3,4,0 secret,b,1,2,3,4,0 | refused "change: no arm is the reference" \
	"row 1: its 'unit' has not two arms, one of them the reference" 65 change --moments --reference c
lines unit,mean_pre,mean_post,sd_pre,n,correlation secret,1,2,0,7777,0 | refused "change: a deviation of zero" \
	"row 1: 'sd_pre' is not above zero" 65 change --moments

# --- all of them as streams: the same numbers, torn ones refused, a full disk told ---
lines draw,strategy,cost,effect 1,a,5,1 1,b,7,2 2,a,4,1 2,b,9,3 >"$WORK/psa.csv"
lines unit,x,n a,4,9 b,3,3 >"$WORK/interval.csv"
lines unit,observed,denominator a,4,9 b,3,3 c,1,8 >"$WORK/funnel.csv"
lines unit,events,n a,4,9 b,3,3 c,1,8 d,2,7 e,0,20 >"$WORK/shrink.csv"
lines unit,stratum,observed,n a,x,4,9 a,y,1,3 b,x,1,8 b,y,0,5 >"$WORK/standardise.csv"
lines unit,person,pre,post u,a,4,9 u,b,1,3 v,a,1,8 v,b,,5 >"$WORK/change.csv"
declare -A options=([psa]='--lambda 1,2' [change]='--threshold 3')
for command in psa interval funnel shrink standardise change; do
	read -ra words <<<"${options[$command]-}"
	stream() {
		sed 's/,/\t/g; s/\t\t/\t\\N\t/g; s/\t$/\t\\N/' "$WORK/$command.csv"
	}
	(stream && echo '\.') >"$WORK/stream"
	"$appraise" "$command" "${words[@]}" <"$WORK/stream" >"$WORK/out"
	is "$command: a stream ends with its end" "$(tail -n 1 "$WORK/out")" '\.'
	is "$command: and has the numbers of CSV" "$(sed '$d; s/\\N//g' "$WORK/out" | tr '\t' ,)" \
		"$("$appraise" "$command" "${words[@]}" --csv <"$WORK/$command.csv")"
	"$appraise" "$command" "${words[@]}" --csv --named --analysis night <"$WORK/$command.csv" >"$WORK/named"
	is "$command: the name of the analysis can be a column" "$(cut -d , -f 1 "$WORK/named" | sort -u | paste -sd ,)" analysis,night
	stream >"$WORK/stream"
	exits "$command: a torn stream is refused" 65 sh -c "'$appraise' $command ${options[$command]-} <'$WORK/stream'"
	exits "$command: a full disk" 74 sh -c "'$appraise' $command ${options[$command]-} --csv <'$WORK/$command.csv' >/dev/full"
	exits "$command: --help to a full disk" 74 sh -c "'$appraise' $command --help >/dev/full"
	exits "$command: an unknown option" 64 "$appraise" "$command" --ranking
done
done_testing
