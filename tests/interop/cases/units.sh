# units.sh - published funnels, standardised ratios and shrunken values.
# shellcheck shell=bash
# shellcheck disable=SC2154 # $appraise and $cases: of ../worked_cases.sh, which runs this

# numbered: puts a unit's number before each row of a CSV; areas of one name are areas of their own.
numbered() {
	awk -F , -v OFS=, 'NR == 1 { print "unit", $0; next } { printf "u%04d,%s\n", NR - 1, $0 }'
}

# label: ours in the words of the Office for Health Improvement and Disparities.
readonly LABEL='function label(x) { return x in words ? words[x] : x }
BEGIN { words["within"] = "Not_significant"; words["above_inner"] = "High_(0.025)"; words["above_outer"] = "High_(0.001)"
	words["below_inner"] = "Low_(0.025)"; words["below_outer"] = "Low_(0.001)" }
'

# labels CASE COUNT: each unit's is the stated one
labels() {
	row "$1" "funnel: labels" "$(comm -3 <(sort "$WORK/got") <(sort "$WORK/wanted") | wc -l)" "0 of $(wc -l <"$WORK/wanted")"
	is "$1: labels" "$(wc -l <"$WORK/wanted")" "$2"
	same "$1: all $2 labels" "$WORK/got" "$WORK/wanted"
}

# --- ohid-funnel-proportion ---
dir=$cases/ohid-funnel-proportion
bare "$dir/expected_limits_at_own_denominator.csv" \
	area,observed,denominator,significance,average,lo95,hi95,lo998,hi998 | numbered >"$WORK/rows"
"$appraise" funnel --csv <"$WORK/rows" >"$WORK/funnel"
columns "$WORK/funnel" unit average=target lo95=inner_lower hi95=inner_upper lo998=outer_lower \
	hi998=outer_upper >"$WORK/got"
columns "$WORK/rows" unit average=average lo95=lo95 hi95=hi95 lo998=lo998 hi998=hi998 >"$WORK/wanted"
close_to ohid-funnel-proportion "funnel: limits" 1e-10
awk -F , "$LABEL"' NR > 1 { print $1, label($11) }' "$WORK/funnel" >"$WORK/got"
bare "$dir/input_and_expected_significance.csv" area,observed,denominator,significance | numbered >"$WORK/rows"
columns "$WORK/rows" unit label=significance | sed 's/\.label//' >"$WORK/wanted"
labels ohid-funnel-proportion 303
target=$(awk -F , 'NR == 2 { print $6 }' "$WORK/funnel")
for which in fullprec published; do
	bare "$dir/expected_limits_$which.csv" denominator,lo2,hi2,lo3,hi3,baseline | numbered |
		awk -F , -v OFS=, '{ print $0, NR == 1 ? "observed" : 0 }' >"$WORK/rows"
	"$appraise" funnel --csv --target "$target" <"$WORK/rows" | awk -F , -v OFMT=%.17g 'NR > 1 {
		print $1 ".lo2", 100 * $7; print $1 ".hi2", 100 * $8; print $1 ".lo3", 100 * $9
		print $1 ".hi3", 100 * $10; print $1 ".baseline", 100 * $6 }' >"$WORK/got"
	columns "$WORK/rows" unit lo2=lo2 hi2=hi2 lo3=lo3 hi3=hi3 baseline=baseline >"$WORK/wanted"
	close_to ohid-funnel-proportion "funnel: limits by size, $which" "$([ "$which" = fullprec ] && echo 1e-10 || echo 5e-7)"
done

# --- ohid-funnel-ratio ---
dir=$cases/ohid-funnel-ratio
bare "$dir/input_and_expected_significance.csv" observed,expected,significance | numbered >"$WORK/rows"
"$appraise" funnel --csv <"$WORK/rows" | awk -F , "$LABEL"' NR > 1 { print $1, label($11) }' >"$WORK/got"
columns "$WORK/rows" unit label=significance | sed 's/\.label//' >"$WORK/wanted"
labels ohid-funnel-ratio 300
# The table goes by events: what was expected where they are just at the limit, and their ratio there.
# Its header has a line feed in a name. The published limits stopped a bisection at 1e-7.
sed 1,2d "$dir/expected_limits_published.csv" | awk -F , '{ n = sprintf("%04d", $1)
	print n "_lo2," $2 "," $4 "," $1; print n "_hi2," $5 "," $7 "," $1
	print n "_lo3," $8 "," $10 "," $1; print n "_hi3," $11 "," $13 "," $1 }' >"$WORK/events"
