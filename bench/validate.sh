#!/bin/bash
# validate.sh - what validate costs: referrals of 30 fields under 60 rules, against Miller with the same rules.
#
#   make bench                          1,000,000 referrals, five rounds
#   ROWS=200000 SAMPLE=20000 ROUNDS=3 bench/validate.sh
#
# Miller judges the first SAMPLE of them (default: a tenth) by bench/validate.mlr, and its time is scaled to all, less
# what it takes to start. Both must let the same records through. Prints medians of interleaved rounds.
set -euo pipefail
# shellcheck source=bench/common.sh
. "$(dirname "$0")/common.sh"
trap 'rm -rf -- "$work"' EXIT

rows=${ROWS:-1000000}
sample=${SAMPLE:-$((rows / 10))}
readonly CONTRACT=bench/contracts/referral_rules.json LISTS="sex ethnicity mhsds_referral_source referral_reason team_type"

# The generator's seventeen columns, and thirteen more that follow from the row's number; a few are wrong.
rows_of() {
	"$build/generate" --bench "$1" >"$work/in.csv"
	"$build/extract" bench/source.json referral "$work/in.csv" | awk -F '\t' -v OFS='\t' '
		NR == 1 {
			print $0, "team_type", "decision", "decision_date", "sessions_possible", "attended", "authorised",
				"unauthorised", "planned_weeks", "hours", "cost", "goal_before", "goal_after", "came_with_plan"
			split("A14 F01 D06 A18", team, " "); split("accepted signposted rejected pending", decision, " ")
			next
		}
		$0 == "\\." { print; next }
		{
			n = NR; what = decision[n % 4 + 1]; possible = 10 + n % 181; authorised = n % 7; unauthorised = n % 4
			before = n % 5 ? n % 307 ? n % 11 : 11 : "\\N"
			print $0, n % 503 ? team[n % 4 + 1] : "F04", what, what == "pending" || n % 401 == 0 ? "\\N" : $11, possible,
				possible - authorised - unauthorised + (n % 211 == 0), authorised, unauthorised, 1 + n % 60,
				n % 50 / 2, sprintf("%.2f", 100 + n % 9000 / 3), before, before == "\\N" || n % 3 == 0 ? "\\N" : n % 10,
				n % 9 ? n % 2 ? "t" : "f" : "\\N"
		}'
}

# The stream as CSV, an empty cell for NULL, of so many records
csv_of() {
	awk -F '\t' -v most="$1" '
		$0 == "\\." || NR > most + 1 { exit }
		{
			for (i = 2; i <= NF; i++) {
				cell = $i == "\\N" ? "" : $i
				gsub(/\\n/, "\n", cell); gsub(/\\t/, "\t", cell); gsub(/\\\\/, "\\", cell)
				if (cell ~ /[",\n]/) { gsub(/"/, "\"\"", cell); cell = "\"" cell "\"" }
				printf "%s%s", cell, i < NF ? "," : "\n"
			}
		}'
}

# The code lists as maps for Miller, a code to the days of its validity
lists() {
	local list
	echo "begin {"
	echo '	@as_of = "2026-07-31";'
	for list in $LISTS; do
		awk -F, -v list="$list" 'NR > 1 { printf "\t@%s[\"%s\"] = [\"%s\", \"%s\"];\n", list, $1,
			$(NF - 3) == "" ? "0000-00-00" : $(NF - 3), $(NF - 2) == "" ? "9999-99-99" : $(NF - 2) }' "contracts/codes/$list.csv"
	done
	echo "}"
}

make_measure
rows_of "$rows" >"$work/stream"
csv_of "$sample" <"$work/stream" >"$work/sample.csv"
csv_of 0 <"$work/stream" >"$work/nothing.csv"
{
	lists
	cat bench/validate.mlr
} >"$work/rules.mlr"
validate=("$build/validate" "$CONTRACT" --as-of 2026-07-31 --allow-test-identifiers)
miller=(mlr --csv put -f "$work/rules.mlr")
have_miller=$(command -v mlr || true)
for _ in $(seq "$rounds"); do
	way validate "$work/stream" "$work/good" "${validate[@]}"
	[ -z "$have_miller" ] || {
		way miller /dev/null "$work/good.csv" "${miller[@]}" "$work/sample.csv"
		way nothing /dev/null /dev/null "${miller[@]}" "$work/nothing.csv"
	}
	! command -v zsv >/dev/null || way zsv /dev/null /dev/null zsv select -- "$work/in.csv"
done

echo "$rows referrals of $(head -n 1 "$work/stream" | awk -F '\t' '{ print NF - 1 }') fields, $(grep -c '"expr"' "$CONTRACT") rules, $(stat -c %s "$work/stream") bytes, $(($(wc -l <"$work/good") - 2)) good; medians of $rounds rounds"
awk -v wall="$(median validate 1)" -v cpu="$(median validate 2)" -v peak="$(median validate 3)" -v rows="$rows" 'BEGIN {
	printf "validate: %.3f s wall, %.3f s CPU, %.0f records/s, peak %.1f MiB (goal at most 16)\n", wall, cpu, rows / wall, peak / 1024 }'
if [ -n "$have_miller" ]; then
	# What both let through, of the sample
	awk -F '\t' -v most=$((sample + 1)) 'NR > 1 && $1 != "\\." && $1 <= most { print $2 }' "$work/good" >"$work/ours"
	mlr --icsv --onidx cut -f referral_ref "$work/good.csv" >"$work/theirs"
	cmp -s "$work/ours" "$work/theirs" || {
		echo "bench: validate and Miller do not let the same records through" >&2
		diff "$work/ours" "$work/theirs" | head -n 5 >&2
		exit 70
	}
	awk -v miller_cpu="$(median miller 2)" -v nothing_cpu="$(median nothing 2)" -v cpu="$(median validate 2)" \
		-v miller="$(median miller 1)" -v nothing="$(median nothing 1)" -v wall="$(median validate 1)" -v rows="$rows" \
		-v sample="$sample" -v same="$(wc -l <"$work/ours")" 'BEGIN {
		scaled = (miller - nothing) * rows / sample + nothing
		printf "Miller: %.3f s for %d of them, %.0f s for all; the same %d good\n", miller, sample, scaled, same
		printf "validate is %.0f times as fast (goal at least 80), and takes a %.0fth of the CPU time\n", scaled / wall,
			(miller_cpu - nothing_cpu) * rows / sample / cpu }'
else
	echo "Miller is not installed, not compared"
fi
if [ -e "$work/figures.zsv" ]; then
	awk -v a="$(median validate 1)" -v b="$(median zsv 1)" 'BEGIN { printf "wall over zsv select of all columns: %.2f (goal at most .80)\n", a / b }'
else
	echo "zsv is not installed (Debian 12 has no package of it), not compared"
fi
