#!/bin/bash
# The five commands of the chain, by hand from the repository's root, and what anonymise prints into
# the table that `ontrack schema --staging` prints.
. "$(dirname "$0")/common.sh"
night_prepare demo
ilr=$(find fixtures/demo/wbl -name 'ILR-90000101-2425-*.xml')

ok "extract" sh -c '"$1"/extract sources/ilr.json learning_aim "$2" >"$3/aims"' - \
	"$BUILD" "$ilr" "$WORK"
ok "validate" sh -c '"$1"/validate contracts/learning_aim.json --codes contracts/codes \
	--codes fixtures/demo/codes --as-of 2025-10-31 --allow-test-identifiers \
	--rejects "$2/rejects" <"$2/aims" >"$2/good"' - "$BUILD" "$WORK"
ok "anonymise" sh -c '"$1"/anonymise contracts/learning_aim.json --keys "$2/keys" --domain demo \
	--allow-test-identifiers <"$2/good" >"$2/safe"' - "$BUILD" "$WORK"

good=$(($(wc -l <"$WORK/good") - 2))
is "anonymise passes on what validate passed on" "$(($(wc -l <"$WORK/safe") - 2))" "$good"

# psql's \copy of the stream into the staging table
"$BUILD/ontrack" schema --staging learning_aim >"$WORK/staging.sql"
table=$(sed -nE 's/^create table ([a-z_."]+).*/\1/p' "$WORK/staging.sql")
ok "the staging table can be made" psql -X -q -v ON_ERROR_STOP=1 -f "$WORK/staging.sql"
ok "psql copies the stream into it" psql -X -q -v ON_ERROR_STOP=1 \
	-c "\\copy $table from '$WORK/safe' with (header match)"
is "with every record" "$(query "select count(*) from $table")" "$good"

# load: without its parents, then with them
ok "load" sh -c '"$1"/load contracts/learning_aim.json --source ilr --slot 90000101/2425 \
	--reject-share 1 --gates "[{\"gate\": \"references\", \"off\": true}]" <"$2/safe"' - "$BUILD" "$WORK"
is "aims whose learners are not there wait for them" \
	"$(query "select count(*) from core.learning_aim_waiting")" \
	"$(query "select read from ops.load")"
"$BUILD/extract" sources/ilr.json person "$ilr" |
	"$BUILD/validate" contracts/person.json --codes contracts/codes --codes fixtures/demo/codes \
		--as-of 2025-10-31 --allow-test-identifiers |
	"$BUILD/anonymise" contracts/person.json --keys "$WORK/keys" --domain demo \
		--allow-test-identifiers |
	"$BUILD/load" contracts/person.json --source ilr --slot 90000101/2425
is "the learners are loaded by a pipe of four" "${PIPESTATUS[*]}" "0 0 0 0"
is "and the aims find them" "$(query "select count(*) from core.learning_aim")" "$good"

done_testing
