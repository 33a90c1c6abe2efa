# cost.sh - published cases of cost per outcome, the ladder and comparisons.
# shellcheck shell=bash
# shellcheck disable=SC2154 # $appraise and $cases: of ../worked_cases.sh, which runs this

for name in dampack-herc6 dampack-hiv-screening dampack-ties3; do
	"$appraise" frontier --csv <"$cases/$name/input.csv" | cells >"$WORK/got"
	cells <"$cases/$name/expected_icers.csv" >"$WORK/wanted"
	close_to "$name" "frontier" 1e-9
	if [ "$name" != dampack-hiv-screening ]; then # its inputs are rounded to 15 digits
		same "$name is exact" "$WORK/got" "$WORK/wanted"
	fi
done

# The set's ends in ascending order, and the set that the two roots bound: where the upper root is
# below the lower one in print, the set is what lies outside.
tr -d '"' <"$cases/icerui-smoking-intervals/expected_intervals.csv" | awk -F , 'NR > 1 {
	lo = $8 + 0 < $9 + 0 ? $8 : $9; hi = $8 + 0 < $9 + 0 ? $9 : $8
	gsub(/ /, "_", $1)
	print $1 ".icer", $7; print $1 ".fieller_lower", lo; print $1 ".fieller_upper", hi
	print $1 ".set_type", $8 + 0 < $9 + 0 ? "interval" : "complement" }' >"$WORK/wanted"
"$appraise" compare --moments --each --csv <"$cases/icerui-smoking-intervals/expected_intervals.csv" |
	awk -F , '{ gsub(/ /, "_", $4); print $4 "." $1, $3 }' >"$WORK/got"
close_to icerui-smoking-intervals "compare --moments" 1e-9

# expected_stats.csv calls things by other names than we do.
# shellcheck disable=SC2016 # awk's own variables
readonly STATS='BEGIN { FS = ","; split("n1 n0 mean_e1 mean_e0 mean_c1 mean_c0 dE dC var_dE var_dC cov ICER fieller_z_type", a, " ")
	split("n n_reference mean_effect mean_effect_reference mean_cost mean_cost_reference delta_effect delta_cost var_effect var_cost cov icer set_type", b, " ")
	for (i in a) ours[a[i]] = b[i] }
{ gsub(/"/, "") } $1 in ours { print ours[$1], $2 }
$1 == "fieller_z_lo" { lo = $2 + 0; l = $2 } $1 == "fieller_z_hi" { hi = $2 + 0; h = $2 }
END { print "fieller_lower", lo < hi ? l : h; print "fieller_upper", lo < hi ? h : l }'

for name in ipd-fluoxtca ipd-fluoxpin; do
	dir=$cases/$name
	lambdas=$(cut -d , -f 1 "$dir/expected_ceac_inmb.csv" | sed 1d | paste -sd ,)
	"$appraise" compare --csv --critical z --reference 0 --lambda "$lambdas" --analysis "$name" \
		--replicates 100000 <"$dir/input.csv" >"$WORK/compare"
	awk -F , '$2 == "" { print $1, $3 }' "$WORK/compare" >"$WORK/got"
	awk "$STATS" "$dir/expected_stats.csv" >"$WORK/wanted"
	close_to "$name" "compare: moments, Fieller set" 1e-9
	awk -F , '$2 != "" { print $1 "." $2 + 0, $3 }' "$WORK/compare" >"$WORK/got"
	awk -F , 'NR > 1 { l = $1 + 0; print "inmb." l, $2; print "inmb_se." l, $3
		print "inmb_lower." l, $6; print "inmb_upper." l, $7 }' "$dir/expected_ceac_inmb.csv" >"$WORK/wanted"
	close_to "$name" "compare: net monetary benefit" 1e-9
	awk -F , '$1 == "ceac" { print $2 + 0, $3 }' "$WORK/compare" >"$WORK/got"
	awk -F , 'NR > 1 { print $1 + 0, $5 }' "$dir/expected_ceac_inmb.csv" >"$WORK/wanted"
	close_to "$name" "compare: bootstrap acceptability" 0.01 absolute
	awk -F , '/^quadrant_/ { print $1, $3 }' "$WORK/compare" >"$WORK/got"
	tr -d '"' <"$dir/expected_stats.csv" | awk -F , '/^quad_/ { print "quadrant_" tolower(substr($1, 6)), $2 }' >"$WORK/wanted"
	close_to "$name" "compare: bootstrap quadrants" 0.01 absolute
	"$appraise" compare --csv --critical t --reference 0 --replicates 0 <"$dir/input.csv" |
		awk -F , '/^fieller|^set_type/ { print $1, $3 }' >"$WORK/got"
	tr -d '"' <"$dir/expected_stats.csv" | awk -F , '$1 ~ /^fieller_t_/ { of[$1] = $2 }
		END { lo = of["fieller_t_lo"]; hi = of["fieller_t_hi"]; swap = lo + 0 > hi + 0
		print "fieller_lower", swap ? hi : lo; print "fieller_upper", swap ? lo : hi; print "set_type", of["fieller_t_type"] }' >"$WORK/wanted"
	close_to "$name" "compare --critical t: Fieller set" 1e-9

	column arm unit <"$dir/input.csv" | column effect outcome |
		"$appraise" ratio --csv --replicates 100000 --analysis "$name" >"$WORK/ratio"
	awk -F , 'NR > 1 { print $1 ".n", $2; print $1 ".ratio", $5; print $1 ".lower", $6
		print $1 ".upper", $7; print $1 ".set", $8 }' "$WORK/ratio" >"$WORK/got"
	tr -d '"' <"$dir/expected_cost_per_outcome.csv" | awk -F , 'NR > 1 { print $1 ".n", $2
		print $1 ".ratio", $3; print $1 ".lower", $7; print $1 ".upper", $8; print $1 ".set", $9 }' >"$WORK/wanted"
	close_to "$name" "ratio: Fieller with t(n-1)" 1e-9
	awk -F , 'NR > 1 { print $1 ".lower", $9; print $1 ".upper", $10 }' "$WORK/ratio" >"$WORK/got"
	tr -d '"' <"$dir/expected_cost_per_outcome.csv" |
		awk -F , 'NR > 1 { print $1 ".lower", $10; print $1 ".upper", $11 }' >"$WORK/wanted"
	# Both sides are simulated; one cost of 687,195 makes fluoxpin's tail move by 1% from seed to seed.
	close_to "$name" "ratio: bootstrap percentiles" 0.03
