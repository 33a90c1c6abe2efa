#!/bin/bash
# load: whose record it is. Children wait for their parents, are adopted, and follow them.
# shellcheck source=tests/stage/load/common.sh
. "$(dirname "$0")/load/common.sh"
load_database

visits() {
	rows "select visit_ref, stay_ref, person_key, minutes, load_no from core.visit order by 1"
}
visit_history() {
	rows "select visit_ref, person_key, reason from core.visit_history order by 1, 3, 2"
}
waiting() {
	rows "select visit_ref, minutes, load_no from core.visit_waiting order by 1, 2"
}

# --- grandchildren first
load visit <<-'END'
	2 P1 @21 @11 5
	3 P1 @22 @12 6
	4 P1 @23 @19 7
END
is "without a parent they are rejected, and wait" "$code $(counts) $(refuted)" \
	"0 3 read: 3 rejected 2 parent-missing,3 parent-missing,4 parent-missing"
is "the finding is of severity group, at the field" "$(tail -n +2 "$WORK/rejects" | head -1)" \
	"2	stay_ref	parent-missing	group"
load visit <<-'END'
	2 P1 @21 @11 5
	3 P1 @22 @12 60
	4 P1 @23 @19 7
END
is "what waits follows the latest statement" "$(waiting)" "@21 5 2
@22 60 2
@23 7 2"
load stay <<-'END'
	2 P1 @11 @1 10
	3 P1 @12 @2 10
END
is "a parent that waits itself adopts nobody" "$(counts) $(query 'select count(*) from core.visit')" \
	"2 read: 2 rejected 0"
load young <<-'END'
	2 P1 @1 - m -
	3 P1 @2 - f -
	4 P1 @3 - f -
END
is "the person's arrival brings both generations in" "$(counts)" "3 read: 3 inserted, 4 adopted"
is "as their own units delivered them" "$(visits)" "@21 @11 @1 5 2
@22 @12 @2 60 2"
is "who has no parent waits on" "$(waiting)" "@23 7 2"
is "the findings are settled" "$(rows "select source_row, load_no, settled from ops.finding where feed = 'visit' order by 1")" \
	"2 2 t
3 2 t
4 2 f"

# --- a parent whose person is corrected
load stay <<<"2 P1 @11 @3 10"
is "the stay of another person" "$(counts)" "1 read: 1 updated"
is "has its visits with it, each under one person" "$(visits)" "@21 @11 @3 5 2
@22 @12 @2 60 2"
is "the old version is in history" "$(visit_history)" "@21 @1 re-resolved"
is "its end is the parent's load" "$(rows "select u.feed, h.ended_load_no from core.visit_history h join ops.unit u on u.unit = h.ended_by")" \
	"stay 2"

# --- a child whose parent is corrected
load visit <<<"2 P1 @21 @12 5"
is "a visit of another stay" "$(counts)" "1 read: 1 updated"
is "is under that stay's person only" "$(visits)" "@21 @12 @2 5 3
@22 @12 @2 60 2"

# --- an update that names an unknown parent is rejected, and the stored row stays
load visit <<<"2 P1 @21 @18 50"
is "an update to an unknown parent waits" "$(counts) $(waiting)" "1 read: 1 rejected @21 50 4
@23 7 2"
is "and the stored visit stays" "$(visits)" "@21 @12 @2 5 3
@22 @12 @2 60 2"
load stay <<<"2 P1 @18 @1 10"
is "until the parent comes" "$(counts)" "1 read: 1 inserted, 1 adopted"
is "then it is an update" "$(visits)" "@21 @18 @1 50 4
@22 @12 @2 60 2"
load visit <<<"2 P1 @23 @12 8"
is "what came again does not wait any more" "$(counts) $(waiting)" "1 read: 1 inserted "

# --- a retired parent's children stay; when it comes back as another's, they follow
load stay --slot whole --mode snapshot <<-'END'
	2 P2 @31 @1 1
	3 P2 @32 @1 1
END
load young <<<"2 P2 @1 - m -"
load young <<<"2 P2 @2 - m -"
load visit <<<"2 P2 @41 @31 1"
load stay --slot whole --mode snapshot <<<"3 P2 @32 @1 1"
is "the stay is retired" "$(counts)" "1 read: 1 unchanged, 1 retired"
is "its visit stays" "$(rows "select person_key from core.visit where provider = 'P2'")" @1
load visit <<<"3 P2 @42 @31 1"
is "a new one waits" "$(counts)" "1 read: 1 rejected"
load stay --slot whole --mode snapshot <<-'END'
	2 P2 @31 @2 1
	3 P2 @32 @1 1
