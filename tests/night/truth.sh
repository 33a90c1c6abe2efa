#!/bin/bash
# The demo night from deliveries to core holds exactly what the generator put in, less what it spoilt:
# counts, sums of sessions and scores, and money to the penny, for every provider.
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"

fresh_database || skip_all "no PostgreSQL server"
cd "$WORK" || exit 70
sed "s|\"[^\"]*sources/|\"$ROOT/sources/|; s|\"location\": \"|&$ROOT/fixtures/demo/|; s|\"codes\": \[\"|&$ROOT/fixtures/demo/|; s|\"figures\": \"|&$ROOT/fixtures/demo/|; /\"database\"/d" \
	"$ROOT/fixtures/demo/ontrack.json" >night.json

mkdir var
ok "a key is made" "$BUILD/ontrack" key new --keys var/keys --domain demo
ok "the schema is made" "$BUILD/ontrack" schema --apply --config night.json
ok "the night is run" "$BUILD/ontrack" run --config night.json

"$BUILD/generate" --truth >truth
is "what is found is what was put in" \
	"$(psql -X -q -A -t -v ON_ERROR_STOP=1 -f "$ROOT/tests/night/truth.sql" <truth 2>&1)" ""

# With the figures of another seed the comparison must not hold.
"$BUILD/generate" --truth --seed 2 >other
unlike "another seed's truth is not found" \
	"$(psql -X -q -A -t -v ON_ERROR_STOP=1 -f "$ROOT/tests/night/truth.sql" <other 2>&1)" '^$'

# The providers of alternative provision on the ladder: what they cost and how good they are is known.
is "the ladder is the true one" \
	"$(psql -X -q -A -t -v ON_ERROR_STOP=1 -f "$ROOT/tests/night/truth_ladder.sql" <truth 2>&1)" ""
is "two of it are not outdone" "$(query "select string_agg(strategy || ' ' || status, ', ' order by strategy)
	from publish.ladder where programme = 'ap'")" "999901 ED, 999902 D, 999903 ND, 999904 ND"
sed '/^parameter.*positive/{/999902/s/560/900/}' truth >better
unlike "a provider that were better would stand elsewhere" \
	"$(psql -X -q -A -t -v ON_ERROR_STOP=1 -f "$ROOT/tests/night/truth_ladder.sql" <better 2>&1)" '^$'
is "every provider's true chance of the outcome lies within its interval" "$(query "
	select count(*) from publish.rate r
	join (values ('999901', .68), ('999902', .56), ('999903', .72), ('999904', .50)) t (provider, chance) using (provider)
	where t.chance not between r.lower and r.upper")" 0

# What was spoilt left its trace under a rule.
is "and every spoilt record is told of" \
	"$(query "select count(distinct rule) >= 10, bool_or(rule = 'parent-missing') from ops.reject")" \
	"$(printf 't\tt')"

cd "$ROOT" || exit 70
done_testing
