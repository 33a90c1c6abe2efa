#!/bin/bash
# load --mode period: months side by side; the latest is current, whatever comes when.
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"
load_database

# month MM FEED <LINES
month() {
	load "$2" --slot "P1/$1" --mode period --period "2024-$1"
}
current() {
	rows "select person_key, sex, to_char(period, 'MM'), load_no from core.young order by 1"
}
history() {
	rows "select person_key, sex, to_char(period, 'MM'), reason from core.young_history order by 1, 3, 2, 4"
}

month 03 young <<-'END'
	2 P1 @1 @101 a -
	3 P1 @2 - a -
END
is "the first month is inserted" "$(counts)" "2 read: 2 inserted"
month 04 young <<-'END'
	2 P1 @1 @101 a -
	3 P1 @2 - b -
	4 P1 @3 - a -
END
is "a newer month replaces, even where it says the same" "$(counts)" "3 read: 1 inserted, 2 updated"
is "the newer month is current" "$(current)" "@1 a 04 1
@2 b 04 1
@3 a 04 1"
is "the older one stands in history" "$(history)" "@1 a 03 newer-period
@2 a 03 newer-period"

month 02 young <<-'END'
	2 P1 @1 @101 z -
	3 P1 @4 - z -
END
is "an older month that comes late" "$(counts)" "2 read: 1 inserted, 1 updated"
is "is current only for what no newer one has" "$(current)" "@1 a 04 1
@2 b 04 1
@3 a 04 1
@4 z 02 1"
is "and goes to history for the rest" "$(history)" "@1 z 02 older-period
@1 a 03 newer-period
@2 a 03 newer-period"
is "with its row of the vault" "$(rows "select person_key, nhs_number, to_char(period, 'MM'), reason
	from vault.young_history order by 1, 3")" "@1 @101 02 older-period
@1 @101 03 newer-period
@2  03 newer-period"

month 03 young <<-'END'
	2 P1 @1 @102 a -
	3 P1 @2 - a -
	4 P1 @5 - a -
END
is "a month sent again" "$(counts)" "3 read: 1 inserted, 1 updated, 1 unchanged"
is "never overwrites a newer one" "$(current)" "@1 a 04 1
@2 b 04 1
@3 a 04 1
@4 z 02 1
@5 a 03 2"
is "its former statement no longer stands" "$(history)" "@1 z 02 older-period
@1 a 03 older-period
@1 a 03 replaced
@2 a 03 newer-period"

month 04 young <<-'END'
	3 P1 @2 - c -
END
is "a month sent again without a key" "$(counts)" "1 read: 1 updated, 1 retired, 1 restored"
is "falls back to the latest older month, or retires" "$(current)" "@1 a 03 2
@2 c 04 2
@4 z 02 1
@5 a 03 2"
is "the fallen statements are told apart" "$(history)" "@1 z 02 older-period
@1 a 03 replaced
@1 a 04 replaced
@2 a 03 newer-period
@2 b 04 replaced
@3 a 04 retired"
is "the vault fell back too" "$(rows "select nhs_number, to_char(period, 'MM') from vault.young where person_key = '$(printf %032d 1)'")" "@102 03"

month 03 young <<-'END'
	4 P1 @5 - a -
END
is "an older month withdrawn behind a newer one" "$(counts)" "1 read: 1 unchanged, 1 restored"
is "falls back twice where it must" "$(current)" "@1 z 02 1
@2 c 04 2
@4 z 02 1
@5 a 03 2"
is "and leaves no statement standing" "$(history)" "@1 a 03 replaced
@1 a 03 replaced
@1 a 04 replaced
@2 a 03 replaced
@2 b 04 replaced
@3 a 04 retired"
month 04 young <<-'END'
	3 P1 @1 - a -
END
is "with nothing to fall back to it is retired" "$(counts)" "1 read: 1 updated, 1 retired"
is "and only then" "$(current)" "@1 a 04 3
@4 z 02 1
@5 a 03 2"
month 03 young <<-'END'
	-4 P1 @5 - - - # rejected by a stage before: neither stated nor withdrawn
	5 P1 @4 - q -
END
is "a month whose record was rejected keeps what it said" "$(counts) $(current)" \
	"1 read: 1 updated @1 a 04 3
@4 q 03 4
@5 a 03 2"
month 03 young <<-'END'
	4 P1 @5 - a -
END
is "until it says otherwise" "$(counts)" "1 read: 1 unchanged, 1 restored"
month 04 young <<<""
is "an empty month withdraws nothing" "$(counts) $(query 'select count(*) from core.young')" "0 read: nothing 3"
month 04 young <<-'END'
	3 P1 @1 - x -
	4 P1 @1 - y -
	5 P1 @6 - y -
END
is "a key that came but was rejected keeps its row" "$(counts); $(current)" "3 read: 1 inserted, 2 rejected; @1 a 04 3
@4 z 02 1
@5 a 03 2
@6 y 04 5"

# --- a slot that does not tell the months apart: the period does
load young --slot all --mode period --period 2024-01 <<<"2 P7 @1 - a -"
load young --slot all --mode period --period 2024-02 <<<"2 P7 @1 - b -"
load young --slot all --mode period --period 2024-01 <<<"2 P7 @1 - c -"
is "months of one slot stand side by side" "$(rows "select sex, to_char(period, 'MM') from core.young where provider = 'P7'
	union all select sex, reason from core.young_history where provider = 'P7' order by 1")" "a replaced
b 02
c older-period"

# --- a row that no month reported
load young --slot delta <<<"2 P8 @1 - a -"
load young --slot P8/01 --mode period --period 2024-01 <<<"2 P8 @1 - b -"
is "a month supersedes a row without one" "$(counts) $(rows "select reason from core.young_history where provider = 'P8'")" \
	"1 read: 1 updated updated"

# --- two units that report the same month
load young --slot P9/x --mode period --period 2024-01 <<<"2 P9 @1 - a -"
load young --slot P9/y --mode period --period 2024-01 <<<"2 P9 @1 - b -"
load young --slot P9/x --mode period --period 2024-01 --mapping 2 <<<"2 P9 @1 - a -"
is "of two that report one month the last to come is current, and a replay of the first changes nothing" \
	"$(counts) $(rows "select sex from core.young where provider = 'P9'")" "1 read: 1 unchanged b"

# --- the order of arrival does not matter: every order of three months ends with the same rows
for order in "01 02 03" "01 03 02" "02 01 03" "02 03 01" "03 01 02" "03 02 01"; do
	provider_name=Q$(echo "$order" | tr -d ' ')
	for m in $order; do
		case $m in
		01) printf '%s\n' "2 $provider_name @1 - a -" "3 $provider_name @2 @9 a -" ;;
		02) printf '%s\n' "2 $provider_name @1 - b -" "3 $provider_name @3 - b -" ;;
		03) printf '%s\n' "2 $provider_name @2 @8 c -" ;;
		esac | load young --slot "$provider_name/$m" --mode period --period "2024-$m"
	done
	is "months in order $order" "$(rows "select person_key, sex, to_char(period, 'MM') from core.young
		where provider = '$provider_name' order by 1")" "@1 b 02
@2 c 03
@3 b 02"
	is "and what stands behind them" "$(rows "select person_key, sex, to_char(period, 'MM') from core.young_history
		where provider = '$provider_name' and reason in ('newer-period', 'older-period') order by 1, 3")" "@1 a 01
@2 a 01"
done

check_ledger
done_testing
