# change.sh - published reliable change.
# shellcheck shell=bash
# shellcheck disable=SC2154 # $appraise and $cases: of ../worked_cases.sh, which runs this

# --- rci-claus2020: its critical value is 1.96, whose level this is ---
dir=$cases/rci-claus2020
bare "$dir/input.csv" person,treatment,pre,post >"$WORK/persons"
rule=(--reliability .8 --lower-is-better --functional-mean 8 --functional-sd 8)
"$appraise" change --csv "${rule[@]}" --level .95000420970355925 <"$WORK/persons" >"$WORK/each"
columns "$WORK/each" person change=change rci=rci status=status >"$WORK/got"
tr -d '"' <"$dir/expected_per_person.csv" | awk -F , 'NR == 1 { print $0 ",status"; next }
	{ print $0 "," ($11 == "TRUE" ? "recovered" : $7 == "TRUE" ? "improved" : $8 == "TRUE" ? "deteriorated" : "unchanged") }' >"$WORK/rows"
columns "$WORK/rows" id change=change rci=rci status=status >"$WORK/wanted"
close_to rci-claus2020 "change: each person" 1e-9
"$appraise" change --csv "${rule[@]}" --level .95000420970355925 --summary <"$WORK/persons" |
	awk -F , '{ print $2, $3 }' >"$WORK/got"
tr -d '"' <"$dir/expected_summary.csv" | awk -F , '
	BEGIN { split("n mean_pre sd_pre s_diff rci_threshold_points cutoff_c recovered improved_not_recovered unchanged deteriorated", a, " ")
	split("n mean_pre sd_pre error points cutoff recovered improved unchanged deteriorated", b, " ")
	for (i in a) ours[a[i]] = b[i] } $1 in ours { print ours[$1], $2 }' >"$WORK/wanted"
close_to rci-claus2020 "change --summary" 1e-9
for group in "TAU 7 2 9 1" "PA 19 1 1 0"; do
	read -r name counts <<<"$group"
	is "rci-claus2020: $name has $counts" "$(awk -F , -v name="$name" 'NR == FNR { of[$1] = $2; next }
		of[$2] == name { n[$7]++ } END { print n["recovered"] + 0, n["improved"] + 0, n["unchanged"] + 0, n["deteriorated"] + 0 }' \
		"$WORK/persons" "$WORK/each")" "$counts"
done
"$appraise" change --csv --summary <"$WORK/persons" | awk -F , '{ print $2, $3 }' >"$WORK/got"
tr -d '"' <"$dir/expected_effect_sizes_metafor.csv" | awk -F , 'NR > 1 { m = tolower($1)
	print m, $2; print m "_variance", $3; print m "_lower", $7; print m "_upper", $8 }' >"$WORK/wanted"
close_to rci-claus2020 "change --summary: effect sizes" 1e-9

# --- nhse-cyp-reliable-change: the rule at each published threshold, whichever way is better ---
# A measure's name has commas and quotes: the threshold is what follows the last but one comma.
file=$cases/nhse-cyp-reliable-change/thresholds.csv
sed 1d "$file" | awk '{ n = split($0, part, ","); print part[n - 1] }' >"$WORK/thresholds"
awk -v OFS=, 'BEGIN { print "person", "tool", "pre", "post", "threshold", "direction" }
	function row(name, change, direction) { print NR "_" direction "_" name, "t", 20, change == "" ? "" : 20 + change, $1, direction }
	{ for (d = -1; d < 2; d += 2) { row("tie_better", d * $1, d); row("tie_worse", -d * $1, d)
		row("under_better", d * ($1 - .01), d); row("under_worse", -d * ($1 - .01), d); row("last_missing", "", d) } }' \
	"$WORK/thresholds" >"$WORK/tools"
"$appraise" change --csv --tools <"$WORK/tools" | awk -F , 'NR > 1 { print $1, $8 }' >"$WORK/got"
awk '{ for (d = -1; d < 2; d += 2) { print NR "_" d "_tie_better improved"; print NR "_" d "_tie_worse deteriorated"
	print NR "_" d "_under_better unchanged"; print NR "_" d "_under_worse unchanged"; print NR "_" d "_last_missing " } }' \
	"$WORK/thresholds" >"$WORK/wanted"
is "nhse-cyp-reliable-change: 80 thresholds" "$(wc -l <"$WORK/thresholds")" 80
close_to nhse-cyp-reliable-change "change --tools" 0