(echo unit,expected,ratio,observed && cat "$WORK/events") | "$appraise" funnel --csv |
	awk -F , -v OFMT=%.17g 'NR > 1 { k = substr($1, 6); v = k == "lo2" ? $7 : k == "hi2" ? $8 : k == "lo3" ? $9 : $10
		print $1, 100 * v }' >"$WORK/got"
awk -F , '{ print $1, $3 }' "$WORK/events" >"$WORK/wanted"
close_to ohid-funnel-ratio "funnel: limits by events, published" 1e-4
for level in .95 .998; do
	(echo x && cut -d , -f 4 "$WORK/events" | uniq) | "$appraise" interval --csv --level "$level" >"$WORK/exact"
	awk -F , 'NR > 1 { print $2 "_lo," $2 "," $13; print $2 "_hi," $2 "," $12 }' "$WORK/exact" >"$WORK/rows"
	(echo unit,observed,expected && cat "$WORK/rows") | "$appraise" funnel --csv --inner "$level" |
		awk -F , -v OFMT=%.17g 'NR > 1 { print $1, ($1 ~ /_lo/ ? $7 : $8) * $4 }' >"$WORK/got"
	awk -F , '{ print $1, $2 }' "$WORK/rows" >"$WORK/wanted"
	close_to ohid-funnel-ratio "funnel: limits by chi-square, $level" 1e-10
done

# --- nhsr-funnelplotr-overdispersion ---
dir=$cases/nhsr-funnelplotr-overdispersion
phi_tau2() {
	awk -F , -v case="$1" 'NR == 2 { print case ".phi", $12; print case ".tau2", $13 }'
}
bare "$dir/input6.csv" unit,observed,expected >"$WORK/six"
bare "$dir/input30_synthetic_proportions.csv" unit,observed,denominator >"$WORK/thirty"
{
	"$appraise" funnel --csv --scale log --truncate <"$WORK/six" | phi_tau2 1
	"$appraise" funnel --csv --trim .05 <"$WORK/six" | phi_tau2 2
	"$appraise" funnel --csv <"$WORK/thirty" | phi_tau2 3
	"$appraise" funnel --csv --trim 0 <"$WORK/thirty" | phi_tau2 4
} >"$WORK/got"
awk -F , 'NR > 1 { print NR - 1 ".phi", $5; print NR - 1 ".tau2", $6 }' "$dir/expected_phi_tau2.csv" >"$WORK/wanted"
close_to nhsr-funnelplotr-overdispersion "funnel: phi, tau2" 1e-9
# The package writes its critical values as 1.959964 and 3.090232: these are their levels.
"$appraise" funnel --csv --inner .95000000180711508 --outer .9979999979382097 <"$WORK/thirty" >"$WORK/funnel"
columns "$WORK/funnel" unit rate=value target=target lo95=od_inner_lower hi95=od_inner_upper \
	lo998=od_outer_lower hi998=od_outer_upper >"$WORK/got"
bare "$dir/expected_input30_limits.csv" unit,rate,target,z,zwins,lo95,hi95,lo998,hi998 >"$WORK/rows"
columns "$WORK/rows" unit rate=rate target=target lo95=lo95 hi95=hi95 lo998=lo998 hi998=hi998 >"$WORK/wanted"
close_to nhsr-funnelplotr-overdispersion "funnel: over-dispersed limits" 1e-9

# --- ohid-indirect-standardisation: a count of NA is none. (Area1 and Area2 of the case are not looked
# for: Area1 counts events of an age band whose population is not given, which we refuse.) ---
dir=$cases/ohid-indirect-standardisation
bare "$dir/input_areas.csv" unit,stratum,observed,n | sed 's/,,/,0,/' >"$WORK/areas"
bare "$dir/input_reference.csv" stratum,observed,n >"$WORK/reference"
bare "$dir/expected_isr.csv" unit,observed,expected,ref,value,lower95,upper95,lower998,upper998,statistic,method |
	grep -v ^Area >"$WORK/rows"