END
is "the stay comes back as another person's" "$(counts)" "2 read: 1 inserted, 1 unchanged, 1 adopted"
is "both visits are that person's" "$(rows "select visit_ref, person_key from core.visit where provider = 'P2' order by 1")" \
	"@41 @2
@42 @2"

# --- what waits of a snapshot is of its latest delivery only
load visit --slot whole --mode snapshot <<-'END'
	2 P3 @51 @61 1
	3 P3 @52 @61 1
	4 P2 @43 @32 1
END
load visit --slot whole --mode snapshot <<-'END'
	2 P3 @51 @61 1
	4 P2 @43 @32 2
END
is "a snapshot without it takes it from those that wait" "$(rows "select visit_ref, load_no from core.visit_waiting where provider = 'P3'")" \
	"@51 2"

load visit --slot alone --mode snapshot <<-'END'
	2 P3 @55 @61 1
	3 P3 @56 @61 1
END
load visit --slot alone --mode snapshot <<<"2 P3 @55 @61 1"
is "even one of which nothing but waits" "$(rows "select visit_ref, load_no from core.visit_waiting where visit_ref > '$(printf %032d 54)' and provider = 'P3'")" \
	"@55 2"

# --- what waits is adopted in the mode that delivered it
load visit --slot a1 --mode append <<<"2 P2 @44 @33 1"
load visit --slot a2 --mode append <<<"2 P2 @44 @34 2"
is "append does not overwrite what waits" "$(counts) $(refuted)" "1 read: 1 rejected 2 key-exists"
load visit --slot a2 --mode append <<<"2 P2 @42 @34 2"
is "nor waits to overwrite what is stored" "$(counts) $(refuted)" "1 read: 1 rejected 2 key-exists"
load stay <<-'END'
	2 P2 @33 @1 1
	3 P2 @34 @1 1
END
is "the first stands" "$(counts) $(rows "select visit_ref, minutes from core.visit where stay_ref in (
	select stay_ref from core.stay where load_no = (select max(load_no) from ops.latest where feed = 'stay' and slot = 'all'))")" \
	"2 read: 2 inserted, 1 adopted @44 1"
load visit --slot w1 --mode snapshot <<<"2 P2 @45 @35 1"
load visit --slot w2 --mode snapshot <<<"2 P2 @45 @32 1"
load visit --slot w1 --mode snapshot --mapping 2 <<<"2 P2 @45 @35 1"
load stay <<<"2 P2 @35 @1 1"
load stay <<<"2 P2 @35 @2 1"
load visit --slot w1 --mode snapshot <<<"2 P2 @46 @35 1"
is "a snapshot's own are retired by it" "$(counts) $(rows "select visit_ref, person_key from core.visit where stay_ref = '$(printf %032d 35)'")" \
	"1 read: 1 inserted, 1 retired @46 @2"

# --- months
month() {
	load "$2" --slot "P4/$1" --mode period --period "2024-$1"
}
month 02 visit <<<"2 P4 @71 @81 2"
month 01 visit <<<"2 P4 @71 @81 1"
is "each month waits by itself" "$(rows "select minutes from core.visit_waiting where provider = 'P4' order by 1")" "1
2"
load young <<-'END'
	2 P4 @1 - m -
	3 P4 @2 - m -
END
load stay <<<"2 P4 @81 @1 1"
is "and is adopted in order" "$(counts)" "1 read: 1 inserted, 2 adopted"
is "the latest month is current" "$(rows "select minutes, 'now', person_key from core.visit where provider = 'P4'
	union all select minutes, reason, person_key from core.visit_history where provider = 'P4' order by 1")" "1 newer-period @1
2 now @1"
load stay <<<"2 P4 @81 @2 1"
month 02 visit <<-'END'
	3 P4 @79 @81 2
END
is "a month that becomes current again is under the person of today" \
	"$(rows "select visit_ref, minutes, person_key from core.visit where provider = 'P4' order by 1")" "@71 1 @2
@79 2 @2"

# --- the parent's unit may be loaded by another source at the same time as the child's: one waits for
# the other, and the child is adopted
for turn in 1 2 3 4 5; do
	records stay <<<"2 P5 @$((100 + turn)) @1 1" >"$WORK/stay"
	records visit <<<"2 P5 @$((200 + turn)) @$((100 + turn)) 1" >"$WORK/visit"
	[ "$turn" -gt 1 ] || load young <<<"2 P5 @1 - m -"
	"$BUILD/load" "$contracts/stay.json" --source s1 <"$WORK/stay" &
	"$BUILD/load" "$contracts/visit.json" --source s2 <"$WORK/visit" &
	wait
done
is "parent and child loaded at once" "$(rows "select count(*) from core.visit where provider = 'P5'")" 5

check_ledger
done_testing