done

sed '1s/.*/outcome,cost/; s/$/,city/; 1s/city/unit/' "$cases/boot-city-ratio/input.csv" |
	"$appraise" ratio --csv --replicates 100000 | awk -F , 'NR == 2 { print "ratio", $5 }' >"$WORK/got"
awk -F , '$1 ~ /^"?ratio"?$/ { print "ratio", $2 }' "$cases/boot-city-ratio/expected.csv" >"$WORK/wanted"
close_to boot-city-ratio "ratio" 1e-9
sed '1s/.*/outcome,cost/; s/$/,city/; 1s/city/unit/' "$cases/boot-city-ratio/input.csv" |
	"$appraise" ratio --csv --replicates 100000 |
	awk -F , 'NR == 2 { print "perc_lo", $9; print "perc_hi", $10 }' >"$WORK/got"
tr -d '"' <"$cases/boot-city-ratio/expected.csv" | awk -F , '/^perc_/ { print $1, $2 }' >"$WORK/wanted"
close_to boot-city-ratio "ratio: bootstrap percentiles" 0.02 absolute

# Limits of proportions turned into money: a total of n pounds makes the ratio 1 / p.
awk -F , '/Wilson/ && /"95%"/ && $1 == int($1) { print "u" ++i "," $2 "," $2 "," $1 }' \
	"$cases/ohid-wilson-byar/input_and_expected.csv" >"$WORK/rows"
(echo unit,total,n,outcomes && cat "$WORK/rows") | "$appraise" ratio --block --csv |
	awk -F , 'NR > 1 { print $1 ".l", 1 / $7; print $1 ".u", 1 / $6 }' OFMT=%.17g CONVFMT=%.17g >"$WORK/got"
awk -F , '/Wilson/ && /"95%"/ && $1 == int($1) { print "u" ++i ".l", $3; print "u" i ".u", $4 }' \
	"$cases/ohid-wilson-byar/input_and_expected.csv" >"$WORK/wanted"
close_to ohid-wilson-byar "ratio --block" 1e-8
awk -F , '/Byars/ && /"95%"/ && $1 >= 10 { print "u" ++i "," 1 ",1," $1 }' \
	"$cases/ohid-wilson-byar/input_and_expected.csv" >"$WORK/rows"
(echo unit,total,n,outcomes && cat "$WORK/rows") | "$appraise" ratio --block --count --csv |
	awk -F , 'NR > 1 { print $1 ".l", 1 / $7; print $1 ".u", 1 / $6 }' OFMT=%.17g CONVFMT=%.17g >"$WORK/got"
awk -F , '/Byars/ && /"95%"/ && $1 >= 10 { print "u" ++i ".l", $3; print "u" i ".u", $4 }' \
	"$cases/ohid-wilson-byar/input_and_expected.csv" >"$WORK/wanted"
close_to ohid-wilson-byar "ratio --block --count" 1e-8

not_covered boot-city-ratio "linear variance, jackknife, basic, normal and BCa limits: Fieller's set and percentiles are given"
not_covered icerui-smoking-intervals "percentiles by angle, acceptability limits: of a ratio that may change sign we give Fieller's set alone"
