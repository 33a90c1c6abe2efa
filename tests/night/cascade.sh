#!/bin/bash
# A rejected referral takes its contacts and its scores with it, and says so; corrected, it brings them back,
# though they are not delivered again.
# shellcheck source=tests/night/common.sh
. "$(dirname "$0")/common.sh"
night_prepare small
people=$WORK/night/people.csv
cp "$people" "$WORK/people"

# Scores of two referrals, of which the first will be spoilt
cat >"$WORK/night/scores.csv" <<'END'
provider,referral,on,score
999901,RQ5100Y,2025-01-15,22
999901,RQ5100Y,2025-06-15,14
999901,RQ5153Y,2025-02-15,25
END
cat >"$WORK/night/scores.json" <<'END'
{ "name": "small_scores", "version": "1.0.0", "format": "csv", "encoding": "utf-8", "mode": "delta",
  "after": ["small_people"],
  "feeds": { "assessment": { "fields": {
    "provider": { "path": "provider" }, "referral_ref": { "path": "referral" }, "instrument": { "constant": "sdq" },
    "scale": { "constant": "total" }, "rater": { "constant": "self" }, "assessed_date": { "path": "on" },
    "score": { "path": "score" } } } } }
END
sed -i '/"location": "people.csv"/s/$/, { "source": "scores.json", "location": "scores.csv" }/' "$CONFIG"

# stored: how many referrals, contacts and scores there are
stored() {
	query "select (select count(*) from core.referral), (select count(*) from core.contact), (select count(*) from core.assessment)"
}
# found FEED: what is found in its first rows, as row, field, rule, severity and whether it is settled
found() {
	query "select source_row, field, rule, severity, settled from ops.explanation
		where feed = '$1' and severity <> 'warning' and source_row < 5 order by source_row" | tr '\t\n' ' ;'
}

# Closed before it was received: the referral of row 2. (Rows 8 and 11 are wrong in the small night as it is.)
sed -i '2s/,2025-07-10,02$/,2024-07-10,02/' "$people"
exits "a night with one referral that contradicts itself" 0 ontrack run
is "it is missing, and so are its contact and its two scores" "$(stored)" "$(printf '21\t20\t1')"
is "the referral says why" "$(found referral)" "2  REF-012 record f;"
is "its contact says that the referral is missing, with severity group" "$(found contact)" \
	"2 referral_ref parent-missing group f;"
is "and so do its scores" "$(found assessment)" \
	"2 referral_ref parent-missing group f;3 referral_ref parent-missing group f;"
like "in words too" "$(ontrack explain contacts.csv:2)" 'the record that this one belongs to is not known'

# Only the people are delivered again.
cp "$WORK/people" "$people"
exits "the referral is corrected" 0 ontrack run
is "and all of them are there" "$(stored)" "$(printf '22\t21\t3')"
is "what was found of them is settled" "$(found contact)$(found assessment)" \
	"2 referral_ref parent-missing group t;2 referral_ref parent-missing group t;3 referral_ref parent-missing group t;"

# A rule may say group itself: it comes to the same, under its own name.
private_tree
sed -i '/"id": "REF-012"/s/"severity": "record"/"severity": "group"/' "$TREE/contracts/referral.json"
night_prepare small
sed -i '2s/,2025-07-10,02$/,2024-07-10,02/' "$people"
exits "a night under a rule of severity group" 0 ontrack run
is "the referral is rejected by it" "$(found referral)" "2  REF-012 group f;"
is "and its contact with it" "$(found contact)" "2 referral_ref parent-missing group f;"
done_testing