for level in 95 998; do
	: >"$WORK/got"
	: >"$WORK/wanted"
	for per in 1000 100000; do
		"$appraise" standardise --csv --reference "$WORK/reference" --level ".$level" --per "$per" \
			<"$WORK/areas" >"$WORK/isr"
		awk -F , -v OFMT=%.17g -v per="$per" 'NR > 1 { u = $1 "." per; print u ".observed", $2; print u ".expected", $4
			print u ".ref", $8; print u ".value", $9; print u ".lower", $10; print u ".upper", $11
			if (per == 1000) for (m = 1; m < 101; m += 99) { r = $1 ".x" m
				print r ".value", $5 * m; print r ".lower", $6 * m; print r ".upper", $7 * m } }' "$WORK/isr" >>"$WORK/got"
	done
	awk -F , -v level="$level" 'NR == 1 { next } { lo = level == 95 ? $6 : $8; hi = level == 95 ? $7 : $9
		if ($10 ~ /rate per/) { n = split($10, word, " "); u = $1 "." word[n]
			print u ".observed", $2; print u ".expected", $3; print u ".ref", $4 }
		else { n = split($10, word, " "); u = $1 ".x" word[n] }
		print u ".value", $5; print u ".lower", lo; print u ".upper", hi }' "$WORK/rows" >"$WORK/wanted"
	close_to ohid-indirect-standardisation "standardise, .$level" 1e-7
done

# --- metafor-bcg-shrinkage. PM and EB are one equation; the package stops PM's search at 1e-4, EB's and
# REML's scoring at steps of 1e-5, so that its PM is as far off its own EB as off ours. ---
dir=$cases/metafor-bcg-shrinkage
awk -F , 'NR == 1 { print "unit,estimate,se"; next } { printf "%s,%s,%.17g\n", $1, $2, sqrt($3) }' "$dir/input.csv" >"$WORK/trials"
tr -d '"' <"$dir/expected_tau2.csv" >"$WORK/tau2"
while read -r estimator stated tolerance; do
	name=${estimator,,}
	"$appraise" shrink --csv --summary --estimator "$name" <"$WORK/trials" |
		awk -F , '{ print $1, $2 }' >"$WORK/got"
	awk -F , -v m="$stated" '$1 == m { print "tau2", $2; print "i2", $3; print "q", $4; print "mean", $5
		print "mean_se", $6; print "mean_lower", $7; print "mean_upper", $8 }' "$WORK/tau2" >"$WORK/wanted"
	close_to metafor-bcg-shrinkage "shrink: mean, $estimator by $stated's" "$tolerance"
	"$appraise" shrink --csv --estimator "$name" <"$WORK/trials" >"$WORK/blup"
	columns "$WORK/blup" unit blup=shrunken se=shrunken_se lo=shrunken_lower hi=shrunken_upper >"$WORK/got"
	tr -d '"' <"$dir/expected_blup_$stated.csv" >"$WORK/rows"
	columns "$WORK/rows" trial blup=blup se=se lo=lo hi=hi >"$WORK/wanted"
	# An upper limit of 0.0013 is compared after 1 has been added to everything.
	for file in got wanted; do
		awk -v OFMT=%.17g '{ print $1, $2 + 10 }' "$WORK/$file" >"$WORK/$file.10" && mv "$WORK/$file.10" "$WORK/$file"
	done
	close_to metafor-bcg-shrinkage "shrink: shrunken, $estimator by $stated's" "$tolerance"
done <<<"DL DL 1e-8
REML REML 1e-6
EB EB 1e-6
PM EB 1e-6
PM PM 1e-4"

# --- efron-morris-baseball ---
dir=$cases/efron-morris-baseball
bare "$dir/input.csv" unit,events,n,y,rest >"$WORK/players"
tr -d '"' <"$dir/expected_stats.csv" >"$WORK/stats"
tr -d '"' <"$dir/expected.csv" >"$WORK/rows"
stat() {
	awk -F , -v s="$1" '$1 == s { print $2 }' "$WORK/stats"
}
# The estimates and their common standard error, plain and by the arcsine.
awk -F , -v OFMT=%.17g -v se="$(stat sigma2)" 'NR == 1 { print "unit,estimate,se"; next }
	{ printf "%s,%s,%.17g\n", $1, $4, sqrt(se) }' "$WORK/players" >"$WORK/plain"
awk -F , 'NR == 1 { print "unit,estimate,se"; next }
	{ s = 2 * $4 - 1; printf "%s,%.17g,1\n", $1, sqrt($3) * atan2(s, sqrt(1 - s * s)) }' "$WORK/players" >"$WORK/arcsine"
for form in plain arcsine; do
	"$appraise" shrink --csv --estimator js --summary <"$WORK/$form" |
		awk -F , -v f="$form" '/mean|weight/ { print f "." $1, $2 }'
	"$appraise" shrink --csv --estimator js <"$WORK/$form" >"$WORK/js.$form"
