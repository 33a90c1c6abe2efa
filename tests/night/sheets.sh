#!/bin/bash
# A night of spreadsheets: the templates of tests/stage/templates from plan to tables, one workbook of two
# sheets as two sources, and what is due when one of them is sent again.
. "$(dirname "$0")/common.sh"
fresh_database || exit
"$BUILD/ontrack" key new --keys "$WORK/keys" --domain small >/dev/null
ontrack() {
	local command=$1
	shift
	"$BUILD/ontrack" "$command" --config "$WORK/ontrack.json" "$@"
}

mkdir "$WORK/in" "$WORK/var"
cp tests/stage/templates/*/*.xlsx tests/stage/templates/*/*.csv fixtures/demo/register/providers.csv "$WORK/in"
cat >"$WORK/ontrack.json" <<EOF
{ "name": "sheets", "as_of": "2025-10-31", "domain": "small", "allow_test_identifiers": true,
  "var": "$WORK/var", "keys": "$WORK/keys", "codes": ["$ROOT/fixtures/demo/codes"], "reject_share": 0.6,
  "deliveries": [
    { "source": "$ROOT/sources/provider.json", "location": "in/providers.csv" },
    { "source": "$ROOT/sources/ap_register.json", "location": "in/AP-register-*.xlsx" },
    { "source": "$ROOT/sources/attendance_weekly.json", "location": "in/attendance-*.csv" },
    { "source": "$ROOT/sources/eip_audit.json", "location": "in/EIP-audit-*.xlsx" },
    { "source": "$ROOT/sources/mhst_staffing.json", "location": "in/MHST-return-*.xlsx" },
    { "source": "$ROOT/sources/mhst_surveys.json", "location": "in/MHST-return-*.xlsx" },
    { "source": "$ROOT/sources/cost_sheet.json", "location": "in/costs-*.xlsx" },
    { "source": "$ROOT/sources/target_sheet.json", "location": "in/targets-*.xlsx" } ] }
EOF
ontrack schema --apply

ontrack plan >"$WORK/plan" 2>&1
is "the plan: the exit code" $? 0
is "plans every unit" "$(grep -cE '^to be applied +(ap_|attendance_|eip_|mhst_|cost_|target_)' "$WORK/plan")" 14
is "and writes nothing" "$(query "select count(*) from ops.load")" 0
ok "the night" ontrack run
is "units applied" "$(query "select count(*) from ops.latest where delivery ~ 'xlsx|attendance'")" 14
is "with the files' own hashes" \
	"$(query "select delivery, content_hash from ops.latest where delivery ~ 'xlsx|attendance' group by 1, 2 order by delivery collate \"C\"")" \
	"$(cd "$WORK/in" && sha256sum ./*.csv ./*.xlsx | sed -nE "s|^([0-9a-f]+)  ./(.*(xlsx\|attendance.*))|\2$(printf '\t')\1|p" | sort)"
counts="select (select count(*) from core.person), (select count(*) from core.referral),
	(select count(*) from core.need), (select count(*) from core.placement), (select count(*) from core.assessment),
	(select count(*) from core.destination), (select count(*) from core.attendance), (select count(*) from core.workforce),
	(select count(*) from core.survey), (select count(*) from core.cost), (select count(*) from core.target)"
# By hand, from the expected streams of tests/stage/templates.
is "what the tables hold" "$(query "$counts" | tr '\t' ' ')" "7 7 6 3 8 6 3 3 2 4 3"
is "attendance finds the pupils of the register" \
	"$(query "select count(*) from core.attendance join core.person using (provider, person_key)")" 3
like "again: nothing is due" "$(ontrack run 2>&1)" "nothing|unchanged"

# A pupil is gone from the register, and what was there is retired.
sed '/^A103/d' tests/stage/templates/ap_register/*.cells |
	"$BUILD/tests/oracle/xlsx_make" "$WORK/in/AP-register-999901-2024.xlsx"
exits "a register without one pupil" 0 ontrack run
is "one pupil less" "$(query "$counts" | tr '\t' ' ')" "6 6 4 3 8 6 3 3 2 4 3"

# One that is locked stops nobody else.
printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked' >"$WORK/in/EIP-audit-ZZE01-2025-09.xlsx"
sed 's/A104/A104/; s/#28/#27/' tests/stage/templates/ap_register/*.cells |
	"$BUILD/tests/oracle/xlsx_make" "$WORK/in/AP-register-999901-2024.xlsx"
exits "a workbook with a password" 65 ontrack run
like "and says what to do" "$(cat "$WORK/.output" "$WORK"/var/log/*/* 2>/dev/null)" "locked with a password"
is "the other is applied" "$(query "select score from core.assessment where score = 27" | cut -d. -f1)" 27
done_testing
