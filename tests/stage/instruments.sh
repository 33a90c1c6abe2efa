#!/bin/bash
# Instruments of the user's own: defined by CSVs of the configuration's folder of figures.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
fresh_database || exit

figures=$WORK/figures
mkdir "$figures"
cat >"$WORK/ontrack.json" <<EOF
{ "name": "own", "as_of": "2025-10-31", "domain": "own", "figures": "figures", "var": "var",
  "deliveries": [{ "source": "$ROOT/sources/provider.json", "location": "none.csv" }] }
EOF
apply() {
	"$BUILD/ontrack" schema --apply --config "$WORK/ontrack.json"
}

# PBAS from three items, the second reversed; two of them are enough; PASS with a direction; SDQ's total
# with other cut-offs.
cat >"$figures/instrument_scale.csv" <<'EOF'
instrument,scale,low,high,least_answered,parts,source,verified
pbas,behaviour,0,9,2,,our county's licence,t
pass,attitude,0,100,,,our county's licence,t
EOF
cat >"$figures/instrument_item.csv" <<'EOF'
instrument,item,scale,raters,points,source
pbas,1,behaviour,"{self,parent}","{0,1,2,3}",our county's licence
pbas,2,behaviour,"{self,parent}","{3,2,1,0}",our county's licence
pbas,3,behaviour,{self},"{0,1,2,3}",our county's licence
EOF
cat >"$figures/instrument_band.csv" <<'EOF'
instrument,scale,rater,edition,low,high,band,rank,source,verified
pbas,behaviour,*,3-band,0,4,settled,1,our county's licence,t
pbas,behaviour,*,3-band,5,9,unsettled,2,our county's licence,t
EOF
cat >"$figures/scale.csv" <<'EOF'
instrument,scale,rater,metric,direction,threshold,source
pbas,behaviour,*,raw,-1,2,our county's licence
EOF
ok "the definitions are taken" apply
is "an item is worth what the file says" "$(query "select points from ref.instrument_item where instrument = 'pbas' and item = 2")" '{3,2,1,0}'
is "in the place of the program's own" \
	"$(query "select low, high from ref.instrument_scale where instrument = 'pass'")" "$(printf '0\t100')"
is "of that instrument alone" "$(query "select count(*) > 100 from ref.instrument_band where instrument = 'sdq'")" t

# A form: item 1 answered 2, item 2 answered 0 (worth 3), item 3 left out: 5 of two items, so 7.5, half up 8.
# A parent isn't asked item 3: 1 and 1 (worth 2) are 3 of two items.
query "set ontrack.as_of = '2025-10-31';
	insert into core.referral (provider, referral_ref, person_key, programme, referral_date, unit, load_no, source_row)
	values ('R1A', md5('r')::uuid, md5('p')::uuid, 'mhst', '2025-01-01', md5('u')::uuid, 1, 1);
	insert into core.assessment (provider, referral_ref, instrument, scale, rater, assessed_date, person_key, score,
	    unit, load_no, source_row)
	select 'R1A', md5('r')::uuid, 'pbas', scale, rater, '2025-02-01', md5('p')::uuid, score, md5('u')::uuid, 1, 1
	from (values ('item-01', 'self', 2), ('item-02', 'self', 0), ('item-01', 'parent', 1), ('item-02', 'parent', 1))
	    a (scale, rater, score)" >/dev/null
psql -X -q -v ON_ERROR_STOP=1 -f sql/mart/010_functions.sql -f sql/mart/035_score.sql >/dev/null
is "scores and bands follow" "$(query "select rater, score, band from mart.score order by 1")" \
	"$(printf 'parent\t3\tsettled\nself\t8\tunsettled')"

# What is wrong is named with its line, and no value.
before=$(query 'select ops.figures_print()')
echo 'pbas,4,behaviour,self,{0},x' >>"$figures/instrument_item.csv"
exits "what is no list of raters is refused" 78 apply
like "by its line" "$(apply 2>&1)" "instrument_item.csv', line 5"
unlike "without the value" "$(apply 2>&1)" 'self'
sed -i '$s/.*/pbas,1,behaviour,{self},{0},x/' "$figures/instrument_item.csv"
exits "an item that stands twice is refused" 78 apply
sed -i '$d' "$figures/instrument_item.csv"
ok "put right, it is taken" apply
is "as before" "$(query 'select ops.figures_print()')" "$before"
touch "$figures/instruments.csv"
like "another name is told which there are" "$(apply 2>&1)" 'instrument_scale.csv'
rm "$figures/instruments.csv"

# Without the files the program's definitions are back.
rm "$figures"/*.csv
ok "without the files" apply
is "the program's definition is back" \
	"$(query "select low, high from ref.instrument_scale where instrument = 'pass'")" "$(printf '1\t100')"
is "and no item of PBAS is left" "$(query "select count(*) from ref.instrument_item where instrument = 'pbas'")" 0
done_testing