done >"$WORK/got"
{
	columns "$WORK/js.plain" unit raw=shrunken
	columns "$WORK/js.arcsine" unit z=shrunken
	awk -F , -v OFMT=%.17g 'NR > 1 { gsub(/ /, "_", $1); print $1 ".p", (1 + sin($8 / sqrt(45))) / 2 }' "$WORK/js.arcsine"
} >>"$WORK/got"
{
	printf '%s\n' "plain.mean $(stat ybar)" "plain.weight $(stat shrink_c_raw)" \
		"arcsine.mean $(stat xbar_arcsine)" "arcsine.weight $(stat shrink_arcsine)"
	columns "$WORK/rows" name raw=js_raw z=js_arcsine_z p=js_arcsine_p
} >"$WORK/wanted"
close_to efron-morris-baseball "shrink: James-Stein" 1e-9
"$appraise" shrink --csv <"$WORK/players" >"$WORK/beta"
"$appraise" shrink --csv --summary <"$WORK/players" | awk -F , '{ print $1, $2 }' >"$WORK/fit"
columns "$WORK/beta" unit mean=shrunken lo=shrunken_lower hi=shrunken_upper >"$WORK/got"
columns "$WORK/rows" name mean=betabin_ml_mean lo=bb_lo95 hi=bb_hi95 >"$WORK/wanted"
close_to efron-morris-baseball "shrink: beta-binomial" 1e-5
# How well the rest of the season is foretold: each of the three sums of squares.
sse() {
	awk -F , 'NR == FNR { rest[$1] = $5; next } FNR > 1 { d = $8 - rest[$1]; sse += d * d } END { print sse }' \
		OFMT=%.17g "$WORK/players" "$1"
}
printf 'js %s\nbb %s\n' "$(sse "$WORK/js.plain")" "$(sse "$WORK/beta")" >"$WORK/got"
printf 'js %s\nbb %s\n' "$(stat sse_js_raw)" "$(stat sse_bb)" >"$WORK/wanted"
close_to efron-morris-baseball "shrink: squares of the rest" 1e-5
# An optimiser stopped a little short of the likelihood's top: ours is no lower, 2e-5 away.
cp "$WORK/fit" "$WORK/got"
printf 'alpha %s\nbeta %s\n' "$(stat betabin_alpha)" "$(stat betabin_beta)" >"$WORK/wanted"
close_to efron-morris-baseball "shrink: alpha, beta" 2.5e-5
is "efron-morris-baseball: the stated fit is no more likely than ours" "$(awk -v stated="$(stat betabin_nll)" \
	'$1 == "log_likelihood" { print -$2 < stated }' "$WORK/fit")" 1

# --- metafor-morris2008, pooled with equal true values ---
dir=$cases/metafor-morris2008
{
	echo unit,arm,mean_pre,mean_post,sd_pre,n,correlation
	for arm in T C; do
		tr -d '"' <"$dir/input_$arm.csv" | awk -F , 'NR > 1 { print NR - 1 "," $1 "," $2 "," $3 "," $4 "," $6 "," $7 }'
	done
} >"$WORK/groups"
"$appraise" change --csv --moments --reference C <"$WORK/groups" >"$WORK/both"
"$appraise" change --csv --moments <"$WORK/groups" >"$WORK/each"
{
	columns "$WORK/both" unit yi=smcr vi=variance
	awk -F , 'NR > 1 { print $1 ".yi" $2, $3; print $1 ".vi" $2, $4 }' "$WORK/each"
} >"$WORK/got"
tr -d '"' <"$dir/expected_es.csv" | awk -F , 'NR == 1 { print "row," $0; next } { print NR - 1 "," $0 }' >"$WORK/rows"
columns "$WORK/rows" row yi=yi vi=vi yiT=yiT viT=viT yiC=yiC viC=viC >"$WORK/wanted"
close_to metafor-morris2008 "change --moments" 1e-9
sed '1s/smcr/estimate/' "$WORK/both" | "$appraise" shrink --csv --estimator fe --summary |
	awk -F , '{ print $1, $2 }' >"$WORK/got"
tr -d '"' <"$dir/expected_pooled.csv" | awk -F , 'NR == 2 { print "mean", $1; print "mean_se", $2
	print "mean_lower", $3; print "mean_upper", $4 }' >"$WORK/wanted"
close_to metafor-morris2008 "shrink --estimator fe" 1e-9
