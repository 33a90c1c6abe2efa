# interval.sh - published limits of proportions, counts, rates and means, and grids of the
# distributions under them.
# shellcheck shell=bash
# shellcheck disable=SC2154 # $appraise and $cases: of ../worked_cases.sh, which runs this

# --- r-distribution-functions ---
for function in pnorm qnorm qt qchisq qbeta; do
	file=$cases/r-distribution-functions/$function.csv
	awk -F , -v f="$function" 'NR > 1 { line = f; for (i = 1; i < NF; i++) line = line " " $i; print line }' "$file" |
		"$BUILD/tests/oracle/distribution" | awk '{ print NR, $1 }' >"$WORK/got"
	awk -F , 'NR > 1 { print NR - 1, $NF }' "$file" >"$WORK/wanted"
	close_to r-distribution-functions "$function" 1e-10
done

# --- ohid-wilson-byar: shares of a person and a count of one among them; no limit below zero ---
file=$cases/ohid-wilson-byar/input_and_expected.csv
for level in 95 99.8; do
	bare "$file" unit,x,lower,upper,confidence,method | awk -F , -v level="$level%" '
		NR == 1 { print "unit,x,n,lower,upper,method"; next }
		$5 == level { print NR "," $1 "," $2 "," $3 "," $4 "," $6 }' >"$WORK/rows"
	"$appraise" interval --csv --level "$(awk -v l="$level" 'BEGIN { print l / 100 }')" <"$WORK/rows" >"$WORK/limits"
	awk -F , 'NR > 1 { print $1 ".Wilson.lower", $5; print $1 ".Wilson.upper", $6
		print $1 ".Byars.lower", $10; print $1 ".Byars.upper", $11 }' "$WORK/limits" >"$WORK/got"
	awk -F , 'NR > 1 { print $1 "." $6 ".lower", $4; print $1 "." $6 ".upper", $5 }' "$WORK/rows" >"$WORK/wanted"
	close_to ohid-wilson-byar "interval, $level%" 1e-8
done

# --- ohid-proportion-rate-mean ---
dir=$cases/ohid-proportion-rate-mean
header=area,x,n,value,lower95,upper95,lower998,upper998,statistic,method,multiplier
for level in 95 998; do
	bare "$dir/proportion.csv" "$header" | awk -F , 'NR == 1 { print "unit," $0; next }
		$2 != "" && $3 != "" { print NR "," $0 }' >"$WORK/rows"
	"$appraise" interval --csv --level ".$level" <"$WORK/rows" >"$WORK/limits"
	awk -F , -v OFMT=%.17g 'NR == FNR { m[$1] = $12; next }
		FNR > 1 { print $1 ".value", $4 * m[$1]; print $1 ".lower", $5 * m[$1]; print $1 ".upper", $6 * m[$1] }' \
		"$WORK/rows" "$WORK/limits" >"$WORK/got"
	columns "$WORK/rows" unit value=value "lower=lower$level" "upper=upper$level" >"$WORK/wanted"
	close_to ohid-proportion-rate-mean "interval: proportions, .$level" 1e-7
	: >"$WORK/got"
	: >"$WORK/wanted"
	for per in 100 100000; do
		bare "$dir/rate.csv" "$header" | awk -F , -v per="$per" 'NR == 1 { print "unit," $0; next }
			$2 != "" && $3 != "" && $11 + 0 == per { print NR "," $0 }' >"$WORK/rows"
		"$appraise" interval --csv --level ".$level" --per "$per" <"$WORK/rows" |
			awk -F , 'NR > 1 { exact = $2 < 10; print $1 ".value", $9
				print $1 ".lower", exact ? $12 : $10; print $1 ".upper", exact ? $13 : $11 }' >>"$WORK/got"
		columns "$WORK/rows" unit value=value "lower=lower$level" "upper=upper$level" >>"$WORK/wanted"
	done
	close_to ohid-proportion-rate-mean "interval --per: rates, .$level" 1e-7
	tr -d '"' <"$dir/mean_input.csv" | sed '1s/.*/unit,value/' |
		awk -F , '{ print } NR > 1 { print "No grouping," $2 }' |
		"$appraise" interval --csv --mean --level ".$level" >"$WORK/limits"
	columns "$WORK/limits" unit n=n sd=sd value=mean lower=lower upper=upper >"$WORK/got"
	bare "$dir/mean_expected.csv" unit,sum,n,sd,value,lower95,upper95,lower998,upper998,statistic,method >"$WORK/rows"
	columns "$WORK/rows" unit n=n sd=sd value=value "lower=lower$level" "upper=upper$level" >"$WORK/wanted"
	close_to ohid-proportion-rate-mean "interval --mean, .$level" 1e-7
done
